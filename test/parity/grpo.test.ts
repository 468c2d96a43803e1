import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateDataset } from "../../src/core/dataset/generate.ts";
import { openDataset } from "../../src/core/dataset/open.ts";
import { readSafetensors } from "../../src/engine/checkpoint/safetensors.ts";
import type { PolicyStepResult, Weights } from "../../src/engine/model/types.ts";
import { datasetTokenizer } from "../../src/engine/training/records.ts";
import { smallCurriculum } from "../unit/core/dataset/small.ts";
import { shakenWeights } from "../unit/engine/model/tiny.ts";
import { largestDifference } from "./difference.ts";
import { findPython, runScript } from "./python.ts";
import { grpoSpec, maxNewTokens, trainOnWritten, type Training } from "./rollouts.ts";
import { writeModel } from "./transformers.ts";

const optimizer = {
  learningRate: 0.004,
  weightDecay: 0.1,
  beta1: 0.9,
  beta2: 0.98,
  epsilon: 1e-4,
  maxGradNorm: 0.5,
};
const common = {
  data: { mem: 1, ctx: 1, comp: 1 },
  steps: 2,
  promptsPerStep: 6,
  groupSize: 4,
  maxNewTokens,
  reward: { outcome: 1, process: 0.5 },
  schedule: { decay: "constant" },
  optimizer,
} as const;
const commonInTrl = {
  learning_rate: optimizer.learningRate,
  weight_decay: optimizer.weightDecay,
  adam_beta1: optimizer.beta1,
  adam_beta2: optimizer.beta2,
  adam_epsilon: optimizer.epsilon,
  max_grad_norm: optimizer.maxGradNorm,
  max_completion_length: maxNewTokens,
  temperature: 1,
};

/** A run's settings under both names. More than one update on a batch makes ratios other than 1. */
const cases = [
  { name: "as it comes", own: {}, trl: { loss_type: "dapo", num_iterations: 1 } },
  {
    name: "DAPO, clipped at either end",
    own: { updatesPerStep: 4, clipLow: 0.02, clipHigh: 0.05 },
    trl: { loss_type: "dapo", num_iterations: 4, epsilon: 0.02, epsilon_high: 0.05 },
  },
  {
    name: "DAPO and BNPO are one on a whole batch, truncated completions masked, temperature below 1",
    own: { updatesPerStep: 2, maskTruncated: true, temperature: 0.7 },
    trl: { loss_type: "bnpo", num_iterations: 2, mask_truncated_completions: true, temperature: 0.7 },
  },
  {
    name: "DAPO, truncated completions masked, a penalty",
    own: { updatesPerStep: 2, maskTruncated: true, kl: 0.2 },
    trl: { loss_type: "dapo", num_iterations: 2, mask_truncated_completions: true, beta: 0.2 },
  },
  {
    name: "the paper's loss: means of completions, a penalty, advantages by the batch, temperature above 1",
    own: { lossAggregation: "sequence", updatesPerStep: 3, kl: 0.1, scaleRewards: "batch", temperature: 1.3 },
    trl: { loss_type: "grpo", num_iterations: 3, beta: 0.1, scale_rewards: "batch", temperature: 1.3 },
  },
  {
    name: "means of completions, truncated ones masked",
    own: { lossAggregation: "sequence", updatesPerStep: 2, maskTruncated: true },
    trl: { loss_type: "grpo", num_iterations: 2, mask_truncated_completions: true },
  },
  {
    name: "Dr. GRPO with a penalty",
    own: { lossAggregation: "constant", updatesPerStep: 2, kl: 0.04, scaleRewards: "none" },
    trl: { loss_type: "dr_grpo", num_iterations: 2, beta: 0.04, scale_rewards: "none" },
  },
] as const;

interface Answer {
  readonly updates: readonly PolicyStepResult[];
  readonly steps: readonly {
    readonly reward: number;
    readonly zeroStd: number;
    readonly advantages: readonly number[];
  }[];
}

