import assert from "node:assert/strict";
import fc from "fast-check";
import { createRandom } from "../../../../src/core/random.ts";
import type { ModelConfig } from "../../../../src/engine/model/types.ts";
import { batchShape } from "../../../../src/engine/training/batch-shape.ts";
import {
  DataOrder,
  quotas,
  type RecordKind,
  type RecordReference,
} from "../../../../src/engine/training/data-order.ts";
import { packSequences, type BatchShape, type Sequence } from "../../../../src/engine/training/packing.ts";

const mix = { biographies: 1, mem: 2, ctx: 3, comp: 0, portion: { mem: 1, ctx: 1, comp: 1 } };
const batchSize = 48;

const model: ModelConfig = {
  hiddenSize: 128,
  intermediateSize: 256,
  numHiddenLayers: 4,
  numAttentionHeads: 4,
  numKeyValueHeads: 4,
  tieWordEmbeddings: true,
  ropeTheta: 10000,
  rmsNormEps: 1e-6,
  vocabularySize: 600,
};

/** The shape for batches of half MEM and half CTX records of these lengths. */
function shapeFor(mem: number, ctx: number, config = model): BatchShape {
  const ofLength = (length: number): Sequence[] => [{ tokens: new Int32Array(length + 1), trainedFrom: 1 }];
  const half = batchSize / 2;
  const shares = new Map<RecordKind, number>([
    ["mem", half],
    ["ctx", half],
  ]);
  return batchShape({ mem: ofLength(mem), ctx: ofLength(ctx) }, shares, config);
}

describe("batch shape", () => {
  it("gives batches that hold what they are asked to: what is left over once is soon made up for", () => {
    const longest = fc.integer({ min: 20, max: 400 });
    fc.assert(
      fc.property(longest, longest, fc.nat({ max: 99 }), (atomic, contextual, seed) => {
        const random = createRandom(seed, "lengths");
        // From just over half of the longest: the worst case for packing.
        const ofKind = (kind: RecordKind, most: number): (Sequence & RecordReference)[] =>
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
        const shape = batchShape(records, quotas(mix, batchSize), model);
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

  it("has no longer rows than records of one length need", () => {
    assert.deepEqual(shapeFor(64, 64), { rows: batchSize, length: 64 });
  });

  it("has longer rows where records fill them better, unless attention to them costs more", () => {
    assert.deepEqual(shapeFor(160, 96), { rows: batchSize / 2, length: 256 });
    const attentive = { ...model, hiddenSize: 64, intermediateSize: 64, numAttentionHeads: 16, numKeyValueHeads: 16 };
    assert.deepEqual(shapeFor(160, 96, attentive), { rows: batchSize, length: 160 });
  });
});
