import assert from "node:assert/strict";
import { createRandom } from "../../../../src/core/random.ts";
import { createOnnxEngine } from "../../../../src/engine/executors/onnx/engine.ts";
import { initialWeights } from "../../../../src/engine/model/parameters.ts";
import { groupAdvantages } from "../../../../src/engine/training/advantages.ts";
import { packGroups } from "../../../../src/engine/training/packing.ts";

describe("GRPO", () => {
  it("normalizes rewards by the group's mean and sample standard deviation, as TRL does", () => {
    const { advantages, std } = groupAdvantages([1, 0, 0, 0]);
    assert.equal(std, 0.5);
    const expected = [0.75 / 0.5001, -0.25 / 0.5001, -0.25 / 0.5001, -0.25 / 0.5001];
    advantages.forEach((advantage, i) => {
      assert.ok(Math.abs(advantage - expected[i]!) < 1e-12);
    });
    assert.deepEqual(groupAdvantages([1, 1, 1]), { advantages: [0, 0, 0], std: 0 });
  });

  it("has ratio 1 on fresh rollouts, however they are packed, so that the loss is known by hand", async () => {
    const config = {
      hiddenSize: 16,
      intermediateSize: 32,
      numHiddenLayers: 2,
      numAttentionHeads: 2,
      numKeyValueHeads: 1,
      tieWordEmbeddings: true,
      ropeTheta: 10000,
      rmsNormEps: 1e-6,
      vocabularySize: 11,
    };
    const engine = await createOnnxEngine({ threads: 1 });
    const weights = initialWeights(config, 1);
    const decoder = await engine.createDecoder(config);
    const prompts = [Int32Array.of(1, 2, 3, 4), Int32Array.of(5, 6)];
    const stream = createRandom(0, "test");
    const sampled = await decoder.generate(weights, prompts, {
      samplesPerPrompt: 4,
      maxNewTokens: 6,
      temperature: 1,
      stopToken: 0,
      random: () => stream.float(),
    });
    const rewards = [
      [1, 0, 0, 0],
      [1, 1, 0, 0],
    ];
    const groups = prompts.map((prompt, i) => {
      const { advantages } = groupAdvantages(rewards[i]!);
      return { prompt, completions: sampled[i]!.map((c, j) => ({ ...c, advantage: advantages[j]! })) };
    });
    const completions = groups.flatMap((group) => group.completions);
    const normalizer = completions.reduce((sum, { tokens }) => sum + tokens.length, 0);
    const batch = packGroups(groups, { length: 16, normalizer });
    assert.ok(batch.rows > 2);

    const optimizer = {
      name: "adamw",
      weightDecay: 0,
      beta1: 0.9,
      beta2: 0.98,
      epsilon: 1e-8,
      maxGradNorm: 1,
    } as const;
    const policyLoss = { clipLow: 0.2, clipHigh: 0.2, kl: 0.5 };
    const trainer = await engine.createTrainer(config, optimizer, weights, undefined, policyLoss);
    const referenceLogProbabilities = await decoder.logProbabilities(weights, batch);
    const result = await trainer.policyStep({ ...batch, referenceLogProbabilities }, { adamw: 0, muon: 0 });
    const byHand = completions.reduce(
      (sum, { advantage, tokens }) => sum - (advantage * tokens.length) / normalizer,
      0,
    );
    assert.ok(Math.abs(result.loss - byHand) < 1e-5, `${result.loss} ${byHand}`);
    assert.ok(Math.abs(result.kl) < 1e-6);
    assert.equal(result.clipRatio, 0);
    await trainer.dispose();
    await decoder.dispose();
  });
});