describe("parity with TRL's GRPOTrainer", function () {
  this.timeout(20 * 60_000);
  let parent = "";
  const trainings = new Map<string, Training>();
  let answers: Readonly<Record<string, Answer>>;
  let tensors: Weights;

  before(async function () {
    const python = findPython(this, "torch", "transformers", "trl", "datasets");
    parent = await mkdtemp(join(tmpdir(), "trl-"));
    const dataset = await openDataset((await generateDataset(smallCurriculum(), "small", parent)).folder);
    const tokenizer = await datasetTokenizer(dataset, { vocabularySize: 320, wholeNames: true, wholeRelations: true });
    const config = {
      ...{ hiddenSize: 32, intermediateSize: 48, numHiddenLayers: 2, numAttentionHeads: 4, numKeyValueHeads: 2 },
      ...{ rmsNormEps: 1e-6, ropeTheta: 100, tieWordEmbeddings: true, vocabularySize: tokenizer.vocabularySize },
    };
    const model = { config, tokenizer, weights: shakenWeights(config) };
    for (const { name, own } of cases)
      trainings.set(name, await trainOnWritten(dataset, model, grpoSpec({ ...common, ...own })));

    const [checkpoint, request, output] = ["checkpoint", "request.json", "answer"].map((file) => join(parent, file));
    await writeModel(checkpoint!, model);
    const asked = cases.map(({ name, trl }) => {
      return { name, arguments: { ...commonInTrl, ...trl }, steps: trainings.get(name)!.steps };
    });
    await writeFile(request!, JSON.stringify({ cases: asked }));
    await mkdir(output!);
    runScript(python, "grpo.py", checkpoint!, request!, output!);
    answers = JSON.parse(await readFile(join(output!, "answer.json"), "utf8")) as typeof answers;
    tensors = await readSafetensors(join(output!, "tensors.safetensors"));
  });
  after(() => rm(parent, { recursive: true, force: true }));

  for (const { name, own } of cases) {
    describe(name, () => {
      it("rates the completions alike", () => {
        const { rollouts, metrics } = trainings.get(name)!;
        for (const [i, { reward, zeroStd, advantages }] of answers[name]!.steps.entries()) {
          close(metrics[i]!["reward"]!, reward, 1e-6);
          // Under "batch", TRL asks whether all rewards are equal.
          if (!("scaleRewards" in own && own.scaleRewards === "batch"))
            close(metrics[i]!["frac_reward_zero_std"]!, zeroStd, 1e-6);
          rollouts[i]!.forEach(({ advantage }, j) => {
            close(advantage, advantages[j]!, 1e-5);
          });
        }
      });

      it("takes the same steps: losses, norms, entropies, clipped shares, divergences", () => {
        const { updates } = trainings.get(name)!;
        assert.equal(updates.length, answers[name]!.updates.length);
        for (const [i, expected] of answers[name]!.updates.entries()) {
          for (const key of ["loss", "gradNorm", "kl"] as const) close(updates[i]![key], expected[key], 1e-5, key);
          // TRL counts the tokens of groups with equal rewards too, which have a part in the penalty alone.
          if (!("kl" in own)) continue;
          for (const key of ["entropy", "clipRatio"] as const) close(updates[i]![key], expected[key], 1e-5, key);
        }
        if ("clipLow" in own) assert.ok(answers[name]!.updates.at(-1)!.clipRatio > 0.05, "hardly anything was clipped");
      });

      it("ends with the same weights and moments", () => {
        for (const [weight, { data }] of trainings.get(name)!.tensors) {
          const expected = tensors.get(`${name}.${weight}`)!.data;
          const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
          const difference = largestDifference(data, expected);
          assert.ok(difference < 1e-4 * scale, `${weight}: ${difference} of ${scale}`);
        }
      });
    });
  }
});

/** Relative to the expected value, or to 0.1 where it is smaller. */
function close(actual: number, expected: number, tolerance: number, name = ""): void {
  const difference = Math.abs(actual - expected);
  assert.ok(difference <= tolerance * Math.max(0.1, Math.abs(expected)), `${name}: ${actual} instead of ${expected}`);
}
