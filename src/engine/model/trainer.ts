import type { Executor, Program, Tensor, Tensors } from "../executors/executor.ts";
import { feedsOf, trainedPlaces } from "./batch.ts";
import { DoubleBuffer, zeros, type Buffers } from "./double-buffer.ts";
import { gatherGroup, parameterGroups, views, type ParameterGroup } from "./layout.ts";
import { adapterShapes } from "./lora.ts";
import { policyLoss, supervisedLoss } from "./losses.ts";
import { createMergedWeights } from "./merged-weights.ts";
import { microBatches } from "./micro-batches.ts";
import { slotNames } from "./optimizer.ts";
import { parameterShapes } from "./parameters.ts";
import {
  gradientGraph,
  gradientInput,
  slotInput,
  stepGraph,
  updateGraph,
  weightsInput,
  type Objective,
  type Setting,
} from "./step-graphs.ts";
import type {
  LearningRates,
  ModelConfig,
  OptimizerConfig,
  OptimizerState,
  PackedBatch,
  PolicyLossConfig,
  Trainer,
  TrainerOptions,
  Weights,
} from "./types.ts";

interface Method extends Objective {
  readonly name: string;
  /** What the means that are reported of a part of a batch are to count. */
  readonly countOf: (batch: PackedBatch) => number;
}

/**
 * A step is one run of one graph; with gradient accumulation, one of a graph of the gradients for each part of the batch,
 * then one of a graph of the update. Weights, moments and gradients are read from one set of buffers and written to
 * another; both stay on the executor's device where it has memory of its own.
 */
export async function createTrainer(
  executor: Executor,
  model: ModelConfig,
  optimizer: OptimizerConfig,
  initial: Weights,
  optimizerState?: OptimizerState,
  policy?: PolicyLossConfig,
  options: TrainerOptions = {},
): Promise<Trainer> {
  const { adapter, gradientAccumulation: parts = 1 } = options;
  const shapes = adapter ? adapterShapes(model, adapter) : parameterShapes(model);
  const groups = parameterGroups(shapes, optimizer.name);
  const setting: Setting = { model, optimizer, options, groups };
  const state = new DoubleBuffer(stateBuffers(groups, adapter?.weights ?? initial, optimizerState));
  const sums = parts > 1 ? new DoubleBuffer(gradientBuffers(groups)) : undefined;
  const frozen: Tensors = adapter ? Object.fromEntries(initial) : {};
  const merged = adapter && (await createMergedWeights(executor, initial, adapter, groups));
  await merged?.update(state.current);
  const programs = new Map<string, Promise<Program>>();
  let step = optimizerState?.step ?? 0;

  const compiled = (name: string, graph: () => ReturnType<typeof stepGraph>): Promise<Program> => {
    const program = programs.get(name) ?? executor.compile(graph());
    programs.set(name, program);
    return program;
  };
  const hold = async (): Promise<void> =>
    executor.memory?.hold({ ...frozen, ...state.current, ...state.targets, ...sums?.current, ...sums?.targets });

  const wholeStep = async (method: Method, batch: PackedBatch, scalars: Tensors): Promise<Figures> => {
    const program = await compiled(method.name, () => stepGraph(setting, method));
    const feeds = { ...frozen, ...state.current, ...feedsOf(batch, trainedPlaces(batch)), ...scalars };
    return figures(await program.run(feeds, state.targets));
  };

  const accumulatedStep = async (
    method: Method,
    batch: PackedBatch,
    scalars: Tensors,
    gradients: DoubleBuffer,
  ): Promise<Figures> => {
    const program = await compiled(method.name, () => gradientGraph(setting, method));
    const reported: { count: number; figures: Figures }[] = [];
    for (const [i, part] of microBatches(batch, parts).entries()) {
      const fed = { ...feedsOf(part, trainedPlaces(part)), carried: scalar(Number(i > 0)) };
      const outputs = await program.run(
        { ...frozen, ...state.current, ...gradients.current, ...fed },
        gradients.targets,
      );
      gradients.swap();
      reported.push({ count: method.countOf(part), figures: figures(outputs) });
    }
    const update = await compiled("update", () => updateGraph(setting));
    const updated = await update.run({ ...state.current, ...gradients.current, ...scalars }, state.targets);
    return { ...together(reported), ...figures(updated) };
  };

  const take = async (method: Method, batch: PackedBatch, rates: LearningRates): Promise<(name: string) => number> => {
    await hold();
    const scalars = schedule(optimizer, rates, step + 1);
    const found = sums ? await accumulatedStep(method, batch, scalars, sums) : await wholeStep(method, batch, scalars);
    state.swap();
    step += 1;
    await merged?.update(state.current);
    return (name) => found[name]!;
  };

  const trainedViews = (): Weights =>
    new Map(groups.flatMap((group) => views(group, state.current[weightsInput(group)]!.data)));

  return {
    async supervisedStep(batch, rates) {
      const of = await take(supervised, batch, rates);
      return { loss: of("loss"), gradNorm: of("gradNorm"), entropy: of("entropy") };
    },
    async policyStep(batch, rates) {
      if (policy === undefined) throw new Error("This trainer was made without a policy loss.");
      const of = await take(policyMethod(policy), batch, rates);
      const result = { loss: of("loss"), gradNorm: of("gradNorm"), entropy: of("entropy") };
      return { ...result, clipRatio: of("clipRatio"), kl: of("kl") };
    },
    weights: () => merged?.weights ?? trainedViews(),
    adapter: () => adapter && { ...adapter, weights: trainedViews() },
    optimizerState: () => ({
      step,
      slots: new Map(
        groups.flatMap((group) =>
          slotNames[group.update].flatMap((slot) =>
            views(group, state.current[slotInput(group, slot)]!.data, `.${slot}`),
          ),
        ),
      ),
    }),
    async sync() {
      await executor.memory?.download(state.current);
      await merged?.sync();
    },
    async dispose() {
      await merged?.dispose();
      for (const program of programs.values()) await (await program).dispose();
      programs.clear();
    },
  };
}

