/**
 * Speed of training (its fastest step) and sampling at the size of the samples: a 0.7 M-parameter model, rows of 128
 * tokens. Beside it, in the same run, PyTorch at the same work, where there is a Python that has it.
 * `npm run bench -- engine [threads]`; the last line is JSON.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { createRandom } from "../../src/core/random.ts";
import { toQwen2Config } from "../../src/engine/checkpoint/config.ts";
import { createOnnxEngine } from "../../src/engine/executors/onnx/engine.ts";
import { createOnnxExecutor } from "../../src/engine/executors/onnx/executor.ts";
import * as ops from "../../src/engine/graph/ops.ts";
import { countParameters, initialWeights } from "../../src/engine/model/parameters.ts";
import type { ModelConfig, OptimizerConfig, PackedBatch, PolicyBatch } from "../../src/engine/model/types.ts";
import { pythonWith } from "../parity/python.ts";

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
  const rate = await matmulRate();
  results["matmul_gflops"] = Math.round(rate);
  const own = (name: string): number => Number(results[`${name}_tokens_per_s`]);
  // Forward and backward, attention left out: six operations for each parameter and token.
  results["share_of_matmul"] = Number(((6 * countParameters(model) * own("adamw_whole")) / rate / 1e9).toFixed(2));
  console.log(JSON.stringify({ ...results, ...peer({ training: own("adamw_whole"), sampling: own("sampling") }) }));
}

/** Billions of operations a second in large matrix products: what the machine gives at best. */
async function matmulRate(): Promise<number> {
  const side = 1024;
  const shape = [side, side];
  const program = await createOnnxExecutor({ threads }).compile({
    product: ops.matmul(ops.input("a", shape), ops.input("b", shape)),
  });
  const wave = (): Float32Array => Float32Array.from({ length: side * side }, (_, i) => Math.sin(i));
  const feeds = { a: { shape, data: wave() }, b: { shape, data: wave() } };
  const times = [];
  for (let i = 0; i < 2 * steps; i++) times.push((await secondsOf(() => program.run(feeds))).clock);
  await program.dispose();
  return (2 * side ** 3) / Math.min(...times) / 1e9;
}

/** PyTorch's figures, and ours as multiples of them. */
function peer(own: { readonly training: number; readonly sampling: number }): Record<string, number | string> {
  let python: string;
  try {
    python = pythonWith("torch", "transformers");
  } catch (error) {
    return { peer: `skipped: ${error instanceof Error ? error.message : ""}` };
  }
  const work = {
    rows,
    length,
    segment: 64,
    steps,
    prompts,
    samples: samplesPerPrompt,
    promptLength,
    newTokens: maxNewTokens,
  };
  const script = join(import.meta.dirname, "engine_peer.py");
  const args = [script, String(threads), JSON.stringify(toQwen2Config(model, 0)), JSON.stringify(work)];
  const { status, stdout, stderr } = spawnSync(python, args, { encoding: "utf8" });
  if (status !== 0) return { peer: `failed: ${stderr.trimEnd().split("\n").at(-1)!}` };
  const figures = JSON.parse(stdout) as Readonly<Record<string, number>>;
  const times = (ours: number, theirs = NaN): number => Number((ours / theirs).toFixed(2));
  return {
    ...figures,
    times_eager: times(own.training, figures["eager_tokens_per_s"]),
    times_compiled: times(own.training, figures["compiled_tokens_per_s"]),
    times_loop: times(own.sampling, figures["loop_tokens_per_s"]),
    times_generate: times(own.sampling, figures["generate_tokens_per_s"]),
  };
}

await main();
