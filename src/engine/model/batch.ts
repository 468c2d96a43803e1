import type { Tensor, Tensors } from "../executors/executor.ts";
import type { Node } from "../graph/node.ts";
import * as ops from "../graph/ops.ts";
import {
  attentionAfterPrompts,
  decoder,
  maskAfterPrompts,
  outputLayer,
  packedMask,
  promptSegment,
  selfAttention,
  type Attention,
  type DecoderOptions,
  type PromptCache,
  type WeightNodes,
} from "./qwen2.ts";
import type { ModelConfig, PackedBatch, PolicyBatch, Prompts } from "./types.ts";

/** What a model predicts at the chosen places of a packed batch, [places]: the vocabulary is large, most targets idle. */
export interface PackedPrediction {
  /** [places, vocabulary]. */
  readonly logits: Node;
  /** log p of each target, [places]. */
  readonly target: Node;
}

export interface PredictionOptions {
  /** A number or a scalar node; the distributions are those sampled from at that temperature. 1 if nothing is said. */
  readonly inverseTemperature?: Node | number;
  /** Whether the batches have prompts. */
  readonly hasPrompts?: boolean;
  readonly observe?: DecoderOptions["observe"];
}

export function predictPacked(
  config: ModelConfig,
  weights: WeightNodes,
  { inverseTemperature = 1, hasPrompts = false, observe }: PredictionOptions = {},
): PackedPrediction {
  const input = (name: string): Node => ops.input(name, ["rows", "length"], "int32");
  const own = { segments: input("segments"), columns: ops.input("columns", ["length"], "int32") };
  const attention = hasPrompts
    ? afterPrompts(config, weights, own, observe)
    : selfAttention(config, packedMask(own.segments, own.columns));
  const [places, placeOf] = [ops.input("places", ["places"], "int32"), input("placeOf")];
  const chosen = decoder(config, weights, input("tokens"), input("positions"), attention, {
    ...(observe && { observe }),
    choose: (x) => ops.select(x, places, placeOf),
  });
  const raw = outputLayer(config, weights, chosen);
  const logits = inverseTemperature === 1 ? raw : ops.mul(raw, inverseTemperature);
  return { logits, target: ops.logProbability(logits, ops.input("targets", ["places"], "int32")) };
}

/** Reads the prompts, each once, and attends to them. */
function afterPrompts(
  config: ModelConfig,
  weights: WeightNodes,
  own: { readonly segments: Node; readonly columns: Node },
  observe: DecoderOptions["observe"],
): Attention {
  const input = (name: string): Node => ops.input(name, ["prompts", "promptLength"], "int32");
  const attend = selfAttention(
    config,
    packedMask(input("promptSegments"), ops.input("promptColumns", ["promptLength"], "int32")),
  );
  const caches: PromptCache[] = [];
  const attention: Attention = (query, key, value, i) => {
    caches[i] = { key, value };
    return attend(query, key, value, i);
  };
  const tokens = input("promptTokens");
  decoder(config, weights, tokens, input("promptPositions"), attention, { ...(observe && { observe }) });
  const keyCount = ops.joinedDim("promptLength", "length");
  const keys = {
    segments: ops.input("keySegments", ["rows", keyCount], "int32"),
    columns: ops.input("keyColumns", [keyCount], "int32"),
  };
  const promptOf = ops.input("promptOf", ["rows", "prompts"]);
  return attentionAfterPrompts(config, caches, promptOf, tokens, maskAfterPrompts(own, keys));
}

/** A per-target input [places]. */
export const targetInput = (name: Exclude<keyof PolicyBatch, "rows" | "length" | "prompts">): Node =>
  ops.input(name, ["places"]);

/** The places that the loss depends on. */
export function trainedPlaces(batch: PackedBatch): Int32Array {
  return Int32Array.from(batch.weights.keys()).filter((i) => batch.weights[i] !== 0);
}

export const allPlaces = (batch: PackedBatch): Int32Array => Int32Array.from(batch.tokens.keys());

const perToken = new Set(["tokens", "segments", "positions"]);
/** The number of places is rounded up, for ONNX Runtime plans its memory anew for every new shape. */
const placesStep = 128;

/** Inputs of predictPacked and of the losses; idle places beyond the given ones have weight 0. */
export function feedsOf(batch: PackedBatch | PolicyBatch, places: Int32Array): Tensors {
  const { rows, length, prompts, ...arrays } = batch;
  const count = Math.max(1, Math.ceil(places.length / placesStep)) * placesStep;
  const placeOf = new Int32Array(rows * length).fill(count);
  places.forEach((at, place) => (placeOf[at] = place));
  const padded = new Int32Array(count);
  padded.set(places);
  const tensors: Record<string, Tensor> = {
    columns: { shape: [length], data: columnsOf(length) },
    ...(prompts && promptFeeds(batch, prompts)),
    places: { shape: [count], data: padded },
    placeOf: { shape: [rows, length], data: placeOf },
  };
  for (const [name, data] of Object.entries(arrays)) {
    if (data.length !== rows * length) {
      throw new Error(`The batch's ${name} holds ${data.length} values instead of ${rows} × ${length}.`);
    }
    tensors[name] = perToken.has(name)
      ? { shape: [rows, length], data }
      : { shape: [count], data: atPlaces(data, places, count) };
  }
  return tensors;
}

const columnsOf = (length: number): Int32Array => Int32Array.from({ length }, (_, i) => i);

/** Keys of a prompt's padding carry a segment that nobody has. */
const unseen = -3;

function promptFeeds({ rows, length, segments }: PackedBatch, prompts: Prompts): Tensors {
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

function atPlaces(data: Float32Array | Int32Array, places: Int32Array, count: number): Float32Array | Int32Array {
  const chosen = data instanceof Float32Array ? new Float32Array(count) : new Int32Array(count);
  places.forEach((at, place) => (chosen[place] = data[at]!));
  return chosen;
}

/** Rows `start` … `end` − 1, as views, with the prompts that they go on from. */
export function rowsOf<B extends PackedBatch>(batch: B, start: number, end: number): B {
  const cut = (value: unknown): unknown =>
    ArrayBuffer.isView(value) ? (value as Int32Array).subarray(start * batch.length, end * batch.length) : value;
  const parts = Object.fromEntries(Object.entries(batch).map(([name, value]) => [name, cut(value)])) as unknown as B;
  const prompts = batch.prompts && promptsOf(batch.prompts, start, end);
  return { ...parts, rows: end - start, ...(prompts && { prompts }) };
}

/** The prompts of some rows; one at least, as a graph has no tensors without elements. */
function promptsOf({ length, tokens, lengths, ofRow }: Prompts, start: number, end: number): Prompts {
  const rows = ofRow.subarray(start, end);
  const known = [...new Set(rows)].filter((prompt) => prompt >= 0);
  const kept = known.length > 0 ? known : [0];
  const kin = new Int32Array(kept.length * length);
  kept.forEach((prompt, i) => {
    kin.set(tokens.subarray(prompt * length, (prompt + 1) * length), i * length);
  });
  return {
    count: kept.length,
    length,
    tokens: kin,
    lengths: Int32Array.from(kept, (prompt) => lengths[prompt]!),
    ofRow: rows.map((prompt) => kept.indexOf(prompt)),
  };
}
