import { execFile } from "node:child_process";
import { nvidiaSmiArguments, parseNvidiaSmi, type Gpu } from "../../core/devices/nvidia-smi.ts";

/** Milliseconds; a driver that has lost its card may never answer. */
const patience = 5000;

/** NVIDIA's cards here; none where there is no `nvidia-smi` or it fails. */
export function queryGpus(): Promise<readonly Gpu[]> {
  return new Promise((resolve) => {
    execFile("nvidia-smi", nvidiaSmiArguments, { timeout: patience, windowsHide: true }, (error, stdout) => {
      resolve(error ? [] : parseNvidiaSmi(stdout));
    });
  });
}
