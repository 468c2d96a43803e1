import type { Node } from "../graph/node.ts";
import { gradients } from "../graph/gradient.ts";
import { inHalf } from "../graph/mixed-precision.ts";
import * as ops from "../graph/ops.ts";
import { predictPacked, type PackedPrediction } from "./prediction.ts";
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
  /** Whether the batches have prompts. */
  readonly hasPrompts: boolean;
}

export const weightsInput = (group: ParameterGroup): string => `weights.${group.name}`;
export const slotInput = (group: ParameterGroup, slot: string): string => `${slot}.${group.name}`;
export const gradientInput = (group: ParameterGroup): string => `gradient.${group.name}`;
/** An output that takes the place of the input of this name. */
export const primed = (name: string): string => `${name}'`;

const inputOf = (group: ParameterGroup, name: string): Node => ops.input(name, group.shape);

/** The loss and what is reported beside it, and the gradient of each group. */
function differentiate({ model, options, groups }: Setting, objective: Objective): Differentiated {
  const { lossOf, temperature, hasPrompts } = objective;
  const trained = trainedNodes(groups);
  const weights = options.adapter ? adaptedNodes(frozenNodes(model), options.adapter, trained) : trained;
  const residuals: Node[] = [];
  const observe = options.recomputeActivations ? (x: Node): unknown => residuals.push(x) : undefined;
  const inverseTemperature = 1 / temperature;
  const prediction = predictPacked(model, weights, { inverseTemperature, hasPrompts, ...(observe && { observe }) });
  const { loss, metrics } = lossOf(prediction);

  const names = groups.flatMap((group) => group.parameters.map(({ name }) => name));
  const all = gradients(scaled(loss, options), names.map(trained), residuals);
  const byName = new Map(names.map((name, i) => [name, all[i]!]));
  const gradientOf = (name: string): Node => byName.get(name)!;
  const stacked = groups.map((group) =>
    group.parameters.length === 1
      ? ops.reshape(gradientOf(group.parameters[0]!.name), group.shape)
      : stackGradients(group, gradientOf),
  );
  return inPrecision({ reported: { loss, ...metrics }, stacked }, options);
}

interface Differentiated {
  readonly reported: Graph;
  readonly stacked: readonly Node[];
}

/** Times the factor that keeps fp16 gradients above their smallest numbers; its gradients are divided by it again. */
const scaled = (loss: Node, { precision }: TrainerOptions): Node =>
  precision === "fp16" ? ops.mul(loss, lossScale()) : loss;
const lossScale = (): Node => ops.input("lossScale", []);

function inPrecision(single: Differentiated, { precision = "fp32" }: TrainerOptions): Differentiated {
  if (precision === "fp32") return single;
  const names = Object.keys(single.reported);
  const nodes = [...Object.values(single.reported), ...single.stacked];
  const half = inHalf(nodes, precision === "fp16" ? "float16" : "bfloat16");
  const stacked = half.slice(names.length);
  return {
    reported: Object.fromEntries(names.map((name, i) => [name, half[i]!])),
    stacked: precision === "fp16" ? stacked.map((gradient) => ops.div(gradient, lossScale())) : stacked,
  };
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

/** Loss, gradients and updates of all weights in one graph: outputs by name. */
export function stepGraph(setting: Setting, objective: Objective): Graph {
  const { optimizer, groups } = setting;
  const { reported, stacked } = differentiate(setting, objective);
  const gradNorm = globalNorm(stacked);
  const factor = clipFactor(gradNorm, optimizer.maxGradNorm);
  const outputs: Graph = { ...reported, gradNorm };
  groups.forEach((group, i) => {
    const slots = slotNames[group.update].map((slot) => inputOf(group, slotInput(group, slot)));
    const weights = inputOf(group, weightsInput(group));
    const updated = update(group, optimizer, weights, ops.mul(stacked[i]!, factor), slots);
    outputs[primed(weightsInput(group))] = updated.weights;
    slotNames[group.update].forEach((slot, j) => (outputs[primed(slotInput(group, slot))] = updated.slots[j]!));
  });
  return outputs;
}

/**
 * The gradient of a batch; where `accumulates`, added to that of the parts of it before, times `carried`: 0 for the first
 * part, then 1.
 */
export function gradientGraph(setting: Setting, objective: Objective, accumulates: boolean): Graph {
  const { reported, stacked } = differentiate(setting, objective);
  const carried = ops.input("carried", []);
  const outputs: Graph = { ...reported };
  setting.groups.forEach((group, i) => {
    const sum = inputOf(group, gradientInput(group));
    // A sum that overflowed is not a number times 0.
    const before =
      setting.options.precision === "fp16"
        ? ops.where(ops.less(ops.scalar(0), carried), sum, 0)
        : ops.mul(sum, carried);
    outputs[primed(gradientInput(group))] = accumulates ? ops.add(before, stacked[i]!) : stacked[i]!;
  });
  return outputs;
}

/** The sum of the squares of as many values as there are. */
export const squaresGraph = (): Graph => ({ sum: ops.sumAll(ops.square(ops.input("values", ["n"]))) });

/** The update of any group that is treated as this one, from a gradient that is multiplied by `factor`. */
export function updateGraph({ optimizer }: Setting, group: ParameterGroup): Graph {
  const shape = group.update === "muon" ? group.shape : ["n"];
  const input = (name: string): Node => ops.input(name, shape);
  const slots = slotNames[group.update];
  const gradient = ops.mul(input("gradient"), ops.input("factor", []));
  const updated = update(group, optimizer, input("weights"), gradient, slots.map(input));
  const outputs: Graph = { [primed("weights")]: updated.weights };
  slots.forEach((slot, i) => (outputs[primed(slot)] = updated.slots[i]!));
  return outputs;
}
