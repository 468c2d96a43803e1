import { createEngine } from "../../model/engine.ts";
import type { Engine } from "../../model/types.ts";
import { createOnnxExecutor } from "./executor.ts";

/** The default engine: ONNX Runtime on the CPU. */
export function createOnnxEngine(options: { readonly threads: number }): Promise<Engine> {
  return Promise.resolve(createEngine(createOnnxExecutor(options)));
}
