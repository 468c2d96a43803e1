import type { Gpu } from "../core/devices/nvidia-smi.ts";
import { formatBytes } from "../core/format.ts";
import { parametersForGpu } from "../engine/devices/choose.ts";
import { obstacle, survey, usable, type Survey } from "../engine/devices/survey.ts";
import { queryGpus } from "../jobs/devices/nvidia-smi.ts";

export interface DevicesReport extends Survey {
  readonly gpus: readonly Gpu[];
  /** Values of `--device` that work here. */
  readonly usable: readonly string[];
}

export async function examineDevices(): Promise<DevicesReport> {
  const [found, gpus] = await Promise.all([survey(), queryGpus()]);
  return { ...found, gpus, usable: usable(found) };
}

/** Rows of the doctor's table. */
export function describeDevices(report: DevicesReport): [string, string][] {
  return [
    ["NVIDIA cards", report.gpus.map(describeGpu).join(", ") || "none that nvidia-smi knows of"],
    ["WebGPU", describe(report, "webgpu", "adapter" in report.webgpu ? report.webgpu.adapter.name : "")],
    ["CUDA", describe(report, "cuda", "everything is there; tensors cross the bus on every run")],
    ["TensorFlow.js", describe(report, "tensorflow", report.tensorflow ?? "")],
    ["--device auto", describeAuto(report)],
  ];
}

function describeGpu({ name, driver, memory, utilization }: Gpu): string {
  const busy = utilization === undefined ? "" : `, ${Math.round(100 * utilization)} % busy`;
  const free = formatBytes(memory.total - memory.used);
  return `${name}, driver ${driver}, ${free} free of ${formatBytes(memory.total)}${busy}`;
}

function describe(report: DevicesReport, device: "webgpu" | "cuda" | "tensorflow", usable: string): string {
  const problem = obstacle(device, report);
  return problem === undefined ? usable : `not usable: ${problem}`;
}

function describeAuto(report: DevicesReport): string {
  if (obstacle("webgpu", report) !== undefined) return "the processor, for there is no GPU that WebGPU can use";
  return `WebGPU for models of ${parametersForGpu / 1e6} million parameters and more; the processor for smaller ones, whose steps a GPU takes longer to launch than to compute`;
}
