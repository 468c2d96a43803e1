import type { Executor, Program, Tensor, Tensors } from "../executors/executor.ts";
import { gradients } from "../graph/gradient.ts";
import type { Node } from "../graph/node.ts";
import * as ops from "../graph/ops.ts";
import { feedsOf, predictPacked, trainedPlaces, type PackedPrediction } from "./batch.ts";
import { gatherGroup, parameterGroups, views, weightNodes, type ParameterGroup } from "./layout.ts";
import { policyLoss, supervisedLoss, type Loss } from "./losses.ts";
import { clipFactor, globalNorm, slotNames, stackGradients, update } from "./optimizer.ts";
import { elements } from "./parameters.ts";
import type {
  LearningRates,
  ModelConfig,
  OptimizerConfig,
  OptimizerState,
  PackedBatch,
  PolicyLossConfig,
  Trainer,
  Weights,
} from "./types.ts";

/** Buffers of weights and moments by the names of the step graph's inputs; its outputs have the same names, primed. */
type Buffers = Record<string, Tensor & { readonly data: Float32Array }>;

const weightsInput = (group: ParameterGroup): string => `weights.${group.name}`;
const slotInput = (group: ParameterGroup, slot: string): string => `${slot}.${group.name}`;
const primed = (name: string): string => `${name}'`;

/** Loss, gradients and updates of all weights: outputs by name. */
function stepGraph(
  model: ModelConfig,
  optimizer: OptimizerConfig,
  groups: readonly ParameterGroup[],
  lossOf: (prediction: PackedPrediction) => Loss,
  temperature: number,
): Record<string, Node> {
  const inputs = new Map(groups.map((group) => [group, ops.input(weightsInput(group), group.shape)]));
  const weights = weightNodes(groups, (group) => inputs.get(group)!);
  const { loss, metrics } = lossOf(predictPacked(model, weights, 1 / temperature));

  const names = groups.flatMap((group) => group.parameters.map(({ name }) => name));
  const all = gradients(loss, names.map(weights));
  const byName = new Map(names.map((name, i) => [name, all[i]!]));
  const stacked = groups.map((group) => stackGradients(group, (name) => byName.get(name)!));
  const gradNorm = globalNorm(stacked);
  const factor = clipFactor(gradNorm, optimizer.maxGradNorm);

  const outputs: Record<string, Node> = { loss, gradNorm, ...metrics };
  groups.forEach((group, i) => {
    const slots = slotNames[group.update].map((slot) => ops.input(slotInput(group, slot), group.shape));
    const updated = update(group, optimizer, inputs.get(group)!, ops.mul(stacked[i]!, factor), slots);
    outputs[primed(weightsInput(group))] = updated.weights;
    slotNames[group.update].forEach((slot, j) => (outputs[primed(slotInput(group, slot))] = updated.slots[j]!));
  });
  return outputs;
}

/**
 * Each step is one run of one graph, which reads one set of buffers and writes the other; both stay on the executor's
 * device where it has memory of its own.
 */
export function createTrainer(
  executor: Executor,
  model: ModelConfig,
  optimizer: OptimizerConfig,
  initial: Weights,
  state?: OptimizerState,
  policy?: PolicyLossConfig,
): Trainer {
  const groups = parameterGroups(model, optimizer.name);
  const programs = new Map<string, Promise<Program>>();
  let step = state?.step ?? 0;
  let current = initialBuffers(groups, initial, state);
  let next: Buffers = Object.fromEntries(
    Object.entries(current).map(([name, { shape, data }]) => [name, { shape, data: new Float32Array(data.length) }]),
  );

  const compiled = (
    kind: string,
    lossOf: (prediction: PackedPrediction) => Loss,
    temperature = 1,
  ): Promise<Program> => {
    const program = programs.get(kind) ?? executor.compile(stepGraph(model, optimizer, groups, lossOf, temperature));
    programs.set(kind, program);
    return program;
  };

  const run = async (program: Program, batch: PackedBatch, rates: LearningRates): Promise<Tensors> => {
    const feeds = { ...current, ...feedsOf(batch, trainedPlaces(batch)), ...schedule(optimizer, rates, step + 1) };
    await executor.memory?.hold({ ...current, ...next });
    const into = Object.fromEntries(Object.entries(next).map(([name, tensor]) => [primed(name), tensor]));
    const outputs = await program.run(feeds, into);
    [current, next] = [next, current];
    step += 1;
    return outputs;
  };

  return {
    async supervisedStep(batch, rates) {
      const outputs = await run(await compiled("supervised", supervisedLoss), batch, rates);
      return { loss: value(outputs, "loss"), gradNorm: value(outputs, "gradNorm"), entropy: value(outputs, "entropy") };
    },
    async policyStep(batch, rates) {
      if (policy === undefined) throw new Error("This trainer was made without a policy loss.");
      const program = await compiled("policy", (prediction) => policyLoss(prediction, policy), policy.temperature);
      const outputs = await run(program, batch, rates);
      return {
        loss: value(outputs, "loss"),
        gradNorm: value(outputs, "gradNorm"),
        entropy: value(outputs, "entropy"),
        clipRatio: value(outputs, "clipRatio"),
        kl: value(outputs, "kl"),
      };
    },
    weights: () => new Map(groups.flatMap((group) => views(group, current[weightsInput(group)]!.data))),
    optimizerState: () => ({
      step,
      slots: new Map(
        groups.flatMap((group) =>
          slotNames[group.update].flatMap((slot) => views(group, current[slotInput(group, slot)]!.data, `.${slot}`)),
        ),
      ),
    }),
    sync: () => executor.memory?.download(current) ?? Promise.resolve(),
    async dispose() {
      for (const program of programs.values()) await (await program).dispose();
      programs.clear();
    },
  };
}

function initialBuffers(groups: readonly ParameterGroup[], weights: Weights, state?: OptimizerState): Buffers {
  const buffers: Buffers = {};
  for (const group of groups) {
    const { shape } = group;
    buffers[weightsInput(group)] = { shape, data: gatherGroup(group, weights) };
    for (const slot of slotNames[group.update]) {
      const data = state ? gatherGroup(group, state.slots, `.${slot}`) : new Float32Array(elements(shape));
      buffers[slotInput(group, slot)] = { shape, data };
    }
  }
  return buffers;
}

function schedule(optimizer: OptimizerConfig, rates: LearningRates, step: number): Tensors {
  const scalar = (value: number): Tensor => ({ shape: [], data: Float32Array.of(value) });
  return {
    "rate.adamw": scalar(rates.adamw),
    "rate.muon": scalar(rates.muon),
    correction1: scalar(1 - optimizer.beta1 ** step),
    correction2: scalar(1 - optimizer.beta2 ** step),
  };
}

const value = (outputs: Tensors, name: string): number => outputs[name]!.data[0]!;
