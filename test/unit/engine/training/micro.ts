import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CurriculumInput } from "../../../../src/core/curriculum/schema.ts";

const optimizer = { name: "muon", learningRate: 0.01, matrixLearningRate: 0.03 } as const;
const sft = {
  method: "sft",
  data: { biographies: 1, mem: 3 },
  batchSize: 48,
  optimizer,
  schedule: { warmupSteps: 10 },
} as const;

const rft = {
  method: "rft",
  from: "half",
  data: { mem: 1 },
  promptsPerStep: 16,
  groupSize: 6,
  maxNewTokens: 24,
  optimizer: { learningRate: 0.0004 },
  schedule: { decay: "constant" },
  evaluateEvery: 0,
} as const;

/** Ten people whose parametric facts a model of 90,000 parameters learns in a hundred steps. */
export const micro: CurriculumInput = {
  seed: 3,
  graph: {
    people: { parametric: 10, contextual: 10, shared: 10 },
    relations: ["boss", "roommate", "mentoring", "pet", "hobby", "spouse", "sibling", "rival", "major", "nationality"],
    attributeValues: 4,
  },
  paths: {
    hops: { "2": 1 },
    draws: { mem: 60, ctx: 10, comp: 10 },
    levels: { iid: 1, composition: 0, "zero-shot": 0 },
  },
  questions: {
    train: { mem: 76, ctx: 15, comp: 15 },
    test: 16,
    wordings: 1,
    singleHop: { mem: 0.32, ctx: 0.32 },
    irrelevantContext: 0,
    context: { statements: 2, distractors: { disconnected: [0, 0] } },
  },
  model: {
    hiddenSize: 64,
    intermediateSize: 128,
    numHiddenLayers: 2,
    numAttentionHeads: 2,
    numKeyValueHeads: 1,
    vocabularySize: 300,
  },
  runs: {
    learned: { ...sft, steps: 100, evaluateEvery: 100 },
    half: { ...sft, steps: 56, schedule: { warmupSteps: 10, decay: "constant" }, evaluateEvery: 0 },
    short: { ...sft, steps: 12, batchSize: 16, checkpointEvery: 3, evaluateEvery: 4 },
    rl: {
      method: "grpo",
      from: "half",
      data: { mem: 1 },
      steps: 25,
      promptsPerStep: 16,
      groupSize: 12,
      maxNewTokens: 24,
      optimizer: { learningRate: 0.001 },
      schedule: { decay: "constant" },
      evaluateEvery: 0,
    },
    "short-rl": {
      method: "grpo",
      from: "short",
      data: { mem: 1 },
      steps: 3,
      promptsPerStep: 4,
      groupSize: 4,
      maxNewTokens: 8,
      kl: 0.01,
      updatesPerStep: 2,
      temperature: 0.9,
      evaluateEvery: 0,
    },
    "short-dapo": {
      method: "grpo",
      from: "half",
      data: { mem: 1 },
      steps: 2,
      promptsPerStep: 6,
      groupSize: 2,
      maxNewTokens: 24,
      topK: 20,
      topP: 0.95,
      reward: { outcome: 1, process: 0.5 },
      lossAggregation: "constant",
      scaleRewards: "none",
      resample: 3,
      maskTruncated: true,
      evaluateEvery: 0,
    },
    rft: { ...rft, steps: 3 },
    "rft-faster": { ...rft, steps: 3, optimizer: { learningRate: 0.01 } },
    "rft-online": { ...rft, steps: 40, online: true },
  },
  evaluate: { questions: 16, samples: 4, maxNewTokens: 24, quickQuestions: 16, quickSamples: 2 },
};

/** A temporary folder with the micro curriculum in it. */
export async function microFolder(): Promise<{ folder: string; file: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "curriculum-"));
  const file = join(folder, "micro.curriculum.json");
  await writeFile(file, JSON.stringify(micro));
  return { folder, file, remove: () => rm(folder, { recursive: true, force: true }) };
}
