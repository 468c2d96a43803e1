import { FieldError } from "../../core/errors.ts";
import type { ResolvedRun } from "../../core/runs/resolve.ts";
import type { Engine } from "../model/types.ts";

/** @throws FieldError where the device does not compute in what the run asks for. */
export function checkPrecision({ base, spec }: ResolvedRun, { device, precisions }: Engine): void {
  const { precision = "fp32" } = spec;
  if (precisions.includes(precision)) return;
  throw new FieldError(
    `runs.${base}.precision`,
    `${device} has no ${precision} of its own, only ${precisions.join(" and ")}; leave the field out, or train on a device that has it (--device webgpu for fp16, cuda for both).`,
  );
}
