import assert from "node:assert/strict";
import { curriculumSchema } from "../../../../src/core/curriculum/schema.ts";
import { UserError } from "../../../../src/core/errors.ts";
import { checkMemory, weightsOfNew } from "../../../../src/engine/training/memory.ts";

describe("memory check", () => {
  it("says how much is needed, how much there is, and what to lower", () => {
    const { model } = curriculumSchema.parse({});
    assert.ok(model.pretrained === undefined);
    const demand = { field: "runs.a.batchSize", size: { rows: 32, length: 256, places: 4096 }, remedy: "lower it" };
    const available = 64 * 2 ** 20;
    assert.throws(() => {
      checkMemory(model, demand, available);
    }, /^FieldError: runs\.a\.batchSize: training 0\.8 million parameters takes about \d+\.\d GB of memory here, and 0\.1 GB are free; lower it\.$/);
    checkMemory(model, demand, 2 ** 40);
    assert.throws(() => {
      checkMemory({ ...model, hiddenSize: 2 ** 18 }, weightsOfNew);
    }, UserError);
  });
});
