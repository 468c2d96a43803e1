import assert from "node:assert/strict";
import { generateDataset } from "../../../../src/core/dataset/generate.ts";
import { openDataset } from "../../../../src/core/dataset/open.ts";
import { datasetTokenizer, loadRecords, selectQuestions } from "../../../../src/engine/training/records.ts";
import { inTemporaryFolder, smallCurriculum } from "../../core/dataset/small.ts";

const newModel = { vocabularySize: 400, wholeNames: true, wholeRelations: true };
const mix = { biographies: 1, mem: 2, ctx: 3, comp: 0, portion: { mem: 1, ctx: 1, comp: 1 } };

describe("the questions of a run", () => {
  it("are refused with biographies where nobody has a fact to learn by heart", async () => {
    await inTemporaryFolder(async (folder) => {
      const curriculum = smallCurriculum({
        graph: { relations: ["spouse", "best_friend", "rival", "sibling", "major", "lived_in"] },
        questions: { train: { mem: 0, comp: 0 } },
      });
      const dataset = await openDataset((await generateDataset(curriculum, "small", folder)).folder);
      const tokenizer = await datasetTokenizer(dataset, newModel);
      const asked = { ...mix, mem: 0, comp: 0 };
      await assert.rejects(
        loadRecords(dataset, asked, tokenizer),
        /^FieldError: graph\.relations: nobody has parametric/,
      );
      const { ctx } = await loadRecords(dataset, { ...asked, biographies: 0 }, tokenizer);
      assert.ok(ctx.length > 0);
    });
  });

  it("are refused where the data have none of a skill, or a portion leaves none", async () => {
    await inTemporaryFolder(async (folder) => {
      const curriculum = smallCurriculum({ questions: { train: { ctx: 0 } } });
      const dataset = await openDataset((await generateDataset(curriculum, "small", folder)).folder);
      const none = selectQuestions(dataset, { ...mix, comp: 0 });
      await assert.rejects(none, /^FieldError: questions\.train\.ctx: there are no CTX training questions/);
      const few = selectQuestions(dataset, { ...mix, ctx: 0, portion: { ...mix.portion, mem: 1e-9 } });
      await assert.rejects(few, /^FieldError: questions\.train\.mem: a portion of 1e-9 leaves no question/);
    });
  });
});
