import type { Node } from "../graph/node.ts";
import { gradients } from "../graph/gradient.ts";
import * as ops from "../graph/ops.ts";
import { predictPacked, type PackedPrediction } from "./batch.ts";
import { weightNodes, type ParameterGroup } from "./layout.ts";
import { adaptedNodes } from "./lora.ts";
import type { Loss } from "./losses.ts";
import { clipFactor, globalNorm, slotNames, stackGradients, update } from "./optimizer.ts";
import { parameterShapes } from "./parameters.ts";
import type { ModelConfig, OptimizerConfig, TrainerOptions } from "./types.ts";

type Graph = Record<string, Node>;

/** What the graphs of a trainer are made for. */
export interface Setting {
  readonly model: ModelConfig;
  readonly optimizer: OptimizerConfig;
  readonly options: TrainerOptions;
  /** Of the weights that are trained. */
  readonly groups: readonly ParameterGroup[];
}

export interface Objective {
  readonly lossOf: (prediction: PackedPrediction) => Loss;
  readonly temperature: number;
}

export const weightsInput = (group: ParameterGroup): string => `weights.${group.name}`;
export const slotInput = (group: ParameterGroup, slot: string): string => `${slot}.${group.name}`;
export const gradientInput = (group: ParameterGroup): string => `gradient.${group.name}`;
/** An output that takes the place of the input of this name. */
export const primed = (name: string): string => `${name}'`;

const inputOf = (group: ParameterGroup, name: string): Node => ops.input(name, group.shape);

/** The loss and what is reported beside it, and the gradient of each group. */
function differentiate({ model, options, groups }: Setting, { lossOf, temperature }: Objective) {
  const trained = trainedNodes(groups);
  const weights = options.adapter ? adaptedNodes(frozenNodes(model), options.adapter, trained) : trained;
  const residuals: Node[] = [];
  const observe = options.recomputeActivations ? (x: Node): unknown => residuals.push(x) : undefined;
  const { loss, metrics } = lossOf(predictPacked(model, weights, 1 / temperature, observe));

  const names = groups.flatMap((group) => group.parameters.map(({ name }) => name));
  const all = gradients(loss, names.map(trained), residuals);
  const byName = new Map(names.map((name, i) => [name, all[i]!]));
  const stacked = groups.map((group) => stackGradients(group, (name) => byName.get(name)!));
  return { reported: { loss, ...metrics }, stacked };
}

/** The trained weights, from the inputs that hold them side by side. */
export function trainedNodes(groups: readonly ParameterGroup[]): (name: string) => Node {
  const inputs = new Map(groups.map((group) => [group, inputOf(group, weightsInput(group))]));
  return weightNodes(groups, (group) => inputs.get(group)!);
}

/** Weights that are not trained are inputs of their own names. */
function frozenNodes(model: ModelConfig): (name: string) => Node {
  const shapes = parameterShapes(model);
  return (name) => ops.input(name, shapes.get(name)!);
}

/** New weights and moments, and the gradients' norm before they are clipped. */
function updates({ optimizer, groups }: Setting, stacked: readonly Node[]): Graph {
  const gradNorm = globalNorm(stacked);
  const factor = clipFactor(gradNorm, optimizer.maxGradNorm);
  const outputs: Graph = { gradNorm };
  groups.forEach((group, i) => {
    const slots = slotNames[group.update].map((slot) => inputOf(group, slotInput(group, slot)));
    const weights = inputOf(group, weightsInput(group));
    const updated = update(group, optimizer, weights, ops.mul(stacked[i]!, factor), slots);
    outputs[primed(weightsInput(group))] = updated.weights;
    slotNames[group.update].forEach((slot, j) => (outputs[primed(slotInput(group, slot))] = updated.slots[j]!));
  });
  return outputs;
}

/** Loss, gradients and updates of all weights in one graph: outputs by name. */
export function stepGraph(setting: Setting, objective: Objective): Graph {
  const { reported, stacked } = differentiate(setting, objective);
  return { ...reported, ...updates(setting, stacked) };
}

/** Adds the gradient of a part of a batch to that of the parts before it, times `carried`: 0 for the first part, then 1. */
export function gradientGraph(setting: Setting, objective: Objective): Graph {
  const { reported, stacked } = differentiate(setting, objective);
  const carried = ops.input("carried", []);
  const outputs: Graph = { ...reported };
  setting.groups.forEach((group, i) => {
    const before = ops.mul(inputOf(group, gradientInput(group)), carried);
    outputs[primed(gradientInput(group))] = ops.add(before, stacked[i]!);
  });
  return outputs;
}

/** The update by gradients that were added up before. */
export const updateGraph = (setting: Setting): Graph =>
  updates(
    setting,
    setting.groups.map((group) => inputOf(group, gradientInput(group))),
  );
