import assert from "node:assert/strict";
import fc from "fast-check";
import { generateDataset } from "../../../../src/core/dataset/generate.ts";
import { openDataset } from "../../../../src/core/dataset/open.ts";
import { createRandom } from "../../../../src/core/random.ts";
import { DataOrder, quotas, type RecordKind } from "../../../../src/engine/training/data-order.ts";
import { packSequences } from "../../../../src/engine/training/packing.ts";
import {
  batchShape,
  datasetTokenizer,
  loadRecords,
  selectQuestions,
  type TrainingRecord,
} from "../../../../src/engine/training/records.ts";
import { inTemporaryFolder, smallCurriculum } from "../../core/dataset/small.ts";

const newModel = { vocabularySize: 400, wholeNames: true, wholeRelations: true };
const mix = { biographies: 1, mem: 2, ctx: 3, comp: 0, portion: { mem: 1, ctx: 1, comp: 1 } };
const batchSize = 48;

describe("batch shape", () => {
  it("gives batches that hold what they are asked to: what is left over once is soon made up for", () => {
    const longest = fc.integer({ min: 20, max: 400 });
    fc.assert(
      fc.property(longest, longest, fc.nat({ max: 99 }), (atomic, contextual, seed) => {
        const random = createRandom(seed, "lengths");
        // From just over half of the longest: the worst case for packing.
        const ofKind = (kind: RecordKind, most: number): TrainingRecord[] =>
          Array.from({ length: 200 }, (_, index) => {
            const tokens = new Int32Array(Math.ceil(most * (0.51 + 0.49 * random.float())) + 1);
            return { kind, index, tokens, trainedFrom: 1 };
          });
        const records = {
          biographies: ofKind("biographies", atomic),
          mem: ofKind("mem", atomic),
          ctx: ofKind("ctx", contextual),
          comp: [],
        };
        const shape = batchShape(records, quotas(mix, batchSize));
        const order = new DataOrder(records, mix, batchSize, seed);
        const steps = 60;
        let waited = 0;
        for (let step = 0; step < steps; step++) {
          const drawn = order.draw().map(({ kind, index }) => records[kind][index]!);
          const { left } = packSequences(drawn, shape);
          assert.ok(left.length <= batchSize / 2, `${left.length} of ${drawn.length} left over at step ${step}`);
          order.carry(left);
          waited += left.length;
        }
        assert.ok(waited <= (steps * batchSize) / 8, `${waited} left over in ${steps} steps`);
      }),
      { numRuns: 25, examples: [[20, 84, 1]] },
    );
  });
});

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
