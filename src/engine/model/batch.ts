import type { Tensor, Tensors } from "../executors/executor.ts";
import type { Node } from "../graph/node.ts";
import * as ops from "../graph/ops.ts";
import { decoder, outputLayer, packedMask, selfAttention, type WeightNodes } from "./qwen2.ts";
import type { ModelConfig, PackedBatch, PolicyBatch } from "./types.ts";

const shape = ["rows", "length"] as const;

/** The log-probabilities a model gives to a packed batch, and what they were computed from. */
export interface PackedPrediction {
  /** log p of every token of the vocabulary, [rows, length, vocabulary]. */
  readonly distribution: Node;
  /** log p of each target, [rows, length]. */
  readonly target: Node;
}

export function predictPacked(config: ModelConfig, weights: WeightNodes): PackedPrediction {
  const input = (name: string): Node => ops.input(name, shape, "int32");
  const mask = packedMask(input("segments"), input("prefixes"), ops.input("columns", ["length"], "int32"));
  const attention = selfAttention(config, mask);
  const hidden = decoder(config, weights, input("tokens"), input("positions"), attention);
  const distribution = ops.logSoftmax(outputLayer(config, weights, hidden));
  const chosen = ops.mul(distribution, ops.oneHot(input("targets"), config.vocabularySize));
  return { distribution, target: ops.reshape(ops.sum(chosen, [2]), shape) };
}

/** A per-target input [rows, length]. */
export const targetInput = (name: keyof PolicyBatch): Node => ops.input(name, shape);

export function feedsOf(batch: PackedBatch | PolicyBatch): Tensors {
  const { rows, length, ...arrays } = batch;
  const tensors: Record<string, Tensor> = {
    columns: { shape: [length], data: Int32Array.from({ length }, (_, i) => i) },
  };
  for (const [name, data] of Object.entries(arrays)) {
    if (data.length !== rows * length) {
      throw new Error(`The batch's ${name} holds ${data.length} values instead of ${rows} × ${length}.`);
    }
    tensors[name] = { shape: [rows, length], data };
  }
  return tensors;
}
