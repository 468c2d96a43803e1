import assert from "node:assert/strict";
import { curriculumSchema } from "../../../../src/core/curriculum/schema.ts";
import { learningRates } from "../../../../src/engine/training/schedule.ts";

const specOf = (decay: "cosine" | "linear" | "constant") =>
  curriculumSchema.parse({
    runs: {
      a: {
        method: "sft",
        steps: 110,
        optimizer: { learningRate: 1, matrixLearningRate: 10 },
        schedule: { warmupSteps: 10, decay, finalRatio: 0.1 },
      },
    },
  }).runs["a"]!;

const close = (actual: number, expected: number): void => {
  assert.ok(Math.abs(actual - expected) < 1e-12);
};

describe("schedule", () => {
  it("warms up linearly to the peak, then decays to the final ratio at the last step", () => {
    for (const decay of ["cosine", "linear", "constant"] as const) {
      const spec = specOf(decay);
      close(learningRates(spec, 1).adamw, 0.1);
      close(learningRates(spec, 10).adamw, 1);
      close(learningRates(spec, 10).muon, 10);
      close(learningRates(spec, 60).adamw, decay === "constant" ? 1 : 0.55);
      close(learningRates(spec, 110).adamw, decay === "constant" ? 1 : 0.1);
    }
    close(learningRates(specOf("cosine"), 35).adamw, 0.1 + 0.45 * (1 + Math.SQRT1_2));
  });
});
