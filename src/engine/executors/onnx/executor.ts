import { createRequire } from "node:module";
import { InferenceSession } from "onnxruntime-node";
import type { Node } from "../../graph/node.ts";
import type { Executor, Program } from "../executor.ts";
import { lower } from "./lower.ts";
import { encodeModel } from "./proto.ts";
import { fed, fromOrt, toOrt } from "./values.ts";
import "./no-telemetry.ts";

export const { version } = createRequire(import.meta.url)("onnxruntime-node/package.json") as { version: string };

export interface OnnxOptions {
  /** Of the processor. */
  readonly threads: number;
  /** Where CUDA's libraries are; without it the processor. Tensors cross the bus on every run: the binding knows no other way. */
  readonly provider?: "cuda";
}

/** Runs graphs on ONNX Runtime, tensors in the host's memory. */
export function createOnnxExecutor(options: OnnxOptions): Executor {
  return {
    name: `onnxruntime ${version}`,
    device: options.provider ?? "cpu",
    precisions: options.provider === "cuda" ? ["fp32", "fp16", "bf16"] : ["fp32"],
    async compile(outputs, { isLean = false } = {}) {
      const session = await InferenceSession.create(encodeModel(lower(outputs)), {
        ...(options.provider && { executionProviders: [options.provider] }),
        intraOpNumThreads: options.threads,
        interOpNumThreads: 1,
        graphOptimizationLevel: "all",
        // The arena keeps what was ever needed at once, and a plan of the memory as much again, for no less time.
        ...(isLean ? { enableCpuMemArena: false } : { enableMemPattern: false }),
        logSeverityLevel: 3,
        // Waiting threads that spin double the processor time a step takes and starve whatever runs beside it.
        extra: { session: { intra_op: { allow_spinning: "0" }, set_denormal_as_zero: "1" } },
      });
      return program(session, outputs);
    },
  };
}

function program(session: InferenceSession, outputs: Readonly<Record<string, Node>>): Program {
  return {
    async run(feeds, into = {}) {
      const inputs = Object.fromEntries(session.inputNames.map((name) => [name, toOrt(fed(name, feeds[name]))]));
      const targets = Object.fromEntries(
        Object.keys(outputs).map((name) => [name, name in into ? toOrt(into[name]!) : null]),
      );
      const results = await session.run(inputs, targets);
      return Object.fromEntries(Object.entries(results).map(([name, value]) => [name, fromOrt(value)]));
    },
    dispose: () => session.release(),
  };
}
