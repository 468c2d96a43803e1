import type { Executor, Tensor, Tensors } from "../executors/executor.ts";
import { feedsOf, trainedPlaces } from "./batch.ts";
import { DoubleBuffer, zeros, type Buffers } from "./double-buffer.ts";
import type { ParameterGroup } from "./layout.ts";
import { microBatches } from "./micro-batches.ts";
import { slotNames } from "./optimizer.ts";
import { figuresOf, programs, scalar, type Figures, type Method, type Stepper } from "./stepper.ts";
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
  const compiled = programs(executor);
  const state: Record<string, Buffers[string]> = { ...initial };
  /** Where the next weight of a shape and its moments are written; then it has those of the weight before. */
  const spares = new Map<string, Tensor[]>();

  const differentiate = async (method: Method, batch: PackedBatch): Promise<Figures> => {
    const graph = () => gradientGraph(setting, method, accumulates);
    const program = await compiled.get(method.name, graph);
    const reported: { count: number; figures: Figures }[] = [];
    for (const [i, part] of microBatches(batch, parts).entries()) {
      const fed = { ...feedsOf(part, trainedPlaces(part)), carried: scalar(Number(i > 0)) };
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
      const outputs = await program.run({ values: flat(gradients.current[gradientInput(group)]!) });
      sum += outputs["sum"]!.data[0]!;
    }
    return Math.sqrt(sum);
  };

  const update = async (group: ParameterGroup, scalars: Tensors): Promise<void> => {
    const isMuon = group.update === "muon";
    const as = (tensor: Tensor): Tensor => (isMuon ? tensor : flat(tensor));
    const shape = group.shape.join("x");
    const kind = `${group.update}.${isMuon ? shape : ""}.${String(group.decayed)}`;
    const program = await compiled.get(`update.${kind}`, () => updateGraph(setting, group));
    const slots = slotNames[group.update];
    const names = ["weights", ...slots];
    const places = [weightsInput(group), ...slots.map((slot) => slotInput(group, slot))];
    const own = places.map((place) => state[place]!);
    const spare = spares.get(`${kind}.${shape}`) ?? places.map(() => zeros(group.shape));
    await executor.memory?.hold(named(names, spare));
    const fed = { ...named(names, own.map(as)), gradient: as(gradients.current[gradientInput(group)]!), ...scalars };
    await program.run(fed, named(names.map(primed), spare.map(as)));
    places.forEach((place, i) => (state[place] = spare[i] as Buffers[string]));
    spares.set(`${kind}.${shape}`, own);
  };

  return {
    state: () => state,
    async step(method, batch, scalars) {
      await executor.memory?.hold({ ...frozen, ...state, ...gradients.current, ...gradients.targets });
      const reported = await differentiate(method, batch);
      const gradNorm = await norm();
      const factor = scalar(Math.min(1, optimizer.maxGradNorm / (gradNorm + 1e-6)));
      for (const group of groups) await update(group, { ...scalars, factor });
      return { ...reported, gradNorm };
    },
    dispose: () => compiled.dispose(),
  };
}

const flat = ({ data }: Tensor): Tensor => ({ shape: [data.length], data });

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
