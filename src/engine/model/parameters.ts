import { createRandom, type Random } from "../../core/random.ts";
import type { ModelConfig, Weights, WeightTensor } from "./types.ts";

export const headSize = (config: ModelConfig): number => config.hiddenSize / config.numAttentionHeads;

/** Shapes of all weights by their names in a transformers Qwen2 checkpoint; linear layers are [out, in]. */
export function parameterShapes(config: ModelConfig): ReadonlyMap<string, readonly number[]> {
  const { hiddenSize, intermediateSize, vocabularySize } = config;
  const keyValueSize = headSize(config) * config.numKeyValueHeads;
  const shapes = new Map<string, readonly number[]>([["model.embed_tokens.weight", [vocabularySize, hiddenSize]]]);
  for (let i = 0; i < config.numHiddenLayers; i++) {
    const layer = `model.layers.${i}`;
    shapes.set(`${layer}.input_layernorm.weight`, [hiddenSize]);
    for (const [name, out] of [
      ["q", hiddenSize],
      ["k", keyValueSize],
      ["v", keyValueSize],
    ] as const) {
      shapes.set(`${layer}.self_attn.${name}_proj.weight`, [out, hiddenSize]);
      shapes.set(`${layer}.self_attn.${name}_proj.bias`, [out]);
    }
    shapes.set(`${layer}.self_attn.o_proj.weight`, [hiddenSize, hiddenSize]);
    shapes.set(`${layer}.post_attention_layernorm.weight`, [hiddenSize]);
    shapes.set(`${layer}.mlp.gate_proj.weight`, [intermediateSize, hiddenSize]);
    shapes.set(`${layer}.mlp.up_proj.weight`, [intermediateSize, hiddenSize]);
    shapes.set(`${layer}.mlp.down_proj.weight`, [hiddenSize, intermediateSize]);
  }
  shapes.set("model.norm.weight", [hiddenSize]);
  if (!config.tieWordEmbeddings) shapes.set("lm_head.weight", [vocabularySize, hiddenSize]);
  return shapes;
}

/** A matrix inside a decoder layer: what Muon is for. */
export const isHiddenMatrix = (name: string, shape: readonly number[]): boolean =>
  shape.length === 2 && name.startsWith("model.layers.");

export const elements = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Transformers' initialization: matrices and embeddings normal with deviation 0.02, biases 0, norms 1. */
export function initialWeights(config: ModelConfig, seed: number): Weights {
  const weights = new Map<string, WeightTensor>();
  for (const [name, shape] of parameterShapes(config)) {
    const data = new Float32Array(elements(shape));
    if (shape.length === 2) fillNormal(data, 0.02, createRandom(seed, "weights", name));
    else if (name.endsWith("norm.weight")) data.fill(1);
    weights.set(name, { shape, data });
  }
  return weights;
}

/** By Marsaglia's polar method. */
function fillNormal(data: Float32Array, deviation: number, random: Random): void {
  for (let i = 0; i < data.length;) {
    const x = 2 * random.float() - 1;
    const y = 2 * random.float() - 1;
    const square = x * x + y * y;
    if (square >= 1 || square === 0) continue;
    const factor = deviation * Math.sqrt((-2 * Math.log(square)) / square);
    data[i++] = x * factor;
    if (i < data.length) data[i++] = y * factor;
  }
}

export function countParameters(config: ModelConfig): number {
  return [...parameterShapes(config).values()].reduce((total, shape) => total + elements(shape), 0);
}
