/**
 * Peak memory of training beside what the program expects of it, and the speed of a step: models of several sizes, all
 * weights or LoRA, gradient accumulation and recomputed activations. Each case in a process of its own, which takes a few
 * steps. `npm run bench -- memory [threads]`
 */
import { spawnSync } from "node:child_process";
import { steadyMalloc } from "../../src/jobs/worker-client.ts";
import { createRandom } from "../../src/core/random.ts";
import { createOnnxEngine } from "../../src/engine/executors/onnx/engine.ts";
import { initialAdapter } from "../../src/engine/model/lora.ts";
import { estimateMemory, totalMemory, type MemoryPlan } from "../../src/engine/model/memory.ts";
import { countParameters, initialWeights } from "../../src/engine/model/parameters.ts";
import type { ModelConfig, PackedBatch } from "../../src/engine/model/types.ts";

interface Case extends MemoryPlan {
  readonly name: string;
}

const small: ModelConfig = {
  hiddenSize: 256,
  intermediateSize: 768,
  numHiddenLayers: 8,
  numAttentionHeads: 4,
  numKeyValueHeads: 2,
  tieWordEmbeddings: true,
  ropeTheta: 10000,
  rmsNormEps: 1e-6,
  vocabularySize: 1000,
};
const tall: ModelConfig = {
  ...small,
  hiddenSize: 128,
  intermediateSize: 256,
  numAttentionHeads: 8,
  numHiddenLayers: 12,
};
const large: ModelConfig = { ...small, hiddenSize: 512, intermediateSize: 1536, vocabularySize: 24_000 };

const lora = { rank: 8 };
const batches = {
  short: { rows: 32, length: 128, places: 2048 },
  long: { rows: 6, length: 512, places: 512 },
  tiny: { rows: 4, length: 128, places: 256 },
};
const options: Readonly<Record<string, Partial<MemoryPlan>>> = {
  "all weights": {},
  "accumulation 4": { gradientAccumulation: 4 },
  recomputed: { recomputeActivations: true },
  both: { gradientAccumulation: 4, recomputeActivations: true },
  LoRA: { lora },
  "LoRA, both": { lora, gradientAccumulation: 4, recomputeActivations: true },
};
const cases: Case[] = Object.entries({ small, tall, large }).flatMap(([size, model]) =>
  (size === "large" ? (["tiny"] as const) : (["short", "long"] as const)).flatMap((batch) =>
    Object.entries(options).map(([option, own]) => ({
      name: `${size}, ${batch}, ${option}`,
      model,
      optimizer: "adamw" as const,
      batch: batches[batch],
      ...own,
    })),
  ),
);

const megabytes = (bytes: number): number => Math.round(bytes / 2 ** 20);

async function measure(own: Case, threads: number): Promise<void> {
  const { model, batch } = own;
  const engine = await createOnnxEngine({ threads });
  const before = process.memoryUsage.rss();
  const adapter = own.lora && initialAdapter(model, { alpha: 16, rank: own.lora.rank }, 1);
  const trainer = await engine.createTrainer(
    model,
    { name: own.optimizer, weightDecay: 0.01, beta1: 0.9, beta2: 0.98, epsilon: 1e-8, maxGradNorm: 1 },
    initialWeights(model, 1),
    undefined,
    undefined,
    { ...own, adapter },
  );
  const packed = randomBatch(model, batch);
  const times: number[] = [];
  for (let i = 0; i < 4; i++) {
    const started = performance.now();
    await trainer.supervisedStep(packed, { adamw: 0.001, muon: 0.01 });
    times.push(performance.now() - started);
  }
  const peak = 1024 * process.resourceUsage().maxRSS - before;
  const expected = totalMemory(estimateMemory(own));
  console.log(
    JSON.stringify({
      case: own.name,
      parameters: countParameters(model),
      measured: megabytes(peak),
      expected: megabytes(expected),
      ratio: Number((expected / peak).toFixed(2)),
      milliseconds: Math.round(Math.min(...times)),
    }),
  );
}

function randomBatch(model: ModelConfig, { rows, length, places }: MemoryPlan["batch"]): PackedBatch {
  const random = createRandom(1, "memory");
  const fill = (f: (i: number) => number): Int32Array => Int32Array.from({ length: rows * length }, (_, i) => f(i));
  const token = (): number => random.integer(model.vocabularySize);
  const segments = fill((i) => Math.floor((i % length) / 64));
  const every = (rows * length) / places;
  const weights = Float32Array.from({ length: rows * length }, (_, i) => (i % every === 0 ? 1 / places : 0));
  const positions = fill((i) => i % 64);
  return { rows, length, tokens: fill(token), targets: fill(token), segments, positions, weights };
}

const [threads = "1", only] = process.argv.slice(2);
if (only !== undefined)
  await measure(
    cases.find(({ name }) => name === only)!,
    Number(threads),
  );
else
  for (const { name } of cases)
    spawnSync(process.execPath, ["--import", "tsx", import.meta.filename, threads, name], {
      stdio: "inherit",
      env: { ...process.env, ...steadyMalloc },
    });
