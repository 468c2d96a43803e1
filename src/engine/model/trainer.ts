import type { Executor, Tensors } from "../executors/executor.ts";
import { trainedPlaces } from "./batch.ts";
import { zeros, type Buffers } from "./double-buffer.ts";
import { gatherGroup, parameterGroups, views, type ParameterGroup } from "./layout.ts";
import { adapterShapes } from "./lora.ts";
import { LossScale, lossScaleSlot } from "./loss-scale.ts";
import { policyLoss, supervisedLoss } from "./losses.ts";
import { createMergedWeights } from "./merged-weights.ts";
import { slotNames } from "./optimizer.ts";
import { elements, parameterShapes } from "./parameters.ts";
import { createPartedStepper, isParted } from "./parted-step.ts";
import { slotInput, weightsInput, type Setting } from "./step-graphs.ts";
import { overflowed, scalar, type Method } from "./stepper.ts";
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
import { createWholeStepper } from "./whole-step.ts";

/** Weights and moments stay on the executor's device where it has memory of its own. */
export async function createTrainer(
  executor: Executor,
  model: ModelConfig,
  optimizer: OptimizerConfig,
  initial: Weights,
  optimizerState?: OptimizerState,
  policy?: PolicyLossConfig,
  options: TrainerOptions = {},
): Promise<Trainer> {
  const { adapter, gradientAccumulation = 1 } = options;
  const shapes = adapter ? adapterShapes(model, adapter) : parameterShapes(model);
  const parameters = [...shapes.values()].reduce((sum, shape) => sum + elements(shape), 0);
  const parted = isParted(parameters, gradientAccumulation);
  const groups = parameterGroups(shapes, optimizer.name, parted);
  const setting: Setting = { model, optimizer, options, groups };
  const buffers = stateBuffers(groups, adapter?.weights ?? initial, optimizerState);
  const frozen: Tensors = adapter ? Object.fromEntries(initial) : {};
  const stepper = parted
    ? createPartedStepper(executor, setting, buffers, frozen, gradientAccumulation)
    : createWholeStepper(executor, setting, buffers, frozen);
  const merged = adapter && (await createMergedWeights(executor, initial, adapter, groups));
  await merged?.update(stepper.state());
  const scale = options.precision === "fp16" ? new LossScale(optimizerState?.slots.get(lossScaleSlot)) : undefined;
  let step = optimizerState?.step ?? 0;

  const take = async (
    kind: MethodKind,
    batch: PackedBatch,
    rates: LearningRates,
  ): Promise<(name: string) => number> => {
    const method = methodFor(kind, batch);
    const scalars = { ...schedule(optimizer, rates, step + 1), ...(scale && { lossScale: scalar(scale.value) }) };
    const figures = await stepper.step(method, batch, scalars);
    const isTaken = !overflowed(setting, figures);
    scale?.update(isTaken);
    if (!isTaken) return (name) => (name === "gradNorm" ? 0 : figures[name]!);
    step += 1;
    await merged?.update(stepper.state());
    return (name) => figures[name]!;
  };
  const trainedViews = (): Weights =>
    new Map(groups.flatMap((group) => views(group, stepper.state()[weightsInput(group)]!.data)));

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
      slots: new Map([
        ...groups.flatMap((group) =>
          slotNames[group.update].flatMap((slot) =>
            views(group, stepper.state()[slotInput(group, slot)]!.data, `.${slot}`),
          ),
        ),
        ...(scale ? [[lossScaleSlot, scale.state] as const] : []),
      ]),
    }),
    async sync() {
      await executor.memory?.download(stepper.state());
      await merged?.sync();
    },
    async dispose() {
      await merged?.dispose();
      await stepper.dispose();
    },
  };
}

/** A method on batches of either kind. */
type MethodKind = Omit<Method, "hasPrompts">;

function methodFor(kind: MethodKind, { prompts }: PackedBatch): Method {
  return prompts === undefined
    ? { ...kind, hasPrompts: false }
    : { ...kind, hasPrompts: true, name: `${kind.name} after prompts` };
}

const supervised: MethodKind = {
  name: "supervised",
  lossOf: supervisedLoss,
  temperature: 1,
  countOf: ({ weights }) => weights.reduce((sum, weight) => sum + weight, 0),
};

const policyMethod = (policy: PolicyLossConfig): MethodKind => ({
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

const schedule = (optimizer: OptimizerConfig, rates: LearningRates, step: number): Tensors => ({
  "rate.adamw": scalar(rates.adamw),
  "rate.muon": scalar(rates.muon),
  correction1: scalar(1 - optimizer.beta1 ** step),
  correction2: scalar(1 - optimizer.beta2 ** step),
});
