/**
 * Speed of training (its fastest step) and sampling at the size of the samples: a 0.7 M-parameter model, rows of 128
 * tokens.
 * `npm run bench -- engine [threads]`; the last line is JSON.
 */
import { createRandom } from "../../src/core/random.ts";
import { createOnnxEngine } from "../../src/engine/executors/onnx/engine.ts";
import { initialWeights } from "../../src/engine/model/parameters.ts";
import type { ModelConfig, OptimizerConfig, PackedBatch, PolicyBatch } from "../../src/engine/model/types.ts";

const model: ModelConfig = {
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
const rows = 32;
const length = 128;
const steps = 10;
const prompts = 32;
const samplesPerPrompt = 16;
const promptLength = 60;
const maxNewTokens = 32;

const random = createRandom(1, "bench");
const threads = Number(process.argv[2] ?? 1);

/** Every target trained on, or, as in a question with its context, the last quarter of each sequence of 64. */
function randomBatch(trained: (position: number) => boolean): PackedBatch {
  const fill = (f: (i: number) => number): Int32Array => Int32Array.from({ length: rows * length }, (_, i) => f(i));
  const token = (): number => random.integer(model.vocabularySize);
  const segments = fill((i) => Math.floor((i % length) / 64));
  const weights = Float32Array.from({ length: rows * length }, (_, i) => (trained(i % 64) ? 1 / (rows * length) : 0));
  const positions = fill((i) => i % 64);
  return { rows, length, tokens: fill(token), targets: fill(token), segments, prefixes: segments, positions, weights };
}

/** Of the clock, and of the processor: on a machine with other work to do, the second is the steadier figure. */
async function secondsOf(work: () => Promise<unknown>): Promise<{ readonly clock: number; readonly cpu: number }> {
  const [start, used] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(used);
  return { clock: (performance.now() - start) / 1e3, cpu: (user + system) / 1e6 };
}

async function main(): Promise<void> {
  const engine = await createOnnxEngine({ threads });
  const results: Record<string, number | string> = { engine: engine.name, threads };
  const record = (name: string, tokens: number, { clock, cpu }: { clock: number; cpu: number }): void => {
    results[`${name}_tokens_per_s`] = Math.round(tokens / clock);
    results[`${name}_tokens_per_cpu_s`] = Math.round(tokens / cpu);
  };
  const rates = { adamw: 0.001, muon: 0.01 };
  const whole = randomBatch(() => true);
  const completions = randomBatch((position) => position >= 48);
  const policy: PolicyBatch = {
    ...completions,
    advantages: new Float32Array(rows * length).fill(1),
    oldLogProbabilities: new Float32Array(rows * length).fill(-6.4),
    referenceLogProbabilities: new Float32Array(rows * length),
  };

  for (const name of ["adamw", "muon"] as const) {
    const optimizer: OptimizerConfig = {
      name,
      weightDecay: 0.01,
      beta1: 0.9,
      beta2: 0.98,
      epsilon: 1e-8,
      maxGradNorm: 1,
    };
    const trainer = await engine.createTrainer(model, optimizer, initialWeights(model, 1), undefined, {
      temperature: 1,
      clipLow: 0.2,
      clipHigh: 0.2,
      kl: 0,
    });
    const measure = async (label: string, step: () => Promise<unknown>): Promise<void> => {
      results[`${name}_${label}_first_step_s`] = (await secondsOf(step)).clock;
      const times = [];
      for (let i = 0; i < steps; i++) times.push(await secondsOf(step));
      const best = { clock: Math.min(...times.map((t) => t.clock)), cpu: Math.min(...times.map((t) => t.cpu)) };
      record(`${name}_${label}`, rows * length, best);
    };
    await measure("whole", () => trainer.supervisedStep(whole, rates));
    await measure("completions", () => trainer.supervisedStep(completions, rates));
    await measure("policy", () => trainer.policyStep(policy, rates));
    await trainer.dispose();
  }

  const decoder = await engine.createDecoder(model);
  const weights = initialWeights(model, 1);
  const requests = Array.from({ length: prompts }, () =>
    Int32Array.from({ length: promptLength }, () => random.integer(model.vocabularySize)),
  );
  const options = { samplesPerPrompt, maxNewTokens, temperature: 1, stopToken: -1, random: () => random.float() };
  await decoder.generate(weights, requests, { ...options, maxNewTokens: 2 });
  const seconds = await secondsOf(() => decoder.generate(weights, requests, options));
  record("sampling", prompts * samplesPerPrompt * maxNewTokens, seconds);
  const scoring = await secondsOf(() => decoder.logProbabilities(weights, whole));
  record("scoring", rows * length, scoring);
  await decoder.dispose();
  console.log(JSON.stringify(results));
}

await main();
