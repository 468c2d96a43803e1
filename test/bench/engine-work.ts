import { createRandom } from "../../src/core/random.ts";
import { createOnnxExecutor } from "../../src/engine/executors/onnx/executor.ts";
import * as ops from "../../src/engine/graph/ops.ts";
import { initialWeights } from "../../src/engine/model/parameters.ts";
import type { Engine, ModelConfig, OptimizerConfig, PackedBatch, PolicyBatch } from "../../src/engine/model/types.ts";
import { groupAdvantages } from "../../src/engine/training/advantages.ts";
import { batchShape } from "../../src/engine/training/batch-shape.ts";
import { rowLength } from "../../src/engine/training/grpo.ts";
import { packGroups } from "../../src/engine/training/packing.ts";

/** The size of the samples: 0.7 M parameters. */
export const model: ModelConfig = {
  hiddenSize: 128,
  intermediateSize: 256,
  numHiddenLayers: 4,
  numAttentionHeads: 4,
  numKeyValueHeads: 4,
  tieWordEmbeddings: true,
  ropeTheta: 10000,
  rmsNormEps: 1e-6,
  vocabularySize: 600,
};

const [sequences, segment] = [64, 64];
const sequence = { tokens: new Int32Array(segment + 1), trainedFrom: 1 };
const { rows, length } = batchShape({ mem: [sequence] }, new Map([["mem", sequences]]), model);

/** What is trained on, in the rows that a run would have, and sampled. */
export const work = { rows, length, segment, prompts: 32, samples: 16, promptLength: 60, newTokens: 32 };

export interface Job {
  readonly name: string;
  /** Trained on or sampled. */
  readonly tokens: number;
  readonly run: () => Promise<unknown>;
}

const random = createRandom(1, "bench");
const rates = { adamw: 0.001, muon: 0.01 };
const token = (): number => random.integer(model.vocabularySize);

function batchOf(trained: (position: number) => boolean): PackedBatch {
  const fill = (f: (i: number) => number): Int32Array => Int32Array.from({ length: rows * length }, (_, i) => f(i));
  const segments = fill((i) => Math.floor((i % length) / segment));
  const weights = Float32Array.from({ length: rows * length }, (_, i) =>
    trained(i % segment) ? 1 / (rows * length) : 0,
  );
  const positions = fill((i) => i % segment);
  return { rows, length, tokens: fill(token), targets: fill(token), segments, positions, weights };
}

const optimizerOf = (name: OptimizerConfig["name"]): OptimizerConfig => ({
  name,
  weightDecay: 0.01,
  beta1: 0.9,
  beta2: 0.98,
  epsilon: 1e-8,
  maxGradNorm: 1,
});

const policyLoss = { temperature: 1, clipLow: 0.2, clipHigh: 0.2, kl: 0 };

const trainerOf = (engine: Engine, name: OptimizerConfig["name"]) =>
  engine.createTrainer(model, optimizerOf(name), initialWeights(model, 1), undefined, policyLoss);

/** A step with all targets trained on or, as in a question with its context, the last quarter of each sequence. */
export async function trainingJobs(engine: Engine, name: OptimizerConfig["name"]): Promise<Job[]> {
  const trainer = await trainerOf(engine, name);
  const whole = batchOf(() => true);
  const completions = batchOf((position) => position >= (3 * segment) / 4);
  const policy: PolicyBatch = {
    ...completions,
    advantages: new Float32Array(rows * length).fill(1),
    oldLogProbabilities: new Float32Array(rows * length).fill(-6.4),
    referenceLogProbabilities: new Float32Array(rows * length),
  };
  const tokens = rows * length;
  return [
    { name: `${name}_whole`, tokens, run: () => trainer.supervisedStep(whole, rates) },
    { name: `${name}_completions`, tokens, run: () => trainer.supervisedStep(completions, rates) },
    { name: `${name}_policy`, tokens, run: () => trainer.policyStep(policy, rates) },
  ];
}

/** Sampling with a KV cache, and the log-probabilities of a batch. */
export async function decodingJobs(engine: Engine): Promise<Job[]> {
  const decoder = await engine.createDecoder(model);
  const weights = initialWeights(model, 1);
  const batch = batchOf(() => true);
  const asked = prompts();
  return [
    { name: "sampling", tokens: sampledTokens, run: () => decoder.generate(weights, asked, sampling) },
    { name: "scoring", tokens: rows * length, run: () => decoder.logProbabilities(weights, batch) },
  ];
}

/** A step of GRPO: new prompts, completions of the newest weights, a reward, one update. */
export async function grpoJob(engine: Engine): Promise<Job> {
  const trainer = await trainerOf(engine, "adamw");
  const decoder = await engine.createDecoder(model);
  const run = async (): Promise<void> => {
    const asked = prompts();
    const completions = await decoder.generate(trainer.weights(), asked, sampling);
    const rewards = completions.map((group) => group.map(({ tokens }) => shareOfEven(tokens)));
    const rated = groupAdvantages(rewards, "group");
    const groups = asked.map((prompt, i) => ({
      prompt,
      completions: completions[i]!.map((completion, j) => ({ ...completion, advantage: rated[i]!.advantages[j]! })),
    }));
    const batch = packGroups(groups, rowLength({ maxNewTokens: work.newTokens }), () => 1 / sampledTokens);
    await trainer.policyStep(batch, rates);
  };
  return { name: "grpo", tokens: sampledTokens, run };
}

const sampledTokens = work.prompts * work.samples * work.newTokens;

const sampling = {
  samplesPerPrompt: work.samples,
  maxNewTokens: work.newTokens,
  temperature: 1,
  stopToken: -1,
  random: () => random.float(),
};

const prompts = (): Int32Array[] =>
  Array.from({ length: work.prompts }, () => Int32Array.from({ length: work.promptLength }, token));

const shareOfEven = (tokens: Int32Array): number => tokens.filter((one) => one % 2 === 0).length / tokens.length;

/** A large matrix product, by which the machine's best rate is known; operations in all. */
export async function matmulJob(threads: number): Promise<Job & { readonly operations: number }> {
  const side = 1024;
  const shape = [side, side];
  const product = ops.matmul(ops.input("a", shape), ops.input("b", shape));
  const program = await createOnnxExecutor({ threads }).compile({ product });
  const wave = (): Float32Array => Float32Array.from({ length: side * side }, (_, i) => Math.sin(i));
  const feeds = { a: { shape, data: wave() }, b: { shape, data: wave() } };
  return { name: "matmul", tokens: 0, run: () => program.run(feeds), operations: 2 * side ** 3 };
}
