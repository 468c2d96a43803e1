import assert from "node:assert/strict";
import { FieldError } from "../../../../src/core/errors.ts";
import { curriculumSchema } from "../../../../src/core/curriculum/schema.ts";
import type { MemoryPlace } from "../../../../src/engine/devices/memory.ts";
import { estimateMemory, totalMemory, type MemoryPlan } from "../../../../src/engine/model/memory.ts";
import { trainedPlaces } from "../../../../src/engine/model/batch.ts";
import { largestBatch, rowLength } from "../../../../src/engine/training/grpo.ts";
import { checkMemory, fittingAlternatives, memoryPlan } from "../../../../src/engine/training/memory.ts";
import { packGroups } from "../../../../src/engine/training/packing.ts";
import { tinyModel } from "../model/tiny.ts";

const gigabyte = 2 ** 30;
/** The sizes of Qwen2.5-0.5B. */
const model = {
  ...tinyModel,
  hiddenSize: 896,
  intermediateSize: 4864,
  numHiddenLayers: 24,
  numAttentionHeads: 14,
  numKeyValueHeads: 2,
  tieWordEmbeddings: true,
  vocabularySize: 151_936,
};
const plan: MemoryPlan = { model, optimizer: "adamw", batch: { rows: 32, length: 256, places: 2048 } };
const demand = { plan, field: "runs.a.batchSize", remedy: "lower it", canAdapt: true };
const needed = (change: Partial<MemoryPlan> = {}): number => totalMemory(estimateMemory({ ...plan, ...change }));

const here = (free: number): MemoryPlace => ({ where: "here", free, taken: totalMemory });

describe("memory check", () => {
  it("takes less for each of its options, and less still for them together", () => {
    const lora = { rank: 8 };
    const [again, parts] = [{ recomputeActivations: true }, { gradientAccumulation: 4 }];
    for (const change of [again, parts, { lora }]) assert.ok(needed(change) < needed());
    assert.ok(needed({ ...again, lora }) < Math.min(needed(again), needed({ lora })));
    assert.ok(needed({ lora, ...again, gradientAccumulation: 8 }) < needed({ lora, gradientAccumulation: 8 }));
    assert.ok(needed({ reference: true }) > needed());
    assert.equal(needed({ reference: true, lora }), needed({ lora }));
    assert.ok(needed({ scoring: true }) > needed());
    assert.ok(needed({ sampling: [{ prompts: 32, promptLength: 64, samples: 8, newTokens: 64 }] }) > needed());
    const prompts = { count: 8, length: 64 };
    const longer = needed({ batch: { ...plan.batch, prompts: { ...prompts, length: 128 } } });
    assert.ok(
      needed() < needed({ batch: { ...plan.batch, prompts } }) &&
        longer > needed({ batch: { ...plan.batch, prompts } }),
    );
  });

  it("says how much is needed, how much there is, and what would fit, with what it would take", () => {
    assert.doesNotThrow(() => {
      checkMemory(demand, here(needed()));
    });
    assert.throws(() => {
      checkMemory(demand, here(needed({ recomputeActivations: true })));
    }, /^FieldError: runs\.a\.batchSize: training 494\.0 million parameters takes about \d+\.\d GB of memory here, and \d+\.\d GB are free; "recomputeActivations": true would take \d+\.\d GB, .*or lower it\.$/);
    assert.throws(() => {
      checkMemory(demand, here(gigabyte / 2));
    }, /^FieldError: [^;]+, and 0\.5 GB are free; lower it\.$/);
  });

  it("says the same as fields of the run that could be set", () => {
    try {
      checkMemory(demand, here(needed({ recomputeActivations: true })));
      assert.fail("it fits");
    } catch (error) {
      assert.ok(error instanceof FieldError, String(error));
      assert.ok(error.remedies.length > 0);
      for (const { of, fields, effect } of error.remedies) {
        assert.equal(of, "runs.a");
        const said = Object.entries(fields).map(([name, value]) => `"${name}": ${JSON.stringify(value)}`);
        assert.ok(error.message.includes(`${said.join(" with ")} ${effect}`), error.message);
      }
    }
  });

  it("names only what fits, with an adapter where there is something to adapt", () => {
    for (let available = gigabyte; available < needed(); available += 5 * gigabyte) {
      const found = fittingAlternatives(plan, here(available), true);
      for (const one of found) {
        assert.equal(one.needed, needed(one.change));
        assert.ok(one.needed <= available, JSON.stringify(one));
      }
      const adapted = (plan: MemoryPlan, canAdapt: boolean): number =>
        fittingAlternatives(plan, here(available), canAdapt).filter(({ change }) => change.lora).length;
      assert.ok(adapted(plan, true) <= 1);
      assert.equal(adapted(plan, false), 0);
      assert.equal(adapted({ ...plan, lora: { rank: 4 } }, true), 0);
    }
  });

  it("plans for a run with its rollouts, its quick evaluations and its reference", () => {
    const { runs, evaluate } = curriculumSchema.parse({
      runs: {
        a: { method: "grpo", data: { comp: 1 }, steps: 1, promptsPerStep: 4, groupSize: 8, kl: 0.1, lora: {} },
        b: { method: "sft", data: { mem: 1 }, steps: 1, evaluateEvery: 0 },
      },
      evaluate: { quickSamples: 32, maxNewTokens: 30 },
    });
    const size = largestBatch({ promptsPerStep: 4, groupSize: 8, maxNewTokens: 64 }, 70);
    const asked = { prompts: 180, promptLength: 90 };
    const planned = memoryPlan(runs["a"]!, evaluate, model, { size, needsReference: true }, asked);
    assert.deepEqual([planned.reference, planned.scoring, planned.lora?.rank], [true, true, 8]);
    assert.deepEqual(planned.sampling, [
      { prompts: 4, promptLength: 70, samples: 8, newTokens: 64 },
      { prompts: 180, promptLength: 90, samples: 1, newTokens: 30 },
      { prompts: 16, promptLength: 90, samples: 32, newTokens: 30 },
    ]);
    const supervised = memoryPlan(runs["b"]!, evaluate, model, { size: plan.batch, needsReference: false }, asked);
    assert.deepEqual(supervised.sampling, []);
  });

  it("plans for batches as large as completions of full length are packed into", () => {
    for (const [groupSize, maxNewTokens] of [
      [5, 16],
      [3, 100],
      [8, 30],
    ] as const) {
      const completion = {
        tokens: new Int32Array(maxNewTokens),
        logProbabilities: new Float32Array(maxNewTokens),
        advantage: 1,
      };
      const group = {
        prompt: new Int32Array(41),
        completions: new Array<typeof completion>(groupSize).fill(completion),
      };
      const spec = { promptsPerStep: 3, groupSize, maxNewTokens };
      const packed = packGroups([group, group, group], rowLength(spec), () => 1);
      const { rows, length, places, prompts } = largestBatch(spec, 41);
      assert.deepEqual([packed.rows, packed.length, packed.prompts.count], [rows, length, prompts?.count]);
      assert.equal(trainedPlaces(packed).length, places);
    }
  });
});
