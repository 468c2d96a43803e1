import { createRandom } from "../../src/core/random.ts";
import { levels, skills, type Level, type Skill } from "../../src/core/dataset/types.ts";
import type { RunSpec } from "../../src/core/curriculum/schema.ts";
import type { Comparison, EvaluationCell, EvaluationSummary, MetricRow, RunRecord } from "../../src/core/runs/types.ts";

/** Made-up runs for looking at the panels; their numbers mean nothing. */
type Accuracies = Readonly<Record<Skill, Readonly<Record<Level, number>>>>;

const optimizer = {
  name: "muon",
  learningRate: 0.002,
  matrixLearningRate: 0.02,
  weightDecay: 0,
  beta1: 0.9,
  beta2: 0.98,
  epsilon: 1e-8,
  maxGradNorm: 1,
} as const;

const common = {
  data: { biographies: 1, mem: 2, ctx: 3, comp: 0, portion: { mem: 1, ctx: 1, comp: 1 } },
  optimizer,
  schedule: { warmupSteps: 40, decay: "cosine", finalRatio: 0.1 },
  checkpointEvery: 50,
  evaluateEvery: 50,
} as const;

const sft = (from = "base"): RunSpec => ({ method: "sft", from, ...common, steps: 700, batchSize: 96 });

const grpo = (from: string): RunSpec => ({
  method: "grpo",
  from,
  ...common,
  steps: 222,
  promptsPerStep: 32,
  groupSize: 16,
  temperature: 1,
  topK: 0,
  topP: 1,
  maxNewTokens: 18,
  reward: { outcome: 1, process: 0 },
  scaleRewards: "group",
  lossAggregation: "token",
  resample: 0,
  maskTruncated: false,
  updatesPerStep: 1,
  clipLow: 0.2,
  clipHigh: 0.2,
  kl: 0,
});

export function runRecord(name: string, config: RunSpec, changes: Partial<RunRecord> = {}): RunRecord {
  return {
    formatVersion: 1,
    id: `fixture.${name}-3fa2c1`,
    name,
    curriculum: { name: "fixture", file: "fixture.curriculum.json" },
    state: "finished",
    dataset: { name: "fixture", hash: "0123456789ab", folder: "fixture-0123456789ab" },
    seed: 0,
    config,
    model: {
      hiddenSize: 128,
      intermediateSize: 256,
      numHiddenLayers: 4,
      numAttentionHeads: 4,
      numKeyValueHeads: 4,
      tieWordEmbeddings: true,
      ropeTheta: 10000,
      rmsNormEps: 1e-6,
      vocabularySize: 1000,
      wholeNames: true,
      wholeRelations: true,
      parameters: 688_000,
    },
    evaluate: {
      questions: 100,
      samples: 64,
      temperature: 1,
      maxNewTokens: 64,
      atoms: true,
      quickSamples: 0,
      quickQuestions: 32,
    },
    engine: { name: "onnx", device: "cpu", threads: 2 },
    versions: {},
    progress: { step: config.steps, steps: config.steps, seconds: config.steps * 0.5, checkpoint: config.steps },
    createdAt: "2026-01-01T00:00:00.000Z",
    updatedAt: "2026-01-01T00:06:00.000Z",
    ...changes,
  };
}

const final: Readonly<Record<string, Accuracies>> = {
  "sft-comp": row([0.37, 0.36, 0.33], [0.57, 0.52, 0.5], [0.84, 0.8, 0.17]),
  "sft-comp-rl": row([0.37, 0.35, 0.34], [0.54, 0.53, 0.49], [0.81, 0.84, 0.17]),
  "sft-atomic": row([1, 1, 0.99], [0.77, 0.76, 0.7], [0.64, 0.7, 0.54]),
  "sft-atomic-rl": row([1, 0.99, 0.99], [0.73, 0.74, 0.69], [0.83, 0.83, 0.75]),
};

