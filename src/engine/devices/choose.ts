import type { Device } from "../../core/devices/device.ts";
import { UserError } from "../../core/errors.ts";
import type { Executor } from "../executors/executor.ts";
import { createOnnxExecutor } from "../executors/onnx/executor.ts";
import { createWebgpuExecutor } from "../executors/onnx/webgpu.ts";
import { createEngine } from "../model/engine.ts";
import type { Engine } from "../model/types.ts";
import { obstacle, parametersForGpu, survey, usable, type Survey } from "./survey.ts";
import { createTensorflowExecutor } from "./tensorflow.ts";

export interface EngineOptions {
  /** Of the processor. */
  readonly threads: number;
  /** Without it: `auto`. */
  readonly device?: Device | undefined;
  /** Of the model; decides what `auto` is. */
  readonly parameters?: number | undefined;
}

/**
 * The engine on the device that was asked for. `auto`: WebGPU for models of `parametersForGpu` and more where there is a
 * GPU, else the processor; CUDA and TensorFlow.js, whose tensors or kernels wait for the host, only by name.
 * @throws UserError where the device is not here, saying what is
 */
export async function createEngineOn(options: EngineOptions): Promise<Engine> {
  return createEngine(await createExecutor(options));
}

async function createExecutor({ threads, device = "auto", parameters = 0 }: EngineOptions): Promise<Executor> {
  if (device === "cpu" || (device === "auto" && parameters < parametersForGpu)) return createOnnxExecutor({ threads });
  if (device === "tensorflow") return createTensorflowExecutor();
  const found = await survey();
  const chosen = choose(device, found);
  if (chosen === "webgpu" && "adapter" in found.webgpu) return createWebgpuExecutor(found.webgpu.adapter);
  return createOnnxExecutor({ threads, ...(chosen === "cuda" && { provider: "cuda" }) });
}

/** @throws UserError where the device is not here. */
export function choose(device: Exclude<Device, "cpu" | "tensorflow">, found: Survey): "cpu" | "webgpu" | "cuda" {
  if (device === "auto") return obstacle("webgpu", found) === undefined ? "webgpu" : "cpu";
  const problem = obstacle(device, found);
  if (problem === undefined) return device;
  throw new UserError(
    `The device ${device} cannot be used here: ${problem}; choose one of auto, ${usable(found).join(", ")}.`,
  );
}
