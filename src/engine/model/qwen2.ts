import type { Node } from "../graph/node.ts";
import * as ops from "../graph/ops.ts";
import { headSize } from "./parameters.ts";
import type { ModelConfig } from "./types.ts";

export interface WeightNodes {
  /** Looks a weight up by its name in a transformers checkpoint. */
  (name: string): Node;
  /** What is added to the output of the linear layer of a name for its input, where it is adapted. */
  readonly adapter?: (layer: string, x: Node) => Node | undefined;
}

/** Attention of one layer: takes queries, keys and values [rows, length, heads · size], returns [rows, length, hidden]. */
export type Attention = (query: Node, key: Node, value: Node, layer: number) => Node;

export interface DecoderOptions {
  /** Is shown the residual stream [rows, length, hidden]: the embedding, then what each layer puts out. */
  readonly observe?: (residual: Node) => unknown;
  /**
   * Takes from values by token, [rows, length, …], those of the tokens that are predicted from: after its attention, the
   * last layer computes no other, and shows none.
   */
  readonly choose?: (x: Node) => Node;
}

/**
 * The decoder up to its last norm. `tokens` and `positions` are int32 [rows, length]; the result is
 * [rows, length, hidden], or as chosen. Keys and queries reach `attention` already rotated.
 */
export function decoder(
  config: ModelConfig,
  weights: WeightNodes,
  tokens: Node,
  positions: Node,
  attention: Attention,
  { observe, choose }: DecoderOptions = {},
): Node {
  const { numAttentionHeads, numKeyValueHeads } = config;
  const [cosine, sine] = rotaryAngles(config, positions);
  let x = ops.gather(weights("model.embed_tokens.weight"), tokens);
  observe?.(x);
  for (let i = 0; i < config.numHiddenLayers; i++) {
    const layer = `model.layers.${i}`;
    const normed = ops.rmsNorm(x, weights(`${layer}.input_layernorm.weight`), config.rmsNormEps);
    const project = (name: string): Node => {
      const projection = `${layer}.self_attn.${name}_proj`;
      return ops.add(linear(normed, weights, projection), weights(`${projection}.bias`));
    };
    const query = ops.rotary(project("q"), cosine, sine, numAttentionHeads);
    const key = ops.rotary(project("k"), cosine, sine, numKeyValueHeads);
    const mixed = attention(query, key, project("v"), i);
    const chosen = i + 1 === config.numHiddenLayers ? choose : undefined;
    const taken = chosen ?? ((value: Node): Node => value);
    x = ops.add(taken(x), linear(taken(mixed), weights, `${layer}.self_attn.o_proj`));
    const attended = ops.rmsNorm(x, weights(`${layer}.post_attention_layernorm.weight`), config.rmsNormEps);
    x = ops.add(x, feedForward(attended, weights, `${layer}.mlp`));
    if (chosen === undefined) observe?.(x);
  }
  return ops.rmsNorm(x, weights("model.norm.weight"), config.rmsNormEps);
}

/** Logits over the vocabulary, [..., vocabulary]. */
export function outputLayer(config: ModelConfig, weights: WeightNodes, hidden: Node): Node {
  return linear(hidden, weights, config.tieWordEmbeddings ? "model.embed_tokens" : "lm_head");
}

/**
 * Softmax attention over the row itself. `mask` [rows, 1, 1, length, length] is added to the scores. Queries of one
 * group share a key head, which broadcasts.
 */
export function selfAttention(config: ModelConfig, mask: Node): Attention {
  return (query, key, value) => {
    const q = splitHeads(query, config, true);
    const k = splitHeads(key, config, false);
    const v = splitHeads(value, config, false);
    const scores = ops.matmul(q, k, { transposeB: true, scale: headSize(config) ** -0.5 });
    return mergeHeads(ops.attend(ops.add(scores, mask), v), config);
  };
}

/** [rows, length, heads · size] -> [rows, key-value heads, queries a key head (or 1), length, size]. */
export function splitHeads(x: Node, config: ModelConfig, grouped: boolean): Node {
  const [rows, length] = x.shape;
  const group = grouped ? config.numAttentionHeads / config.numKeyValueHeads : 1;
  const split = ops.reshape(x, [rows!, length!, config.numKeyValueHeads, group, headSize(config)]);
  return ops.transpose(split, [0, 2, 3, 1, 4]);
}

/** The inverse of splitHeads for queries. */
function mergeHeads(x: Node, config: ModelConfig): Node {
  const merged = ops.transpose(x, [0, 3, 1, 2, 4]);
  return ops.reshape(merged, [merged.shape[0]!, merged.shape[1]!, config.hiddenSize]);
}

/** Added to the score of a key that may not be seen; finite, so that a padding row, which sees nothing, stays finite. */
const hidden = -1e9;

/**
 * The mask of a packed batch, [rows, 1, 1, length, length]: a query sees keys of its segment up to its own column; padding
 * sees padding, and nobody looks at it. `segments` [rows, length]; `columns` [length] = 0, 1, ….
 */
export const packedMask = (segments: Node, columns: Node): Node =>
  maskOf({ segments, columns }, { segments, columns }, sameSegment);

export interface Columns {
  /** [rows, n]. */
  readonly segments: Node;
  /** [n]. */
  readonly columns: Node;
}

/** Of a row: 0, 1, … */
export const columnsOf = (length: number): Int32Array => Int32Array.from({ length }, (_, i) => i);

export const sameSegment = (key: Node, query: Node): Node => ops.equal(key, query);

/** As packedMask, of keys that are not the queries' own; `isSeen` compares segments. */
export function maskOf(queries: Columns, keys: Columns, isSeen: (key: Node, query: Node) => Node): Node {
  const [rows, length] = queries.segments.shape;
  const [keyCount] = keys.columns.shape;
  const ofKey = ops.reshape(keys.segments, [rows!, 1, 1, 1, keyCount!]);
  const ofQuery = ops.reshape(queries.segments, [rows!, 1, 1, length!, 1]);
  const causal = ops.lessOrEqual(ops.reshape(keys.columns, [1, keyCount!]), ops.reshape(queries.columns, [length!, 1]));
  return ops.where(ops.and(isSeen(ofKey, ofQuery), causal), 0, hidden);
}

function linear(x: Node, weights: WeightNodes, layer: string): Node {
  const product = ops.matmul(x, weights(`${layer}.weight`), { transposeB: true });
  const added = weights.adapter?.(layer, x);
  return added === undefined ? product : ops.add(product, added);
}

function feedForward(x: Node, weights: WeightNodes, layer: string): Node {
  const gate = ops.silu(linear(x, weights, `${layer}.gate_proj`));
  const gated = ops.mul(gate, linear(x, weights, `${layer}.up_proj`));
  return linear(gated, weights, `${layer}.down_proj`);
}

/** Cosines and sines [rows, length, size / 2] of the rotary angles. */
function rotaryAngles(config: ModelConfig, positions: Node): readonly [Node, Node] {
  const half = headSize(config) / 2;
  const frequencies = Float32Array.from({ length: half }, (_, i) => config.ropeTheta ** (-i / half));
  const position = ops.reshape(ops.cast(positions, "float32"), [...positions.shape, 1]);
  const angles = ops.mul(position, ops.constant(frequencies, [half]));
  return [ops.cos(angles), ops.sin(angles)];
}
