import type { LoraSpec } from "../../core/curriculum/schema.ts";
import { loraTargets } from "../../core/curriculum/schema/runs.ts";
import { createRandom } from "../../core/random.ts";
import type { Node } from "../graph/node.ts";
import * as ops from "../graph/ops.ts";
import { elements, parameterShapes } from "./parameters.ts";
import type { WeightNodes } from "./qwen2.ts";
import type { Adapter, ModelConfig, Weights, WeightTensor } from "./types.ts";

const nameOfA = (layer: string): string => `${layer}.lora_A.weight`;
const nameOfB = (layer: string): string => `${layer}.lora_B.weight`;

/** The adapted layers, `model.layers.0.self_attn.q_proj` and so on, with the shapes [out, in] of their weights. */
function adaptedLayers(config: ModelConfig, targets: readonly string[]): Map<string, readonly [number, number]> {
  const layers = new Map<string, readonly [number, number]>();
  for (const [name, shape] of parameterShapes(config)) {
    const layer = name.replace(/\.weight$/, "");
    if (targets.some((target) => layer.endsWith(`.${target}`)) && shape.length === 2)
      layers.set(layer, shape as readonly [number, number]);
  }
  return layers;
}

/** Shapes of the matrices A [rank, in] and B [out, rank] of all adapted layers, by name. */
export function adapterShapes(
  config: ModelConfig,
  { rank, targets = loraTargets }: { readonly rank: number; readonly targets?: readonly string[] | undefined },
): ReadonlyMap<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  for (const [layer, [out, into]] of adaptedLayers(config, targets)) {
    shapes.set(nameOfA(layer), [rank, into]);
    shapes.set(nameOfB(layer), [out, rank]);
  }
  return shapes;
}

/** PEFT's initialization: A uniform within 1 / √in (Kaiming with a = √5), B zeros, so that the model begins as it is. */
export function initialAdapter(config: ModelConfig, lora: LoraSpec, seed: number): Adapter {
  const weights = new Map<string, WeightTensor>();
  for (const [name, shape] of adapterShapes(config, lora)) {
    const data = new Float32Array(elements(shape));
    if (name.endsWith(nameOfA(""))) {
      const bound = shape[1]! ** -0.5;
      const random = createRandom(seed, "adapter", name);
      data.forEach((_, i) => (data[i] = bound * (2 * random.float() - 1)));
    }
    weights.set(name, { shape, data });
  }
  return { ...lora, targets: lora.targets ?? loraTargets, weights };
}

const scaleOf = ({ rank, alpha }: Adapter): number => alpha / rank;

/** A model's weights with what an adapter adds to its layers: alpha / rank · (x·Aᵀ)·Bᵀ. */
export function adaptedNodes(
  base: (name: string) => Node,
  adapter: Adapter,
  matrix: (name: string) => Node,
): WeightNodes {
  const added = (layer: string, x: Node): Node | undefined => {
    if (!adapter.weights.has(nameOfA(layer))) return undefined;
    const inner = ops.matmul(x, matrix(nameOfA(layer)), { transposeB: true });
    return ops.matmul(inner, matrix(nameOfB(layer)), { transposeB: true, scale: scaleOf(adapter) });
  };
  return Object.assign((name: string) => base(name), { adapter: added });
}

/** The weights of the adapted layers with the adapter in them, W + alpha / rank · B·A: outputs by name. */
export function mergeGraph(
  base: Weights,
  adapter: Adapter,
  matrix: (name: string) => Node,
): Readonly<Record<string, Node>> {
  const outputs: Record<string, Node> = {};
  for (const [name, { shape }] of base) {
    const layer = name.replace(/\.weight$/, "");
    if (!adapter.weights.has(nameOfA(layer))) continue;
    const added = ops.matmul(matrix(nameOfB(layer)), matrix(nameOfA(layer)), { scale: scaleOf(adapter) });
    outputs[name] = ops.add(ops.input(name, shape), added);
  }
  return outputs;
}
