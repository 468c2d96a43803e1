import assert from "node:assert/strict";
import { isNewWording } from "../../../../src/core/language/wording.ts";
import { testCells } from "../../../../src/engine/training/questions.ts";
import { smallDataset } from "../../host/fixtures.ts";

describe("testCells", () => {
  it("asks as many questions in new wordings as in trained ones, fewer being part of more", async () => {
    const { dataset, dispose } = await smallDataset();
    try {
      const [few, all] = [await testCells(dataset, 2), await testCells(dataset, 4)];
      for (const [i, { questions }] of few.entries()) {
        assert.deepEqual(
          questions.map((question) => isNewWording(question, dataset.spec.questions)),
          [false, true],
        );
        assert.deepEqual(all[i]!.questions.slice(0, 2), questions);
        assert.equal(new Set(all[i]!.questions).size, 4);
      }
    } finally {
      await dispose();
    }
  });
});
