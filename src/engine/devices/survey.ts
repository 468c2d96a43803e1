import type { Device } from "../../core/devices/device.ts";
import { findAdapter, type AdapterFinding } from "./adapter.ts";
import { findCuda, type CudaFinding } from "./cuda.ts";
import { findTensorflow } from "./tensorflow.ts";

/** What there is beside the processor. */
export interface Survey {
  readonly webgpu: AdapterFinding;
  readonly cuda: CudaFinding;
  /** The installed package. */
  readonly tensorflow: string | undefined;
}

/**
 * Below so many parameters `auto` is the processor: a step is then some thousand small kernels, and launching them takes
 * a GPU longer than the processor takes to compute them.
 */
export const parametersForGpu = 20e6;

export async function survey(): Promise<Survey> {
  const [webgpu, cuda] = await Promise.all([findAdapter(), findCuda()]);
  return { webgpu, cuda, tensorflow: findTensorflow() };
}

/** Set by tests: software adapters count as GPUs. */
const softwareAllowed = (): boolean => process.env["REASONING_CURRICULUM_SOFTWARE_GPU"] === "1";

/** Why a device cannot be used, as the end of a sentence; undefined where it can. */
export function obstacle(device: Exclude<Device, "auto">, { webgpu, cuda, tensorflow }: Survey): string | undefined {
  switch (device) {
    case "cpu":
      return undefined;
    case "webgpu":
      if ("missing" in webgpu) return webgpu.missing;
      return webgpu.adapter.software && !softwareAllowed()
        ? `${webgpu.adapter.name} is no GPU but computed by the processor`
        : undefined;
    case "cuda":
      return cuda.ready ? undefined : `what is missing is ${cuda.missing.join(", ")}`;
    case "tensorflow":
      return tensorflow === undefined
        ? "TensorFlow.js is not installed (`reasoning-curriculum install tensorflow`)"
        : undefined;
  }
}

export const usable = (found: Survey): Exclude<Device, "auto">[] =>
  (["cpu", "webgpu", "cuda", "tensorflow"] as const).filter((device) => obstacle(device, found) === undefined);
