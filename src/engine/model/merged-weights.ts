import type { Executor, Tensors } from "../executors/executor.ts";
import { zeros } from "./double-buffer.ts";
import type { ParameterGroup } from "./layout.ts";
import { mergeGraph } from "./lora.ts";
import { primed, trainedNodes } from "./step-graphs.ts";
import type { Adapter, Weights } from "./types.ts";

/** A model's weights with an adapter in them, in memory of their own. */
export interface MergedWeights {
  /** With the adapter as it was when `update` was last called. */
  readonly weights: Weights;
  /** @param adapter the buffers of its groups */
  update(adapter: Tensors): Promise<void>;
  /** Brings them from the executor's device. */
  sync(): Promise<void>;
  dispose(): Promise<void>;
}

export async function createMergedWeights(
  executor: Executor,
  base: Weights,
  adapter: Adapter,
  groups: readonly ParameterGroup[],
): Promise<MergedWeights> {
  const graph = mergeGraph(base, adapter, trainedNodes(groups));
  const merged = new Map([...base].filter(([name]) => name in graph).map(([name, { shape }]) => [name, zeros(shape)]));
  const program = await executor.compile(
    Object.fromEntries(Object.entries(graph).map(([name, node]) => [primed(name), node])),
  );
  const targets = Object.fromEntries([...merged].map(([name, tensor]) => [primed(name), tensor]));
  return {
    weights: new Map([...base, ...merged]),
    async update(buffers) {
      await executor.memory?.hold({ ...Object.fromEntries(base), ...buffers, ...targets });
      await program.run({ ...Object.fromEntries(base), ...buffers }, targets);
    },
    sync: () => executor.memory?.download(targets) ?? Promise.resolve(),
    dispose: () => program.dispose(),
  };
}
