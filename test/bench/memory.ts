/**
 * Peak memory of training and of sampling beside what the program expects of it: models of several sizes, SFT and GRPO, all
 * weights or LoRA, gradient accumulation and recomputed activations. Each case in a process of its own, which takes a few
 * steps. `npm run bench -- memory [threads] [what the case's name begins with]`
 */
import { spawnSync } from "node:child_process";
import { steadyMalloc } from "../../src/jobs/worker-client.ts";
import {
  estimateMemory,
  samplingMemory,
  totalMemory,
  type BatchSize,
  type MemoryPlan,
  type SamplingSize,
} from "../../src/engine/model/memory.ts";
import type { ModelConfig } from "../../src/engine/model/types.ts";
import { largestBatch } from "../../src/engine/training/grpo.ts";
import { measureSampling, measureTraining, type Measurement } from "./memory-work.ts";

interface Case {
  readonly name: string;
  /** In bytes. */
  readonly expected: number;
  readonly measure: (threads: number) => Promise<Measurement>;
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

const batches = {
  short: { rows: 32, length: 128, places: 2048 },
  long: { rows: 6, length: 512, places: 512 },
  tiny: { rows: 4, length: 128, places: 256 },
  "short prompts": largestBatch({ promptsPerStep: 16, groupSize: 16, maxNewTokens: 16 }, 96),
  "long prompts": largestBatch({ promptsPerStep: 8, groupSize: 4, maxNewTokens: 64 }, 400),
} satisfies Record<string, BatchSize>;
const trained: readonly (readonly [string, ModelConfig, readonly (keyof typeof batches)[]])[] = [
  ["small", small, ["short", "long", "short prompts", "long prompts"]],
  ["tall", tall, ["short", "long", "short prompts"]],
  ["large", large, ["tiny"]],
];
const lora = { rank: 8 };
const options: Readonly<Record<string, Partial<MemoryPlan>>> = {
  "all weights": {},
  "accumulation 4": { gradientAccumulation: 4 },
  recomputed: { recomputeActivations: true },
  both: { gradientAccumulation: 4, recomputeActivations: true },
  LoRA: { lora },
  "LoRA, both": { lora, gradientAccumulation: 4, recomputeActivations: true },
};
const training = trained.flatMap(([size, model, own]) =>
  own.flatMap((batch) =>
    Object.entries(options).map(([option, change]): Case => {
      const plan: MemoryPlan = { model, optimizer: "adamw", batch: batches[batch], ...change };
      return {
        name: `${size}, ${batch}, ${option}`,
        expected: totalMemory(estimateMemory(plan)),
        measure: (threads) => measureTraining(plan, threads),
      };
    }),
  ),
);

const vocabularies = {
  "vocabulary 600": { ...small, vocabularySize: 600 },
  "vocabulary 24,000": { ...small, vocabularySize: 24_000 },
};
const alike = { prompts: 32, samples: 16, promptLength: 96 };
const apart = { prompts: 512, samples: 1, promptLength: 96 };
const sampled: readonly (readonly [string, ModelConfig, SamplingSize])[] = [
  ...Object.entries(vocabularies).flatMap(([name, model]) => [
    [`32 × 16 of 32 tokens, ${name}`, model, { ...alike, newTokens: 32 }] as const,
    [`32 × 16 of 128 tokens, ${name}`, model, { ...alike, newTokens: 128 }] as const,
    [`512 × 1 of 32 tokens, ${name}`, model, { ...apart, newTokens: 32 }] as const,
  ]),
  ["32 × 4 of 16 tokens, tall, long prompts", tall, { prompts: 32, samples: 4, promptLength: 500, newTokens: 16 }],
];
const sampling = sampled.map(([name, model, size]): Case => ({
  name: `sampling, ${name}`,
  expected: samplingMemory(model, size),
  measure: (threads) => measureSampling(model, size, threads),
}));

const megabytes = (bytes: number): number => Math.round(bytes / 2 ** 20);

async function report({ name, expected, measure }: Case, threads: number): Promise<void> {
  const { peak, milliseconds } = await measure(threads);
  const ratio = Number((expected / peak).toFixed(2));
  console.log(
    JSON.stringify({
      case: name,
      measured: megabytes(peak),
      expected: megabytes(expected),
      ratio,
      milliseconds: Math.round(milliseconds),
    }),
  );
}

const cases = [...training, ...sampling];
const [threads = "1", start = ""] = process.argv.slice(2);
const only = cases.find(({ name }) => name === start);
if (only !== undefined) await report(only, Number(threads));
else
  for (const { name } of cases.filter(({ name }) => name.startsWith(start)))
    spawnSync(process.execPath, ["--import", "tsx", import.meta.filename, threads, name], {
      stdio: "inherit",
      env: { ...process.env, ...steadyMalloc },
    });
