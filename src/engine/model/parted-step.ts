import type { Executor, Tensor, Tensors } from "../executors/executor.ts";
import { feedsOf, trainedPlaces } from "./batch.ts";
import { DoubleBuffer, zeros, type Buffers } from "./double-buffer.ts";
import type { ParameterGroup } from "./layout.ts";
import { microBatches } from "./micro-batches.ts";
import { slotNames } from "./optimizer.ts";
import { figuresOf, overflowed, programs, scalar, type Figures, type Method, type Stepper } from "./stepper.ts";
import {
  gradientGraph,
  gradientInput,
  primed,
  slotInput,
  squaresGraph,
  updateGraph,
  weightsInput,
  type Setting,
} from "./step-graphs.ts";
import type { PackedBatch } from "./types.ts";

/** Of more parameters, a step in one graph takes more than twice the memory of one in parts. */
const mostInOneGraph = 2 ** 25;

/** Whether a step of so many trained parameters is made in parts. */
export const isParted = (parameters: number, gradientAccumulation = 1): boolean =>
  gradientAccumulation > 1 || parameters > mostInOneGraph;

/**
 * A step is a run of a graph of the gradients for each part of the batch, then one of a small graph for each weight, which
 * is all that needs memory beside weights, moments and gradients. Each weight is a group of its own.
 */
export function createPartedStepper(
  executor: Executor,
  setting: Setting,
  initial: Buffers,
  frozen: Tensors,
  parts: number,
): Stepper {
  const { groups, optimizer } = setting;
  const accumulates = parts > 1;
  const zeroGradients = Object.fromEntries(groups.map((group) => [gradientInput(group), zeros(group.shape)]));
  const gradients = new DoubleBuffer(zeroGradients, accumulates);
  const compiled = programs(executor, { isLean: true });
  const state: Record<string, Buffers[string]> = { ...initial };
  /** Where the next weight of a shape and its moments are written; then it has those of the weight before. */
  const spares = new Map<string, Tensor[]>();

  const differentiate = async (method: Method, batch: PackedBatch, scalars: Tensors): Promise<Figures> => {
    const graph = () => gradientGraph(setting, method, accumulates);
    const program = await compiled.get(method.name, graph);
    const reported: { count: number; figures: Figures }[] = [];
    for (const [i, part] of microBatches(batch, parts).entries()) {
      const fed = { ...scalars, ...feedsOf(part, trainedPlaces(part)), carried: scalar(Number(i > 0)) };
      const outputs = await program.run({ ...frozen, ...state, ...gradients.current, ...fed }, gradients.targets);
      gradients.swap();
      reported.push({ count: method.countOf(part), figures: figuresOf(outputs) });
    }
    return together(reported);
  };

  const norm = async (): Promise<number> => {
    const program = await compiled.get("squares", squaresGraph);
    let sum = 0;
    for (const group of groups) {
      for (const values of chunks(gradients.current[gradientInput(group)]!)) {
        const outputs = await program.run({ values });
        sum += outputs["sum"]!.data[0]!;
      }
    }
    return Math.sqrt(sum);
  };

  const update = async (group: ParameterGroup, scalars: Tensors): Promise<void> => {
    const isMuon = group.update === "muon";
    const split = (tensor: Tensor): readonly Tensor[] => (isMuon ? [tensor] : chunks(tensor));
    const shape = group.shape.join("x");
    const kind = `${group.update}.${isMuon ? shape : ""}.${String(group.decayed)}`;
    const program = await compiled.get(`update.${kind}`, () => updateGraph(setting, group));
    const slots = slotNames[group.update];
    const names = ["weights", ...slots];
    const places = [weightsInput(group), ...slots.map((slot) => slotInput(group, slot))];
    const own = places.map((place) => state[place]!);
    const spare = spares.get(`${kind}.${shape}`) ?? places.map(() => zeros(group.shape));
    await executor.memory?.hold(named(names, spare));
    for (const [i, gradient] of split(gradients.current[gradientInput(group)]!).entries()) {
      const chunk = (tensor: Tensor): Tensor => split(tensor)[i]!;
      const fed = { ...named(names, own.map(chunk)), gradient, ...scalars };
      await program.run(fed, named(names.map(primed), spare.map(chunk)));
    }
    places.forEach((place, i) => (state[place] = spare[i] as Buffers[string]));
    spares.set(`${kind}.${shape}`, own);
  };

  return {
    state: () => state,
    async step(method, batch, scalars) {
      await executor.memory?.hold({ ...frozen, ...state, ...gradients.current, ...gradients.targets });
      const reported = await differentiate(method, batch, scalars);
      const gradNorm = await norm();
      if (overflowed(setting, { gradNorm })) return { ...reported, gradNorm };
      const factor = scalar(Math.min(1, optimizer.maxGradNorm / (gradNorm + 1e-6)));
      for (const group of groups) await update(group, { ...scalars, factor });
      return { ...reported, gradNorm };
    },
    dispose: () => compiled.dispose(),
  };
}

/** Values that are updated at once. */
export const chunkSize = 2 ** 22;

/** A tensor's values in parts of a size that takes little memory to work on, as views [n]. */
const chunks = ({ data }: Tensor): Tensor[] =>
  Array.from({ length: Math.ceil(data.length / chunkSize) }, (_, i) => {
    const part = data.subarray(i * chunkSize, (i + 1) * chunkSize);
    return { shape: [part.length], data: part };
  });

const named = (names: readonly string[], tensors: readonly Tensor[]): Tensors =>
  Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));

/** Of a batch, what is reported of its parts: the loss is their sum, all else a mean. */
function together(parts: readonly { readonly count: number; readonly figures: Figures }[]): Figures {
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  const over = (name: string): number =>
    parts.reduce((sum, { count, figures }) => {
      const share = name === "loss" ? 1 : total === 0 ? 0 : count / total;
      return sum + share * figures[name]!;
    }, 0);
  return Object.fromEntries(Object.keys(parts[0]!.figures).map((name) => [name, over(name)]));
}
