import assert from "node:assert/strict";
import { createRandom } from "../../../../src/core/random.ts";
import { createOnnxEngine } from "../../../../src/engine/executors/onnx/engine.ts";
import { countParameters, initialWeights } from "../../../../src/engine/model/parameters.ts";
import type {
  Engine,
  ModelConfig,
  OptimizerConfig,
  PackedBatch,
  PolicyBatch,
  Trainer,
  Weights,
} from "../../../../src/engine/model/types.ts";
import { packRows, tinyModel } from "./tiny.ts";

const adamw: OptimizerConfig = {
  name: "adamw",
  weightDecay: 0,
  beta1: 0.9,
  beta2: 0.98,
  epsilon: 1e-8,
  maxGradNorm: 1e9,
};
const still = { adamw: 0, muon: 0 };
const random = createRandom(2, "trainer test");
const sequence = (length: number): number[] => Array.from({ length }, () => random.integer(12));
const sequences = [sequence(6), sequence(4), sequence(9), sequence(3)];

describe("trainer", function () {
  // Sessions are compiled in most tests, on machines that may be busy.
  this.timeout(60_000);
  let engine: Engine;
  before(async () => {
    engine = await createOnnxEngine({ threads: 1 });
  });

  const withTrainer = async <T>(
    use: (trainer: Trainer) => Promise<T>,
    { model = tinyModel, optimizer = adamw, weights = initialWeights(model, 1), kl = 0 } = {},
  ): Promise<T> => {
    const trainer = await engine.createTrainer(model, optimizer, weights, undefined, {
      temperature: 1,
      clipLow: 0.2,
      clipHigh: 0.3,
      kl,
    });
    try {
      return await use(trainer);
    } finally {
      await trainer.dispose();
    }
  };

  const lossAt = (model: ModelConfig, weights: Weights, batch: PackedBatch): Promise<number> =>
    withTrainer(async (trainer) => (await trainer.supervisedStep(batch, still)).loss, { model, weights });

  /** By the names of the moments: with beta1 = 0 the first one is the gradient. */
  const gradientAt = (model: ModelConfig, weights: Weights, batch: PackedBatch): Promise<Weights> =>
    withTrainer(
      async (trainer) => {
        await trainer.supervisedStep(batch, still);
        return copy(trainer.optimizerState().slots);
      },
      { model, weights, optimizer: { ...adamw, beta1: 0 } },
    );

  for (const tieWordEmbeddings of [true, false]) {
    it(`has the whole model's gradient right, ${tieWordEmbeddings ? "tied" : "untied"}`, async () => {
      const model = { ...tinyModel, tieWordEmbeddings };
      const weights = larger(initialWeights(model, 1), 6);
      const batch = packRows([sequences], 24);
      const gradient = await gradientAt(model, weights, batch);
      const decoder = await engine.createDecoder(model);
      const loss = async (at: Weights): Promise<number> =>
        -(await decoder.logProbabilities(at, batch)).reduce((sum, p, i) => sum + p * batch.weights[i]!, 0);
      for (const [name, { data }] of weights) {
        const slope = gradient.get(`${name}.exp_avg`)!.data;
        const j = slope.reduce((best, value, i) => (Math.abs(value) > Math.abs(slope[best]!) ? i : best), 0);
        const at = async (delta: number): Promise<number> => {
          const moved = copy(weights);
          moved.get(name)!.data[j] = data[j]! + delta;
          return loss(moved);
        };
        const h = 5e-3;
        const numeric = ((await at(h)) - (await at(-h))) / (2 * h);
        const tolerance = 0.02 * Math.abs(numeric) + 2e-3;
        assert.ok(Math.abs(numeric - slope[j]!) < tolerance, `${name}[${j}]: ${slope[j]!} instead of ${numeric}`);
      }
      await decoder.dispose();
    });
  }

  it("gives packed rows the loss of the sequences on their own", async () => {
    const weights = larger(initialWeights(tinyModel, 1), 6);
    const packed = await lossAt(tinyModel, weights, packRows([sequences], 30));
    const apart = await lossAt(
      tinyModel,
      weights,
      packRows(
        sequences.map((one) => [one]),
        9,
      ),
    );
    assert.ok(Math.abs(packed - apart) < 1e-4 * apart, `${packed} ${apart}`);
  });

  it("gives completions that share a prompt the loss of whole sequences", async () => {
    const weights = larger(initialWeights(tinyModel, 1), 6);
    const { prompt, endings, whole } = wholeSequences();
    const apart = await lossAt(tinyModel, weights, whole);
    assert.ok(Math.abs((await lossAt(tinyModel, weights, sharedPrompt(prompt, endings))) - apart) < 1e-4 * apart);
  });

  it("gives completions that share a prompt the gradient of whole sequences, however they share rows", async () => {
    const weights = larger(initialWeights(tinyModel, 1), 6);
    const { prompt, endings, whole } = wholeSequences();
    const expected = await gradientAt(tinyModel, weights, whole);
    const rowsOfEndings = [[endings], endings.map((ending) => [ending]), [[endings[0]!, endings[2]!], [endings[1]!]]];
    for (const rows of rowsOfEndings) {
      const shared = await gradientAt(tinyModel, weights, sharedPrompt(prompt, endings, rows));
      for (const [name, { data }] of expected) {
        const size = Math.max(...data.map(Math.abs));
        shared.get(name)!.data.forEach((value, i) => {
          assert.ok(Math.abs(value - data[i]!) < 1e-4 * size + 1e-7, `${name}[${i}]: ${value} instead of ${data[i]!}`);
        });
      }
    }
  });

  it("stays finite where a row is all padding", async () => {
    const result = await withTrainer((trainer) => trainer.supervisedStep(packRows([sequences, []], 24), still));
    assert.ok(Number.isFinite(result.loss) && Number.isFinite(result.gradNorm) && Number.isFinite(result.entropy));
  });

  it("gives the same bytes in two runs, and in a run resumed from its state", async () => {
    for (const name of ["adamw", "muon"] as const) {
      const optimizer = { ...adamw, name, maxGradNorm: 1 };
      const rates = { adamw: 0.01, muon: 0.02 };
      const batch = packRows([sequences], 24);
      const train = (steps: number): Promise<{ weights: Weights; slots: Weights; step: number }> =>
        withTrainer(
          async (trainer) => {
            for (let i = 0; i < steps; i++) await trainer.supervisedStep(batch, rates);
            const { step, slots } = trainer.optimizerState();
            return { step, slots: copy(slots), weights: copy(trainer.weights()) };
          },
          { optimizer },
        );
      const whole = await train(4);
      assert.deepEqual(await train(4), whole);
      const half = await train(2);
      const resumed = await engine.createTrainer(tinyModel, optimizer, half.weights, half);
      for (let i = 0; i < 2; i++) await resumed.supervisedStep(batch, rates);
      assert.deepEqual(copy(resumed.weights()), whole.weights);
      await resumed.dispose();
    }
  });

  it("learns a sequence by heart", async () => {
    for (const name of ["adamw", "muon"] as const) {
      await withTrainer(
        async (trainer) => {
          const batch = packRows([sequences], 24);
          let loss = Infinity;
          for (let i = 0; i < 60; i++) loss = (await trainer.supervisedStep(batch, { adamw: 0.01, muon: 0.02 })).loss;
          assert.ok(loss < 5, `${name}: ${loss}`);
        },
        { optimizer: { ...adamw, name, maxGradNorm: 1 } },
      );
    }
  });

  describe("policy step", () => {
    const policyBatch = async (weights: Weights, shift: number, reference: number): Promise<PolicyBatch> => {
      const batch = packRows([sequences], 24);
      const decoder = await engine.createDecoder(tinyModel);
      const current = await decoder.logProbabilities(weights, batch);
      await decoder.dispose();
      return {
        ...batch,
        advantages: batch.weights.map((_, i) => (i % 2 === 0 ? 1 : -1)),
        oldLogProbabilities: current.map((value) => value + shift),
        referenceLogProbabilities: current.map((value) => value + reference),
      };
    };

    it("has PPO's clipped loss, the ratio times k3, and clip ratio", async () => {
      const weights = larger(initialWeights(tinyModel, 1), 6);
      // ratio e^0.5 > 1.3: the positive advantages are clipped. k3 = e^0.1 - 0.1 - 1.
      const batch = await policyBatch(weights, -0.5, 0.1);
      const result = await withTrainer((trainer) => trainer.policyStep(batch, still), { weights, kl: 0.7 });
      const divergence = Math.exp(0.5) * (Math.exp(0.1) - 0.1 - 1);
      let [loss, clipped, count] = [0, 0, 0];
      batch.weights.forEach((weight, i) => {
        loss += weight * (0.7 * divergence - (batch.advantages[i]! > 0 ? 1.3 : -Math.exp(0.5)));
        clipped += weight * Number(batch.advantages[i]! > 0);
        count += weight;
      });
      assert.ok(Math.abs(result.loss - loss) < 1e-3, `${result.loss} ${loss}`);
      assert.ok(Math.abs(result.kl - divergence) < 1e-4);
      assert.ok(Math.abs(result.clipRatio - clipped / count) < 1e-5);
      assert.ok(result.gradNorm > 0);
    });

    it("raises what was rewarded and lowers what was not", async () => {
      const weights = initialWeights(tinyModel, 1);
      const batch = await policyBatch(weights, 0, 0);
      await withTrainer(
        async (trainer) => {
          const first = await trainer.policyStep(batch, { adamw: 0.001, muon: 0 });
          assert.ok(Math.abs(first.clipRatio) < 1e-6);
          let last = first;
          for (let i = 0; i < 5; i++) last = await trainer.policyStep(batch, { adamw: 0.001, muon: 0 });
          assert.ok(last.loss < first.loss, `${first.loss} -> ${last.loss}`);
        },
        { weights },
      );
    });
  });

  it("counts its parameters and starts from the same weights for the same seed", () => {
    const weights = initialWeights(tinyModel, 9);
    const total = [...weights.values()].reduce((sum, { data }) => sum + data.length, 0);
    assert.equal(countParameters(tinyModel), total);
    assert.deepEqual(weights, initialWeights(tinyModel, 9));
    assert.notDeepEqual(weights, initialWeights(tinyModel, 10));
  });
});

