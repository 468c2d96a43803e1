import { cpus } from "node:os";
import type { Device } from "../core/devices/device.ts";
import type { Gpu } from "../core/devices/nvidia-smi.ts";
import { formatBytes } from "../core/format.ts";
import { obstacle, parametersForGpu, survey, type Survey } from "../engine/devices/survey.ts";
import { queryGpus } from "../jobs/devices/nvidia-smi.ts";

/** One of the values of `--device`. */
export interface DeviceReport {
  readonly type: Exclude<Device, "auto">;
  readonly usable: boolean;
  /** What it is; absent where nothing is there. */
  readonly name?: string;
  /** Of WebGPU: whether its shaders have fp16. */
  readonly half?: boolean;
  /** Why it cannot be used, as the end of a sentence. */
  readonly problem?: string;
}

export interface DevicesReport {
  readonly devices: readonly DeviceReport[];
  /** Cards that nvidia-smi knows of. */
  readonly gpus: readonly Gpu[];
}

export async function examineDevices(): Promise<DevicesReport> {
  const [found, gpus] = await Promise.all([survey(), queryGpus()]);
  const devices = (["cpu", "webgpu", "cuda", "tensorflow"] as const).map((type): DeviceReport => {
    const problem = obstacle(type, found);
    return {
      type,
      usable: problem === undefined,
      ...detailsOf(type, found),
      ...(problem !== undefined && { problem }),
    };
  });
  return { devices, gpus };
}

function detailsOf(
  type: DeviceReport["type"],
  { webgpu, cuda, tensorflow }: Survey,
): Pick<DeviceReport, "name" | "half"> {
  switch (type) {
    case "cpu":
      return { name: cpus()[0]?.model.trim() ?? "unknown" };
    case "webgpu":
      return "adapter" in webgpu ? { name: webgpu.adapter.name, half: webgpu.adapter.half } : {};
    case "cuda":
      return cuda.ready ? { name: "CUDA 12, where tensors cross the bus on every run" } : {};
    case "tensorflow":
      return tensorflow === undefined ? {} : { name: tensorflow };
  }
}

const titles = { webgpu: "WebGPU", cuda: "CUDA", tensorflow: "TensorFlow.js" } as const;

/** Rows of the doctor's table. */
export function describeDevices({ devices, gpus }: DevicesReport): [string, string][] {
  return [
    ["NVIDIA cards", gpus.map(describeGpu).join(", ") || "none that nvidia-smi knows of"],
    ...devices.flatMap(({ type, name = "", problem }): [string, string][] =>
      type === "cpu" ? [] : [[titles[type], problem === undefined ? name : `not usable: ${problem}`]],
    ),
    ["--device auto", describeAuto(devices)],
  ];
}

function describeGpu({ name, driver, memory, utilization }: Gpu): string {
  const busy = utilization === undefined ? "" : `, ${Math.round(100 * utilization)} % busy`;
  const free = formatBytes(memory.total - memory.used);
  return `${name}, driver ${driver}, ${free} free of ${formatBytes(memory.total)}${busy}`;
}

function describeAuto(devices: readonly DeviceReport[]): string {
  if (!devices.some(({ type, usable }) => type === "webgpu" && usable))
    return "the processor, for there is no GPU that WebGPU can use";
  return `WebGPU for models of ${parametersForGpu / 1e6} million parameters and more; the processor for smaller ones, whose steps a GPU takes longer to launch than to compute`;
}
