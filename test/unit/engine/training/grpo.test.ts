import assert from "node:assert/strict";
import type { GrpoSpec } from "../../../../src/core/curriculum/schema.ts";
import { createRandom } from "../../../../src/core/random.ts";
import { createOnnxEngine } from "../../../../src/engine/executors/onnx/engine.ts";
import { initialWeights } from "../../../../src/engine/model/parameters.ts";
import { groupAdvantages, type GroupAdvantages } from "../../../../src/engine/training/advantages.ts";
import { completionWeight } from "../../../../src/engine/training/grpo.ts";
import { packGroups } from "../../../../src/engine/training/packing.ts";
import type { SampledGroup } from "../../../../src/engine/training/rollouts.ts";
import { packRows } from "../model/tiny.ts";

describe("GRPO", () => {
  it("normalizes rewards by the group's mean and sample standard deviation, as TRL does", () => {
    const [{ advantages, std }, even] = groupAdvantages(
      [
        [1, 0, 0, 0],
        [1, 1, 1, 1],
      ],
      "group",
    ) as [GroupAdvantages, GroupAdvantages];
    assert.equal(std, 0.5);
    const expected = [0.75 / 0.5001, -0.25 / 0.5001, -0.25 / 0.5001, -0.25 / 0.5001];
    advantages.forEach((advantage, i) => {
      assert.ok(Math.abs(advantage - expected[i]!) < 1e-12);
    });
    assert.deepEqual(even, { advantages: [0, 0, 0, 0], std: 0 });
    const [whole] = groupAdvantages(
      [
        [1, 0, 0, 0],
        [1, 1, 1, 1],
      ],
      "batch",
    );
    // Five of eight right: the sample standard deviation of all is sqrt(15 / 56).
    assert.ok(Math.abs(whole!.advantages[0]! - 0.75 / (Math.sqrt(15 / 56) + 1e-4)) < 1e-12);
    assert.deepEqual(groupAdvantages([[1, 0, 0, 0]], "none")[0]?.advantages, [0.75, -0.25, -0.25, -0.25]);
  });

  it("finds nothing to learn in equal rewards, whatever shares of a chain they are", () => {
    for (const reward of [0, 0.2, 1 / 3, 2 / 3, 4 / 3]) {
      const [group] = groupAdvantages([new Array<number>(16).fill(reward)], "group");
      assert.equal(group!.std, 0, `sixteen times ${reward}`);
    }
  });

  it("weighs tokens by the step, the completion or a constant, and leaves out what ran out of length", () => {
    const completion = (...tokens: number[]) => ({ tokens: Int32Array.from(tokens) });
    const completions = [completion(5, 0), completion(6, 7, 8, 9)];
    const groups = [{ completions }, { completions: [completion(4, 0)] }] as unknown as SampledGroup[];
    const weights = (spec: Partial<GrpoSpec>) =>
      completions.map(completionWeight({ maxNewTokens: 4, maskTruncated: false, ...spec } as GrpoSpec, groups, 0));
    assert.deepEqual(weights({ lossAggregation: "token" }), [1 / 8, 1 / 8]);
    assert.deepEqual(weights({ lossAggregation: "sequence" }), [1 / 6, 1 / 12]);
    assert.deepEqual(weights({ lossAggregation: "constant" }), [1 / 12, 1 / 12]);
    assert.deepEqual(weights({ lossAggregation: "token", maskTruncated: true }), [1 / 4, 0]);
  });

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
  const optimizer = {
    name: "adamw",
    weightDecay: 0,
    beta1: 0.9,
    beta2: 0.98,
    epsilon: 1e-8,
    maxGradNorm: 1,
  } as const;
  /** Matrices large enough that the temperature matters. */
  const weights = new Map(
    Array.from(initialWeights(config, 1), ([name, { shape, data }]) => [
      name,
      { shape, data: shape.length === 2 ? data.map((value) => 8 * value) : data },
    ]),
  );

  for (const temperature of [1, 0.5]) {
    it(`has ratio 1 on fresh rollouts at temperature ${temperature}, however packed: the loss is known by hand`, async () => {
      const engine = await createOnnxEngine({ threads: 1 });
      const decoder = await engine.createDecoder(config);
      const prompts = [Int32Array.of(1, 2, 3, 4), Int32Array.of(5, 6)];
      const stream = createRandom(0, "test");
      const sampled = await decoder.generate(weights, prompts, {
        samplesPerPrompt: 4,
        maxNewTokens: 6,
        temperature,
        stopToken: 0,
        random: () => stream.float(),
      });
      const rewards = [
        [1, 0, 0, 0],
        [1, 1, 0, 0],
      ];
      const rated = groupAdvantages(rewards, "group");
      const groups = prompts.map((prompt, i) => {
        const { advantages } = rated[i]!;
        return { prompt, completions: sampled[i]!.map((c, j) => ({ ...c, advantage: advantages[j]! })) };
      });
      const completions = groups.flatMap((group) => group.completions);
      const normalizer = completions.reduce((sum, { tokens }) => sum + tokens.length, 0);
      const batch = packGroups(groups, 16, () => 1 / normalizer);
      assert.ok(batch.rows > 2);

      const policyLoss = { temperature, clipLow: 0.01, clipHigh: 0.01, kl: 0.5 };
      const trainer = await engine.createTrainer(config, optimizer, weights, undefined, policyLoss);
      const referenceLogProbabilities = await decoder.logProbabilities(weights, batch, temperature);
      const result = await trainer.policyStep({ ...batch, referenceLogProbabilities }, { adamw: 0, muon: 0 });
      const byHand = completions.reduce(
        (sum, { advantage, tokens }) => sum - (advantage * tokens.length) / normalizer,
        0,
      );
      assert.ok(Math.abs(result.loss - byHand) < 1e-4, `${result.loss} ${byHand}`);
      assert.ok(Math.abs(result.kl) < 1e-6);
      assert.equal(result.clipRatio, 0);
      await trainer.dispose();
      await decoder.dispose();
    });
  }

  it("divides the logits by the temperature, as TRL does", async () => {
    const engine = await createOnnxEngine({ threads: 1 });
    const decoder = await engine.createDecoder(config);
    const temperature = 0.7;
    const prompt = [1, 2, 3];
    // One row for each token of the vocabulary: its log p after the prompt.
    const rows = packRows(
      Array.from({ length: config.vocabularySize }, (_, token) => [[...prompt, token]]),
      prompt.length + 1,
    );
    const last = (all: Float32Array): number[] =>
      Array.from({ length: config.vocabularySize }, (_, row) => all[row * rows.length + prompt.length - 1]!);
    const scaled = last(await decoder.logProbabilities(weights, rows)).map((logit) => Math.exp(logit / temperature));
    const total = scaled.reduce((sum, value) => sum + value, 0);
    const expected = scaled.map((value) => Math.log(value / total));
    last(await decoder.logProbabilities(weights, rows, temperature)).forEach((value, token) => {
      assert.ok(Math.abs(value - expected[token]!) < 1e-4, `${token}: ${value} ${expected[token]!}`);
    });

    const entropy = -expected.reduce((sum, value) => sum + Math.exp(value) * value, 0);
    const policyLoss = { temperature, clipLow: 0.2, clipHigh: 0.2, kl: 0 };
    const trainer = await engine.createTrainer(config, optimizer, weights, undefined, policyLoss);
    const idle = new Float32Array(rows.weights.length);
    const policyWeights = rows.weights.map((_, i) => Number(i === prompt.length - 1));
    const advantages = idle.map(() => 2);
    const oldLogProbabilities = idle.map(() => expected[0]! - 0.1);
    const result = await trainer.policyStep(
      { ...rows, weights: policyWeights, advantages, oldLogProbabilities, referenceLogProbabilities: idle },
      { adamw: 0, muon: 0 },
    );
    // The target of the first row is token 0, whose ratio is e^0.1.
    assert.ok(Math.abs(result.loss + 2 * Math.exp(0.1)) < 1e-3, `${result.loss}`);
    assert.ok(Math.abs(result.entropy - entropy) < 1e-3, `${result.entropy} ${entropy}`);
    await trainer.dispose();
    await decoder.dispose();
  });
});
