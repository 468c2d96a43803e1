import type { Node } from "../graph/node.ts";
import * as ops from "../graph/ops.ts";
import { elements, isHiddenMatrix } from "./parameters.ts";
import type { OptimizerConfig, Weights, WeightTensor } from "./types.ts";

/** Weights that the optimizer treats alike, side by side in one buffer; or a single one. */
export interface ParameterGroup {
  readonly name: string;
  readonly update: OptimizerConfig["name"];
  readonly decayed: boolean;
  /** [n] for AdamW, [matrices, rows, columns] for Muon. */
  readonly shape: readonly number[];
  readonly parameters: readonly { readonly name: string; readonly shape: readonly number[]; readonly offset: number }[];
}

/**
 * Weight decay spares norms and biases, as in transformers. Muon takes the matrices of equal shape together.
 * @param apart each weight is a group of its own
 */
export function parameterGroups(
  shapes: ReadonlyMap<string, readonly number[]>,
  optimizer: OptimizerConfig["name"],
  apart = false,
): ParameterGroup[] {
  const members = new Map<string, { readonly kind: string; readonly entries: [string, readonly number[]][] }>();
  for (const [name, shape] of shapes) {
    const muon = optimizer === "muon" && isHiddenMatrix(name, shape);
    const kind = muon ? `muon.${shape.join("x")}` : shape.length > 1 ? "adamw.matrices" : "adamw.vectors";
    const group = apart ? name : kind;
    members.set(group, { kind, entries: [...(members.get(group)?.entries ?? []), [name, shape]] });
  }
  return [...members].map(([name, { kind, entries }]) => {
    let offset = 0;
    const parameters = entries.map(([parameter, shape]) => {
      offset += elements(shape);
      return { name: parameter, shape, offset: offset - elements(shape) };
    });
    const muon = kind.startsWith("muon.");
    return {
      name,
      update: muon ? "muon" : "adamw",
      decayed: kind !== "adamw.vectors",
      shape: muon ? [entries.length, ...entries[0]![1]] : [offset],
      parameters,
    };
  });
}

/** The single weights as slices of their groups' inputs, by name. */
export function weightNodes(
  groups: readonly ParameterGroup[],
  inputOf: (group: ParameterGroup) => Node,
): (name: string) => Node {
  const nodes = new Map<string, Node>();
  for (const group of groups) {
    const flat = ops.reshape(inputOf(group), [elements(group.shape)]);
    for (const { name, shape, offset } of group.parameters) {
      const own = group.parameters.length === 1 ? flat : ops.slice(flat, 0, offset, offset + elements(shape));
      nodes.set(name, ops.reshape(own, shape));
    }
  }
  return (name) => {
    const node = nodes.get(name);
    if (node === undefined) throw new Error(`The model has no weight ${name}.`);
    return node;
  };
}

/** Views of the single weights (or their moments, with `suffix`) in a group's buffer. */
export function views(group: ParameterGroup, data: Float32Array, suffix = ""): [string, WeightTensor][] {
  return group.parameters.map(({ name, shape, offset }) => [
    `${name}${suffix}`,
    { shape, data: data.subarray(offset, offset + elements(shape)) },
  ]);
}

/** A group's buffer filled from single tensors. */
export function gatherGroup(group: ParameterGroup, tensors: Weights, suffix = ""): Float32Array {
  const data = new Float32Array(elements(group.shape));
  for (const { name, shape, offset } of group.parameters) {
    const tensor = tensors.get(`${name}${suffix}`);
    if (tensor?.data.length !== elements(shape)) {
      throw new Error(`The weight ${name}${suffix} is missing or does not have the shape [${shape.join(", ")}].`);
    }
    data.set(tensor.data, offset);
  }
  return data;
}
