import type { Executor } from "../executors/executor.ts";
import { createDecoder } from "./decoder.ts";
import { createInspector } from "./inspector.ts";
import { createTrainer } from "./trainer.ts";
import type { Engine } from "./types.ts";

/** Training and inference on any executor. */
export function createEngine(executor: Executor): Engine {
  return {
    name: executor.name,
    device: executor.device,
    precisions: executor.precisions,
    createTrainer: (config, optimizer, weights, state, policyLoss, options) =>
      createTrainer(executor, config, optimizer, weights, state, policyLoss, options),
    createDecoder: (config) => Promise.resolve(createDecoder(executor, config)),
    createInspector: (config) => createInspector(executor, config),
  };
}
