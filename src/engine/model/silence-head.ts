import { headSize } from "./parameters.ts";
import type { ModelConfig, Weights } from "./types.ts";

/**
 * The weights with one attention head silenced: the columns of `o_proj` that read its output are 0, which gives what a
 * head that puts out 0 would. All other tensors are shared with the original.
 * @param layer from 0
 * @param head of the query heads, from 0
 */
export function silenceHead(config: ModelConfig, weights: Weights, layer: number, head: number): Weights {
  const name = `model.layers.${layer}.self_attn.o_proj.weight`;
  const { shape, data } = weights.get(name)!;
  const [rows, columns] = shape as readonly [number, number];
  const size = headSize(config);
  const silenced = data.slice();
  for (let row = 0; row < rows; row++) silenced.fill(0, row * columns + head * size, row * columns + (head + 1) * size);
  return new Map([...weights, [name, { shape, data: silenced }]]);
}
