import assert from "node:assert/strict";
import { createOnnxEngine } from "../../../../src/engine/executors/onnx/engine.ts";
import { adapterShapes, initialAdapter } from "../../../../src/engine/model/lora.ts";
import type {
  Engine,
  OptimizerConfig,
  PackedBatch,
  PolicyBatch,
  Trainer,
  TrainerOptions,
  Weights,
} from "../../../../src/engine/model/types.ts";
import { packRows, shakenWeights, tinyModel } from "./tiny.ts";

const optimizer: OptimizerConfig = {
  name: "adamw",
  weightDecay: 0.01,
  beta1: 0.9,
  beta2: 0.98,
  epsilon: 1e-8,
  maxGradNorm: 1,
};
const rates = { adamw: 0.01, muon: 0.02 };
const lora = { rank: 3, alpha: 12 };
const weights = shakenWeights(tinyModel);
const sequence = (length: number, step: number): number[] => Array.from({ length }, (_, i) => (i * step + length) % 12);
/** Five rows, one of padding alone. */
const batch = packRows(
  [[sequence(6, 5), sequence(3, 1)], [sequence(9, 7)], [], [sequence(2, 3), sequence(4, 5)], [sequence(8, 11)]],
  9,
);
/** Three of its rows go on from one of two prompts. */
const policyBatch: PolicyBatch = {
  ...batch,
  prompts: {
    count: 2,
    length: 4,
    tokens: Int32Array.of(3, 1, 4, 1, 5, 9, 0, 0),
    lengths: Int32Array.of(4, 2),
    ofRow: Int32Array.of(0, 0, -1, 1, -1),
  },
  advantages: batch.weights.map((_, i) => (i % 3 === 0 ? 1 : -0.5)),
  oldLogProbabilities: batch.weights.map((_, i) => -2 - (i % 5) / 5),
  referenceLogProbabilities: batch.weights.map((_, i) => -2.5 - (i % 4) / 5),
};

interface Trained {
  readonly reported: readonly number[];
  readonly weights: Weights;
  readonly slots: Weights;
}

