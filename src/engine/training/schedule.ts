import type { RunSpec } from "../../core/curriculum/schema.ts";
import type { LearningRates } from "../model/types.ts";

/**
 * Learning rates of a step (1 … steps): linear warm-up to the peak, then decay to `finalRatio` of it at the last step.
 */
export function learningRates({ optimizer, schedule, steps }: RunSpec, step: number): LearningRates {
  const factor = scheduleFactor(schedule, step, steps);
  return { adamw: optimizer.learningRate * factor, muon: optimizer.matrixLearningRate * factor };
}

function scheduleFactor({ warmupSteps, decay, finalRatio }: RunSpec["schedule"], step: number, steps: number): number {
  if (step <= warmupSteps) return step / warmupSteps;
  const progress = (step - warmupSteps) / Math.max(1, steps - warmupSteps);
  switch (decay) {
    case "constant":
      return 1;
    case "linear":
      return 1 - (1 - finalRatio) * progress;
    case "cosine":
      return finalRatio + ((1 - finalRatio) * (1 + Math.cos(Math.PI * progress))) / 2;
  }
}