const supervised: Method = {
  name: "supervised",
  lossOf: supervisedLoss,
  temperature: 1,
  countOf: ({ weights }) => weights.reduce((sum, weight) => sum + weight, 0),
};

const policyMethod = (policy: PolicyLossConfig): Method => ({
  name: "policy",
  lossOf: (prediction) => policyLoss(prediction, policy),
  temperature: policy.temperature,
  countOf: (batch) => trainedPlaces(batch).length,
});

function stateBuffers(groups: readonly ParameterGroup[], weights: Weights, state?: OptimizerState): Buffers {
  const buffers: Record<string, Buffers[string]> = {};
  for (const group of groups) {
    const { shape } = group;
    buffers[weightsInput(group)] = { shape, data: gatherGroup(group, weights) };
    for (const slot of slotNames[group.update])
      buffers[slotInput(group, slot)] = state
        ? { shape, data: gatherGroup(group, state.slots, `.${slot}`) }
        : zeros(shape);
  }
  return buffers;
}

const gradientBuffers = (groups: readonly ParameterGroup[]): Buffers =>
  Object.fromEntries(groups.map((group) => [gradientInput(group), zeros(group.shape)]));

const scalar = (value: number): Tensor => ({ shape: [], data: Float32Array.of(value) });

const schedule = (optimizer: OptimizerConfig, rates: LearningRates, step: number): Tensors => ({
  "rate.adamw": scalar(rates.adamw),
  "rate.muon": scalar(rates.muon),
  correction1: scalar(1 - optimizer.beta1 ** step),
  correction2: scalar(1 - optimizer.beta2 ** step),
});

/** What a graph reports, by name. */
type Figures = Readonly<Record<string, number>>;

const figures = (outputs: Tensors): Figures =>
  Object.fromEntries(
    Object.entries(outputs)
      .filter(([, { shape }]) => shape.length === 0)
      .map(([name, { data }]) => [name, data[0]!]),
  );

/** Of a batch, what is reported of its parts: the loss is their sum, all else a mean. */
function together(parts: readonly { readonly count: number; readonly figures: Figures }[]): Figures {
  const total = Math.max(
    parts.reduce((sum, { count }) => sum + count, 0),
    Number.MIN_VALUE,
  );
  const over = (name: string): number => {
    const all = parts.map((part) => (name === "loss" ? 1 : part.count / total) * part.figures[name]!);
    return all.reduce((a, b) => a + b);
  };
  return Object.fromEntries(Object.keys(parts[0]!.figures).map((name) => [name, over(name)]));
}