describe("trainer's options", function () {
  this.timeout(60_000);
  let engine: Engine;
  before(async () => {
    engine = await createOnnxEngine({ threads: 1 });
  });

  const train = async (
    options: TrainerOptions,
    { steps = 2, policy = false, own = optimizer } = {},
  ): Promise<Trained> => {
    const loss = { temperature: 0.9, clipLow: 0.2, clipHigh: 0.3, kl: 0.1 };
    const trainer = await engine.createTrainer(tinyModel, own, weights, undefined, loss, options);
    const reported: number[] = [];
    for (let i = 0; i < steps; i++) {
      const result = policy ? await trainer.policyStep(policyBatch, rates) : await trainer.supervisedStep(batch, rates);
      reported.push(...Object.values(result as object as Record<string, number>));
    }
    const trained = { reported, weights: copy(trainer.weights()), slots: copy(trainer.optimizerState().slots) };
    await trainer.dispose();
    return trained;
  };

  const check = (actual: Trained, expected: Trained, tolerance: number): void => {
    actual.reported.forEach((value, i) => {
      const right = expected.reported[i]!;
      assert.ok(Math.abs(value - right) <= tolerance * Math.max(1, Math.abs(right)), `${i}: ${value} ${right}`);
    });
    for (const kind of ["weights", "slots"] as const) {
      assert.deepEqual([...actual[kind].keys()].sort(), [...expected[kind].keys()].sort());
      for (const [name, { data }] of expected[kind]) {
        const scale = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        const off = data.reduce(
          (most, value, i) => Math.max(most, Math.abs(value - actual[kind].get(name)!.data[i]!)),
          0,
        );
        assert.ok(off <= tolerance * Math.max(scale, 1e-3), `${name}: off by ${off} of ${scale}`);
      }
    }
  };

  for (const [what, base] of [
    ["all weights", {}],
    ["LoRA", { adapter: initialAdapter(tinyModel, lora, 5) }],
  ] as const)
    describe(what, () => {
      for (const policy of [false, true]) {
        const loss = policy ? "policy loss" : "supervised loss";

        it(`${loss}: recomputed activations give the same bits`, async () => {
          check(await train({ ...base, recomputeActivations: true }, { policy }), await train(base, { policy }), 0);
        });

        it(`${loss}: a batch in parts takes the step of the whole one`, async () => {
          const whole = await train(base, { policy });
          for (const gradientAccumulation of [2, 5, 64])
            check(await train({ ...base, gradientAccumulation }, { policy }), whole, 2e-5);
          check(await train({ ...base, gradientAccumulation: 3, recomputeActivations: true }, { policy }), whole, 2e-5);
        });
      }
    });

  it("a batch in parts takes the step of the whole one with Muon too", async () => {
    const own = { ...optimizer, name: "muon" as const };
    check(await train({ gradientAccumulation: 2 }, { own }), await train({}, { own }), 2e-5);
  });

  describe("LoRA", () => {
    const adapter = initialAdapter(tinyModel, lora, 5);

    it("begins as PEFT does: A uniform within 1 / √in by the seed, B zero, the model as it is", async () => {
      assert.deepEqual([...adapter.weights.keys()].length, 2 * 7 * tinyModel.numHiddenLayers);
      for (const [name, { shape, data }] of adapter.weights) {
        const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        if (name.includes("lora_B")) assert.equal(largest, 0);
        else assert.ok(largest <= shape[1]! ** -0.5 && largest > 0.8 * shape[1]! ** -0.5, name);
      }
      assert.deepEqual(adapter, initialAdapter(tinyModel, lora, 5));
      assert.notDeepEqual(adapter.weights, initialAdapter(tinyModel, lora, 6).weights);
      const trainer = await engine.createTrainer(tinyModel, optimizer, weights, undefined, undefined, { adapter });
      for (const [name, { data }] of trainer.weights()) assert.deepEqual(data, weights.get(name)!.data, name);
      await trainer.dispose();
    });

    it("trains the adapter alone, whose product is what the weights change by", async () => {
      const own = { ...adapter, targets: ["q_proj", "down_proj"] };
      const small = {
        ...own,
        weights: initialAdapter(tinyModel, { ...lora, targets: ["q_proj", "down_proj"] }, 5).weights,
      };
      const trainer = await engine.createTrainer(tinyModel, optimizer, weights, undefined, undefined, {
        adapter: small,
      });
      for (let i = 0; i < 3; i++) await trainer.supervisedStep(batch, rates);
      const trained = trainer.adapter()!;
      assert.equal(trained.weights.size, 2 * 2 * tinyModel.numHiddenLayers);
      assert.deepEqual([...trainer.optimizerState().slots.keys()].length, 2 * trained.weights.size);
      for (const [name, { data, shape }] of trainer.weights()) {
        const before = weights.get(name)!.data;
        const a = trained.weights.get(name.replace(/weight$/, "lora_A.weight"));
        const b = trained.weights.get(name.replace(/weight$/, "lora_B.weight"));
        if (!a || !b) {
          assert.deepEqual(data, before, name);
          continue;
        }
        const [rows, columns] = shape as readonly [number, number];
        for (let i = 0; i < rows; i++)
          for (let j = 0; j < columns; j++) {
            let product = 0;
            for (let k = 0; k < lora.rank; k++) product += b.data[i * lora.rank + k]! * a.data[k * columns + j]!;
            const expected = before[i * columns + j]! + (lora.alpha / lora.rank) * product;
            assert.ok(Math.abs(data[i * columns + j]! - expected) < 1e-5, name);
          }
      }
      const decoder = await engine.createDecoder(tinyModel);
      const merged = lossOf(batch, await decoder.logProbabilities(trainer.weights(), batch));
      await decoder.dispose();
      assert.ok(Math.abs((await trainer.supervisedStep(batch, rates)).loss - merged) < 1e-4);
      await trainer.dispose();
    });

    it("learns, with Muon as well", async () => {
      for (const name of ["adamw", "muon"] as const) {
        const { reported } = await train({ adapter }, { steps: 30, own: { ...optimizer, name } });
        const losses = reported.filter((_, i) => i % 3 === 0);
        assert.ok(losses.at(-1)! < 0.8 * losses[0]!, `${name}: ${losses[0]!} ${losses.at(-1)!}`);
      }
    });

    it("goes on from its state with the same bytes", async () => {
      const start = async (own: TrainerOptions, trainer?: Trainer): Promise<Trainer> =>
        engine.createTrainer(tinyModel, optimizer, weights, trainer?.optimizerState(), undefined, own);
      const whole = await start({ adapter });
      for (let i = 0; i < 4; i++) await whole.supervisedStep(batch, rates);
      const half = await start({ adapter });
      for (let i = 0; i < 2; i++) await half.supervisedStep(batch, rates);
      const resumed = await start({ adapter: half.adapter() }, half);
      assert.deepEqual(resumed.weights(), half.weights());
      for (let i = 0; i < 2; i++) await resumed.supervisedStep(batch, rates);
      assert.deepEqual(resumed.weights(), whole.weights());
      for (const trainer of [whole, half, resumed]) await trainer.dispose();
    });

    it("has shapes for the layers that are named alone", () => {
      assert.deepEqual(
        [...adapterShapes(tinyModel, { rank: 2, targets: ["k_proj"] })],
        [
          ["model.layers.0.self_attn.k_proj.lora_A.weight", [2, 16]],
          ["model.layers.0.self_attn.k_proj.lora_B.weight", [8, 2]],
          ["model.layers.1.self_attn.k_proj.lora_A.weight", [2, 16]],
          ["model.layers.1.self_attn.k_proj.lora_B.weight", [8, 2]],
        ],
      );
    });
  });
});

const copy = (tensors: Weights): Weights =>
  new Map([...tensors].map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]));

const lossOf = (batch: PackedBatch, logProbabilities: Float32Array): number =>
  -logProbabilities.reduce((sum, p, i) => sum + p * batch.weights[i]!, 0);
