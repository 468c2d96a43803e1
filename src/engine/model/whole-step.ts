import type { Executor, Program, Tensors } from "../executors/executor.ts";
import { feedsOf, trainedPlaces } from "./batch.ts";
import { DoubleBuffer, type Buffers } from "./double-buffer.ts";
import { figuresOf, overflowed, programs, type Method, type Stepper } from "./stepper.ts";
import { stepGraph, type Setting } from "./step-graphs.ts";

/** A step is one run of one graph: the fastest way, for models whose weights take little of the memory. */
export function createWholeStepper(executor: Executor, setting: Setting, initial: Buffers, frozen: Tensors): Stepper {
  const state = new DoubleBuffer(initial);
  const { adapter, recomputeActivations = false } = setting.options;
  const compiled = programs(executor, { isLean: recomputeActivations || adapter !== undefined });
  const programOf = (method: Method): Promise<Program> => compiled.get(method.name, () => stepGraph(setting, method));
  return {
    state: () => state.current,
    async step(method, batch, scalars) {
      await executor.memory?.hold({ ...frozen, ...state.current, ...state.targets });
      const program = await programOf(method);
      const feeds = { ...frozen, ...state.current, ...feedsOf(batch, trainedPlaces(batch)), ...scalars };
      const outputs = await program.run(feeds, state.targets);
      const figures = figuresOf(outputs);
      if (!overflowed(setting, figures)) state.swap();
      return figures;
    },
    dispose: () => compiled.dispose(),
  };
}