function copy(weights: Weights): Weights {
  return new Map([...weights].map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]));
}

/** Larger matrices, for gradients that stand out of float32's rounding. */
function larger(weights: Weights, factor: number): Weights {
  return new Map(
    [...weights].map(([name, { shape, data }]) => [
      name,
      { shape, data: shape.length === 2 ? data.map((value) => value * factor) : data },
    ]),
  );
}

/** A prompt and its completions, and rows of both in one sequence each, trained on the completions. */
function wholeSequences() {
  const prompt = sequence(5);
  const endings = [sequence(4), sequence(6), sequence(2)];
  const whole = packRows(
    endings.map((ending) => [[...prompt, ...ending]]),
    11,
  );
  for (let i = 0; i < whole.weights.length; i++) if (i % 11 < prompt.length) whole.weights[i] = 0;
  return { prompt, endings, whole };
}

/** Rows that go on from one prompt: its completions, all in one row or each in its own. */
function sharedPrompt(
  prompt: readonly number[],
  endings: readonly (readonly number[])[],
  rows: readonly (readonly (readonly number[])[])[] = [endings],
): PackedBatch {
  const batch = packRows(rows, Math.max(...rows.map((row) => row.flat().length)));
  for (const [i, segment] of batch.segments.entries()) if (segment >= 0) batch.positions[i]! += prompt.length;
  const [tokens, lengths] = [Int32Array.of(...prompt, 0, 0), Int32Array.of(prompt.length)];
  const ofRow = new Int32Array(rows.length);
  return { ...batch, prompts: { count: 1, length: tokens.length, tokens, lengths, ofRow } };
}
