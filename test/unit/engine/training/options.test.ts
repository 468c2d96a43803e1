import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import fc from "fast-check";
import { loraTargets } from "../../../../src/core/curriculum/schema/runs.ts";
import { UserError } from "../../../../src/core/errors.ts";
import { RunFolder } from "../../../../src/core/runs/folder.ts";
import { createOnnxEngine } from "../../../../src/engine/executors/onnx/engine.ts";
import { trainRun } from "../../../../src/engine/training/train.ts";
import { micro, microFolder } from "./micro.ts";

const below = (max: number): fc.Arbitrary<number> => fc.double({ min: 0, max, noNaN: true, maxExcluded: true });
const positive = (max: number): fc.Arbitrary<number> => fc.double({ min: 1e-6, max, noNaN: true });
const weight = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: -2, max: 2, noNaN: true }));

/** Whatever a run may say; every field but those of `needed` may be left out. */
const common = {
  seed: fc.nat(5),
  data: fc.record({
    mem: fc.constantFrom(1, 2),
    ctx: fc.constantFrom(0, 0, 1),
    comp: fc.constantFrom(0, 0, 1),
    portion: fc.record({ mem: fc.constantFrom(1, 0.5) }),
  }),
  optimizer: fc.record({
    name: fc.constantFrom("adamw", "muon"),
    learningRate: positive(0.01),
    weightDecay: below(0.2),
    maxGradNorm: positive(10),
    beta1: below(1),
    beta2: below(1),
  }),
  schedule: fc.record({
    warmupSteps: fc.nat(3),
    decay: fc.constantFrom("cosine", "linear", "constant"),
    finalRatio: below(1),
  }),
  lora: fc.record({
    rank: fc.integer({ min: 1, max: 70 }),
    alpha: positive(64),
    targets: fc.uniqueArray(fc.constantFrom(...loraTargets), { minLength: 1 }),
  }),
  gradientAccumulation: fc.integer({ min: 1, max: 5 }),
  recomputeActivations: fc.boolean(),
  precision: fc.constantFrom("fp32", "fp32", "fp32", "fp16"),
  evaluateEvery: fc.nat(2),
  checkpointEvery: fc.integer({ min: 1, max: 2 }),
  promptsPerStep: fc.integer({ min: 2, max: 6 }),
  groupSize: fc.integer({ min: 2, max: 5 }),
  temperature: positive(4),
  topK: fc.constantFrom(0, 1, 2, 50, 100_000),
  topP: positive(1),
  maxNewTokens: fc.integer({ min: 1, max: 24 }),
};
const needed = {
  requiredKeys: ["data", "promptsPerStep", "groupSize", "maxNewTokens"] satisfies (keyof typeof common)[],
};
const grpo = fc.record(
  {
    ...common,
    reward: fc.record({ outcome: weight, process: weight }),
    scaleRewards: fc.constantFrom("group", "batch", "none"),
    lossAggregation: fc.constantFrom("token", "sequence", "constant"),
    resample: fc.nat(2),
    maskTruncated: fc.boolean(),
    updatesPerStep: fc.integer({ min: 1, max: 3 }),
    clipLow: below(2),
    clipHigh: below(5),
    kl: below(2),
  },
  needed,
);
const rft = fc.record({ ...common, online: fc.boolean() }, needed);
const anyRun = fc.oneof(
  { weight: 3, arbitrary: grpo.map((spec) => ({ method: "grpo", ...spec })) },
  rft.map((spec) => ({ method: "rft", ...spec })),
);

describe("RL under any options", function () {
  this.timeout(60_000);
  let curriculum: Awaited<ReturnType<typeof microFolder>>;
  before(async () => (curriculum = await microFolder()));
  after(() => curriculum.remove());

  async function train(run: string): Promise<RunFolder> {
    const context = { emit: () => undefined, cancelled: new AbortController().signal, createEngine: createOnnxEngine };
    const job = { kind: "train", curriculum: curriculum.file, run, threads: 1 } as const;
    return new RunFolder((await trainRun(job, context)).folder);
  }

  it("trains with finite numbers, or says which of the run's fields is in the way", async () => {
    await train("half");
    await fc.assert(
      fc.asyncProperty(anyRun, async (options) => {
        const x = { ...options, from: "half", steps: 2 };
        const evaluate = { ...micro.evaluate, quickQuestions: 1 };
        await writeFile(curriculum.file, JSON.stringify({ ...micro, evaluate, runs: { ...micro.runs, x } }));
        try {
          const rows = await (await train("x")).readMetrics();
          assert.deepEqual(
            rows.map(({ step }) => step),
            [1, 2],
          );
          for (const [name, value] of rows.flatMap((row) => Object.entries(row)))
            assert.ok(Number.isFinite(value), `${name} is ${value}`);
        } catch (error) {
          assert.ok(error instanceof UserError && error.message.includes("runs.x."), String(error));
        }
      }),
      { numRuns: 15 },
    );
  });
});
