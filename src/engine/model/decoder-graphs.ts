import type { Node } from "../graph/node.ts";
import * as ops from "../graph/ops.ts";
import { headSize, parameterShapes } from "./parameters.ts";
import {
  decoder,
  outputLayer,
  packedMask,
  selfAttention,
  splitHeads,
  type Attention,
  type WeightNodes,
} from "./qwen2.ts";
import type { TokenChoice } from "./token-choice.ts";
import type { ModelConfig } from "./types.ts";

type Graph = Record<string, Node>;

/** Every weight is an input of its own name. */
export function weightInputs(config: ModelConfig): WeightNodes {
  const shapes = parameterShapes(config);
  return (name) => ops.input(name, shapes.get(name)!);
}

/** Of the vocabulary, [..., vocabulary]. */
function probabilities(config: ModelConfig, weights: WeightNodes, hidden: Node): Node {
  return ops.softmax(ops.mul(outputLayer(config, weights, hidden), ops.input("inverseTemperature", [])));
}

/**
 * Prompts [prompts, length], padded at their ends with segment -1, to `key.i`, `value.i`
 * [prompts, key-value heads, 1, length, size] and what chooses tokens by the next one's probabilities
 * [prompts, vocabulary]. `last` [prompts] is the index of each prompt's last token among all prompts × length.
 */
export function prefillGraph(config: ModelConfig, choice: TokenChoice): Graph {
  const input = (name: string): Node => ops.input(name, ["prompts", "length"], "int32");
  const weights = weightInputs(config);
  const segments = input("segments");
  const attend = selfAttention(config, packedMask(segments, ops.input("columns", ["length"], "int32")));
  const caches: Graph = {};
  const attention: Attention = (query, key, value, i) => {
    caches[`key.${i}`] = splitHeads(key, config, false);
    caches[`value.${i}`] = splitHeads(value, config, false);
    return attend(query, key, value, i);
  };
  const last = ops.input("last", ["prompts"], "int32");
  const flat = (x: Node): Node => ops.reshape(x, ["prompts·length", config.hiddenSize]);
  const choose = (x: Node): Node => ops.gather(flat(x), last);
  const hidden = decoder(config, weights, input("tokens"), input("positions"), attention, { choose });
  return { ...caches, ...choice.outputs(probabilities(config, weights, hidden)) };
}

/**
 * One more token of each of `samples` completions of each prompt: `tokens`, `positions` [prompts, samples] to
 * what chooses tokens by the next one's probabilities [prompts, samples, vocabulary] and the token's own `key.i`,
 * `value.i` [prompts, samples, key-value heads · size]. Reads the prompts' caches as prefillGraph makes them and the completions'
 * own, [own, prompts, samples, key-value heads, size], with `promptMask` [prompts, 1, 1, 1, length] and `ownMask` [own]
 * added to their scores.
 */
export function decodeGraph(config: ModelConfig, choice: TokenChoice): Graph {
  const input = (name: string): Node => ops.input(name, ["prompts", "samples"], "int32");
  const weights = weightInputs(config);
  const caches: Graph = {};
  const attend = cachedAttention(config);
  const hidden = decoder(config, weights, input("tokens"), input("positions"), (query, key, value, i) => {
    caches[`key.${i}`] = key;
    caches[`value.${i}`] = value;
    return attend(query, key, value, i);
  });
  return { ...caches, ...choice.outputs(probabilities(config, weights, hidden)) };
}

/**
 * Attention over the prompt, the completion so far and the token itself: three softmaxes under one maximum, so that the
 * caches need not be joined.
 */
function cachedAttention(config: ModelConfig): Attention {
  const heads = config.numKeyValueHeads;
  const size = headSize(config);
  const scale = size ** -0.5;
  const promptMask = ops.input("promptMask", ["prompts", 1, 1, 1, "promptLength"]);
  const ownMask = ops.input("ownMask", ["own"]);
  // [prompts, heads, group, samples, …] -> [prompts, samples, heads, group, …]
  const bySample = (x: Node): Node => ops.transpose(x, [0, 3, 1, 2, 4]);
  const total = (x: Node): Node => ops.sum(x, [4]);

  return (query, key, value, i) => {
    const promptCache = (name: string): Node => ops.input(name, ["prompts", heads, 1, "promptLength", size]);
    const ownCache = (name: string): Node =>
      ops.transpose(ops.input(name, ["own", "prompts", "samples", heads, size]), [1, 2, 3, 0, 4]);
    const one = (x: Node): Node => ops.reshape(x, ["prompts", "samples", heads, 1, size]);
    const grouped = ["prompts", "samples", heads, config.numAttentionHeads / heads, size];
    const q = ops.mul(ops.reshape(query, grouped), scale);

    const score = (queries: Node, keys: Node): Node => ops.matmul(queries, keys, { transposeB: true });
    const byPrompt = ops.transpose(q, [0, 2, 3, 1, 4]);
    const promptScores = ops.add(score(byPrompt, promptCache(`promptKey.${i}`)), promptMask);
    const ownScores = ops.add(score(q, ownCache(`ownKey.${i}`)), ownMask);
    const selfScores = total(ops.mul(q, one(key)));
    const peaks = [bySample(ops.max(promptScores, [4])), ops.max(ownScores, [4]), selfScores];
    const peak = peaks.reduce((a, b) => ops.maximum(a, b));

    const prompt = ops.exp(ops.sub(promptScores, ops.transpose(peak, [0, 2, 3, 1, 4])));
    const own = ops.exp(ops.sub(ownScores, peak));
    const self = ops.exp(ops.sub(selfScores, peak));
    const mass = ops.add(ops.add(bySample(total(prompt)), total(own)), self);
    const fromPrompt = bySample(ops.matmul(prompt, promptCache(`promptValue.${i}`)));
    const fromOwn = ops.matmul(own, ownCache(`ownValue.${i}`));
    const mixed = ops.add(ops.add(fromPrompt, fromOwn), ops.mul(self, one(value)));
    return ops.reshape(ops.div(mixed, mass), ["prompts", "samples", config.hiddenSize]);
  };
}