function row(mem: readonly number[], ctx: readonly number[], comp: readonly number[]): Accuracies {
  const byLevel = (values: readonly number[]) => ({
    iid: values[0]!,
    composition: values[1]!,
    "zero-shot": values[2]!,
  });
  return { mem: byLevel(mem), ctx: byLevel(ctx), comp: byLevel(comp) };
}

export function cells(name: string): EvaluationCell[] {
  return skills.flatMap((skill) =>
    levels.map((level) => {
      const accuracy = final[name]![skill][level];
      const ks = [1, 2, 4, 8, 16, 32, 64];
      const passAtK = Object.fromEntries(ks.map((k) => [k, 1 - (1 - accuracy) ** (1 + Math.log2(k) / 3)]));
      return { skill, level, questions: 200, accuracy, strictAccuracy: accuracy * 0.9, passAtK };
    }),
  );
}

export const evaluation = (name: string, step: number): EvaluationSummary => ({
  formatVersion: 1,
  run: `fixture.${name}-3fa2c1`,
  step,
  questionsPerCell: 200,
  samplesPerQuestion: 64,
  temperature: 1,
  maxNewTokens: 64,
  seconds: 41,
  tokensPerSecond: 4300,
  cells: cells(name),
});

/** Noisy learning curves with quick evaluations every 50 steps. */
export function metricRows(name: string, config: RunSpec, count = config.steps): MetricRow[] {
  const random = createRandom(7, name);
  const noise = (size: number) => size * (random.float() - 0.5);
  return Array.from({ length: count }, (_, index) => {
    const step = index + 1;
    const progress = 1 - Math.exp((-4 * step) / config.steps);
    const shared = {
      step,
      time: step * 0.5 + noise(0.1),
      loss: 4.2 * (1 - progress) + 0.06 + Math.abs(noise(0.5 * (1.1 - progress))),
      grad_norm: 1.5 * (1 - progress) + 0.3 + Math.abs(noise(0.6)),
      learning_rate: 0.002 * Math.min(1, step / 40) * (0.55 + 0.45 * Math.cos((Math.PI * step) / config.steps)),
      tokens_per_second: 7400 + noise(900),
      entropy: 1.2 * (1 - progress) + 0.1 + Math.abs(noise(0.1)),
    };
    const reward = 0.35 + 0.45 * progress + noise(0.15);
    const rl =
      config.method === "grpo"
        ? {
            reward,
            reward_std: 0.25 - 0.15 * progress,
            frac_reward_zero_std: 0.2 + 0.5 * progress + noise(0.1),
            clip_ratio: Math.abs(noise(0.02)),
            "completions/mean_length": 14 + noise(2),
          }
        : {};
    return { ...shared, ...rl, ...(step % 50 === 0 ? quickEvaluation(name, progress, noise) : {}) };
  });
}

function quickEvaluation(name: string, progress: number, noise: (size: number) => number): Record<string, number> {
  const entries = skills.flatMap((skill) =>
    levels.map((level) => {
      const value = final[name]![skill][level] * progress + noise(0.06);
      return [`eval/${skill}/${level}/accuracy`, Math.min(1, Math.max(0, value))] as const;
    }),
  );
  return Object.fromEntries(entries);
}

export const configs: Readonly<Record<string, RunSpec>> = {
  "sft-comp": sft(),
  "sft-comp-rl": grpo("sft-comp"),
  "sft-atomic": sft(),
  "sft-atomic-rl": grpo("sft-atomic"),
};

export const comparison: Comparison = {
  runs: Object.entries(configs).map(([name, config]) => ({
    run: runRecord(name, config),
    cells: cells(name),
    metrics: metricRows(name, config),
  })),
  differences: [
    { path: "method", values: ["sft", "grpo", "sft", "grpo"] },
    { path: "from", values: ["base", "sft-comp", "base", "sft-atomic"] },
    { path: "data.comp", values: ["4", "1", "0", "1"] },
    { path: "steps", values: ["700", "222", "700", "222"] },
  ],
  dataDifferences: [],
};
