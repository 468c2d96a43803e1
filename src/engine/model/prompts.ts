import type { Tensors } from "../executors/executor.ts";
import type { Node } from "../graph/node.ts";
import * as ops from "../graph/ops.ts";
import {
  columnsOf,
  decoder,
  maskOf,
  packedMask,
  sameSegment,
  selfAttention,
  type Attention,
  type Columns,
  type DecoderOptions,
  type WeightNodes,
} from "./qwen2.ts";
import type { ModelConfig, PackedBatch, Prompts } from "./types.ts";

/**
 * Softmax attention over a row's prompt and the row itself, for the inputs of `promptFeeds`. Each prompt is read once, by
 * the same layers; `queries` are the rows' own.
 */
export function attentionAfterPrompts(
  config: ModelConfig,
  weights: WeightNodes,
  queries: Columns,
  observe: DecoderOptions["observe"],
): Attention {
  const input = (name: string): Node => ops.input(name, ["prompts", "promptLength"], "int32");
  const tokens = input("promptTokens");
  const columns = ops.input("promptColumns", ["promptLength"], "int32");
  const caches = promptCaches(
    config,
    selfAttention(config, packedMask(input("promptSegments"), columns)),
    (attention) =>
      decoder(config, weights, tokens, input("promptPositions"), attention, { ...(observe && { observe }) }),
  );
  const keyCount = ops.joinedDim("promptLength", "length");
  const keys = {
    segments: ops.input("keySegments", ["rows", keyCount], "int32"),
    columns: ops.input("keyColumns", [keyCount], "int32"),
  };
  const attend = selfAttention(config, maskOf(queries, keys, isSeen));
  const promptOf = ops.input("promptOf", ["rows", "prompts"]);
  const after = (prompt: Node, own: Node): Node => ops.join(repeated(prompt, promptOf), own, 1, tokens);
  return (query, key, value, i) => {
    const cache = caches[i]!;
    return attend(query, after(cache.key, key), after(cache.value, value), i);
  };
}

/** Of one layer, [prompts, prompt's length, key-value heads · size]. */
interface PromptCache {
  readonly key: Node;
  readonly value: Node;
}

/** The keys and values that a decoder shows to its attention, layer by layer. */
function promptCaches(
  config: ModelConfig,
  attend: Attention,
  decode: (attention: Attention) => unknown,
): readonly PromptCache[] {
  const caches = new Array<PromptCache>(config.numHiddenLayers);
  decode((query, key, value, i) => {
    caches[i] = { key, value };
    return attend(query, key, value, i);
  });
  return caches;
}

/**
 * Values [prompts, length, width] by row, [rows, length, width]: a product with `promptOf` [rows, prompts], which has a 1
 * for each row's prompt, and whose gradient adds the rows up again.
 */
function repeated(x: Node, promptOf: Node): Node {
  const [prompts, length, width] = x.shape;
  const flat = ops.matmul(promptOf, ops.reshape(x, [prompts!, `${length!}·${width!}`]));
  return ops.reshape(flat, [promptOf.shape[0]!, length!, width!]);
}

/** The segment of a prompt's keys, which all of its row see. */
const promptSegment = -2;
/** Keys of a prompt's padding carry a segment that nobody has. */
const unseen = -3;

const isSeen = (key: Node, query: Node): Node =>
  ops.or(sameSegment(key, query), ops.equal(key, ops.constant(Int32Array.of(promptSegment), [])));

/**
 * What the rows go on from: the prompts' tokens, positions, segments and columns, the prompt of each row, and segments and
 * columns of the rows' keys, those of their prompts first, in columns before 0.
 */
export function promptFeeds({ rows, length, segments }: PackedBatch, prompts: Prompts): Tensors {
  const { count, length: promptLength, tokens, lengths, ofRow } = prompts;
  const shape = [count, promptLength];
  const columns = columnsOf(promptLength);
  const positions = new Int32Array(count * promptLength);
  const promptSegments = new Int32Array(count * promptLength).fill(-1);
  lengths.forEach((size, prompt) => {
    positions.set(columns, prompt * promptLength);
    promptSegments.fill(0, prompt * promptLength, prompt * promptLength + size);
  });
  const keys = promptLength + length;
  const keySegments = new Int32Array(rows * keys).fill(unseen);
  const promptOf = new Float32Array(rows * count);
  ofRow.forEach((prompt, row) => {
    keySegments.set(segments.subarray(row * length, (row + 1) * length), row * keys + promptLength);
    if (prompt < 0) return;
    keySegments.fill(promptSegment, row * keys, row * keys + lengths[prompt]!);
    promptOf[row * count + prompt] = 1;
  });
  return {
    promptTokens: { shape, data: tokens },
    promptPositions: { shape, data: positions },
    promptSegments: { shape, data: promptSegments },
    promptColumns: { shape: [promptLength], data: columns },
    promptOf: { shape: [rows, count], data: promptOf },
    keySegments: { shape: [rows, keys], data: keySegments },
    keyColumns: { shape: [keys], data: Int32Array.from({ length: keys }, (_, i) => i - promptLength) },
  };
}

/** The prompts of some rows; one at least, as a graph has no tensors without elements. */
export function promptsOf({ length, tokens, lengths, ofRow }: Prompts, start: number, end: number): Prompts {
  const rows = ofRow.subarray(start, end);
  const known = [...new Set(rows)].filter((prompt) => prompt >= 0);
  const kept = known.length > 0 ? known : [0];
  const keptTokens = new Int32Array(kept.length * length);
  kept.forEach((prompt, i) => {
    keptTokens.set(tokens.subarray(prompt * length, (prompt + 1) * length), i * length);
  });
  return {
    count: kept.length,
    length,
    tokens: keptTokens,
    lengths: Int32Array.from(kept, (prompt) => lengths[prompt]!),
    ofRow: rows.map((prompt) => kept.indexOf(prompt)),
  };
}
