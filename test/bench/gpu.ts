/**
 * Training and sampling on a device, beside PyTorch on the same one: bf16 autocast, compiled.
 * `npm run bench -- gpu [--device webgpu] [--sizes tiny,5m,100m,0.5b] [--precision fp16] [--steps 10] [--alone]`; for each
 * size a line of JSON with our figures and one with PyTorch's. `--device cpu --sizes tiny --alone` shows on any machine
 * that it runs.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { devices, precisions, type Device, type Precision } from "../../src/core/devices/device.ts";
import { createRandom } from "../../src/core/random.ts";
import { toQwen2Config } from "../../src/engine/checkpoint/config.ts";
import { createEngineOn } from "../../src/engine/devices/choose.ts";
import { countParameters, initialWeights } from "../../src/engine/model/parameters.ts";
import type { Engine, ModelConfig, OptimizerConfig, PackedBatch } from "../../src/engine/model/types.ts";
import { queryGpus } from "../../src/jobs/devices/nvidia-smi.ts";
import { pythonWith } from "../parity/python.ts";

interface Size {
  readonly model: ModelConfig;
  readonly rows: number;
  readonly length: number;
  readonly prompts: number;
  readonly samples: number;
}

const common = { tieWordEmbeddings: true, ropeTheta: 1e6, rmsNormEps: 1e-6 };
const shape = (layers: number, hidden: number, inner: number, heads: number, groups: number, vocabulary: number) => ({
  ...common,
  numHiddenLayers: layers,
  hiddenSize: hidden,
  intermediateSize: inner,
  numAttentionHeads: heads,
  numKeyValueHeads: groups,
  vocabularySize: vocabulary,
});
const promptLength = 64;
const newTokens = 32;
const segment = 64;

const sizes: Readonly<Record<string, Size>> = {
  tiny: { model: shape(2, 32, 64, 2, 2, 200), rows: 2, length: 64, prompts: 2, samples: 4 },
  "5m": { model: shape(6, 256, 704, 4, 4, 1200), rows: 64, length: 256, prompts: 32, samples: 16 },
  "100m": { model: shape(12, 768, 2048, 12, 12, 8000), rows: 32, length: 512, prompts: 32, samples: 16 },
  // Qwen2.5-0.5B.
  "0.5b": { model: shape(24, 896, 4864, 14, 2, 151_936), rows: 8, length: 512, prompts: 16, samples: 16 },
};

const { values: options } = parseArgs({
  options: {
    device: { type: "string", default: "webgpu" },
    sizes: { type: "string", default: "5m,100m,0.5b" },
    precision: { type: "string", default: "fp32" },
    steps: { type: "string", default: "10" },
    alone: { type: "boolean", default: false },
  },
});
const steps = Number(options.steps);

async function fastest(times: number, work: () => Promise<unknown>): Promise<number> {
  let best = Infinity;
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    await work();
    best = Math.min(best, (performance.now() - start) / 1000);
  }
  return best;
}

function randomBatch({ model, rows, length }: Size): PackedBatch {
  const random = createRandom(1, "bench");
  const fill = (f: (i: number) => number): Int32Array => Int32Array.from({ length: rows * length }, (_, i) => f(i));
  const token = (): number => random.integer(model.vocabularySize);
  const segments = fill((i) => Math.floor((i % length) / segment));
  const positions = fill((i) => i % segment);
  const weights = new Float32Array(rows * length).fill(1 / (rows * length));
  return { rows, length, tokens: fill(token), targets: fill(token), segments, positions, weights };
}

async function own(engine: Engine, size: Size, precision: Precision): Promise<Record<string, number>> {
  const { model, rows, length, prompts, samples } = size;
  const optimizer: OptimizerConfig = {
    name: "adamw",
    weightDecay: 0.01,
    beta1: 0.9,
    beta2: 0.98,
    epsilon: 1e-8,
    maxGradNorm: 1,
  };
  const weights = initialWeights(model, 1);
  const trainer = await engine.createTrainer(model, optimizer, weights, undefined, undefined, { precision });
  const batch = randomBatch(size);
  const step = (): Promise<unknown> => trainer.supervisedStep(batch, { adamw: 1e-4, muon: 0 });
  const first = await fastest(1, step);
  const training = await fastest(steps, step);
  const decoder = await engine.createDecoder(model);
  const random = createRandom(2, "bench");
  const requests = Array.from({ length: prompts }, () =>
    Int32Array.from({ length: promptLength }, () => random.integer(model.vocabularySize)),
  );
  const asked = { samplesPerPrompt: samples, temperature: 1, stopToken: -1, random: () => random.float() };
  const generate = (maxNewTokens: number) => decoder.generate(trainer.weights(), requests, { ...asked, maxNewTokens });
  await generate(2);
  const sampling = await fastest(1, () => generate(newTokens));
  await trainer.dispose();
  await decoder.dispose();
  return {
    first_step_s: Number(first.toFixed(2)),
    training_tokens_per_s: Math.round((rows * length) / training),
    // Forward and backward, attention left out: six operations for each parameter and token.
    training_tflops: Number(((6 * countParameters(model) * rows * length) / training / 1e12).toFixed(3)),
    sampling_tokens_per_s: Math.round((prompts * samples * newTokens) / sampling),
  };
}

/** PyTorch's figures for the same work, or why there are none. */
function peer({ model, rows, length, prompts, samples }: Size, device: string): Record<string, unknown> {
  let python: string;
  try {
    python = pythonWith("torch", "transformers");
  } catch (error) {
    return { peer: `skipped: ${error instanceof Error ? error.message : ""}` };
  }
  const work = { rows, length, segment, steps, prompts, samples, promptLength, newTokens };
  const script = join(import.meta.dirname, "gpu_peer.py");
  const args = [script, device, JSON.stringify(toQwen2Config(model, 0)), JSON.stringify(work)];
  const { status, stdout, stderr } = spawnSync(python, args, { encoding: "utf8", maxBuffer: 1 << 26 });
  return status === 0
    ? (JSON.parse(stdout.trimEnd().split("\n").at(-1)!) as Record<string, unknown>)
    : { peer: `failed: ${stderr.trimEnd().split("\n").at(-1)!}` };
}

const device = devices.find((name) => name === options.device) ?? ("auto" satisfies Device);
const precision = precisions.find((name) => name === options.precision) ?? ("fp32" satisfies Precision);
const engine = await createEngineOn({ threads: 1, device, parameters: Infinity });
for (const name of options.sizes.split(",")) {
  const size = sizes[name];
  if (size === undefined) throw new Error(`There is no size ${name}, only ${Object.keys(sizes).join(", ")}.`);
  const parameters = countParameters(size.model);
  const figures = await own(engine, size, precision);
  const [card] = await queryGpus();
  const machine = { engine: engine.name, device: engine.device, ...(card && { card: card.name, driver: card.driver }) };
  console.log(JSON.stringify({ size: name, parameters, precision, ...machine, ...figures }));
  if (!options.alone)
    console.log(JSON.stringify({ size: name, ...peer(size, engine.device === "cpu" ? "cpu" : "cuda") }));
}
