import assert from "node:assert/strict";
import { createOnnxEngine } from "../../../../src/engine/executors/onnx/engine.ts";
import type { Engine, OptimizerState, TrainerOptions, Weights } from "../../../../src/engine/model/types.ts";
import { packRows, shakenWeights, tinyModel } from "./tiny.ts";

const optimizer = { name: "adamw", weightDecay: 0, beta1: 0.9, beta2: 0.98, epsilon: 1e-4, maxGradNorm: 1 } as const;
const batch = packRows(
  [
    [
      [1, 2, 3, 4, 5, 6, 7],
      [8, 3, 9, 1],
    ],
    [[4, 4, 10, 2, 11]],
  ],
  12,
);
const rates = { adamw: 0.003, muon: 0 };
const weights = shakenWeights(tinyModel);
const copy = (of: Weights): Weights =>
  new Map([...of].map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]));

// The processor computes fp16 by way of fp32, rounding each value: the numbers are those of a device that has it.
describe("training in fp16", function () {
  this.timeout(60_000);
  let engine: Engine;
  before(async () => {
    engine = await createOnnxEngine({ threads: 1 });
  });

  const train = async (steps: number, options: TrainerOptions, state?: OptimizerState, from = weights) => {
    const trainer = await engine.createTrainer(tinyModel, optimizer, from, state, undefined, options);
    const losses = [];
    const norms = [];
    for (let i = 0; i < steps; i++) {
      const { loss, gradNorm } = await trainer.supervisedStep(batch, rates);
      losses.push(loss);
      norms.push(gradNorm);
    }
    const { step, slots } = trainer.optimizerState();
    const result = { losses, norms, step, slots: copy(slots), weights: copy(trainer.weights()) };
    await trainer.dispose();
    return result;
  };

  for (const gradientAccumulation of [1, 2])
    it(`follows the curve of fp32, ${gradientAccumulation} part(s)`, async () => {
      const single = await train(8, { gradientAccumulation });
      const half = await train(8, { gradientAccumulation, precision: "fp16" });
      const taken = half.norms.filter((norm) => norm > 0).length;
      assert.equal(half.step, taken);
      // The first steps may be left out until the scale fits.
      const skipped = 8 - taken;
      assert.ok(skipped < 4, String(half.norms));
      half.losses.slice(skipped).forEach((loss, i) => {
        assert.ok(Math.abs(loss / single.losses[i]! - 1) < 0.01, `${loss} ${single.losses[i]!}`);
      });
      for (const { data } of half.weights.values())
        assert.ok(data instanceof Float32Array && data.every(Number.isFinite));
    });

  it("leaves out a step whose gradients overflow, and halves the scale", async () => {
    const slots: Weights = new Map([
      ...[...weights].flatMap(([name, { shape, data }]) =>
        ["exp_avg", "exp_avg_sq"].map(
          (slot) => [`${name}.${slot}`, { shape, data: new Float32Array(data.length) }] as const,
        ),
      ),
      ["loss_scale", { shape: [2], data: Float32Array.of(2 ** 40, 7) }],
    ]);
    const { step, norms, weights: after, slots: kept } = await train(1, { precision: "fp16" }, { step: 3, slots });
    assert.deepEqual([step, ...norms], [3, 0]);
    assert.deepEqual(after, copy(weights));
    assert.deepEqual([...kept.get("loss_scale")!.data], [2 ** 39, 0]);
  });

  it("goes on from its state as if never interrupted", async () => {
    const whole = await train(4, { precision: "fp16" });
    const half = await train(2, { precision: "fp16" });
    const rest = await train(2, { precision: "fp16" }, half, half.weights);
    assert.deepEqual(rest.weights, whole.weights);
    assert.deepEqual(rest.slots, whole.slots);
  });
});
