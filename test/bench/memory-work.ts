import { createRandom, type Random } from "../../src/core/random.ts";
import { createOnnxEngine } from "../../src/engine/executors/onnx/engine.ts";
import { initialAdapter } from "../../src/engine/model/lora.ts";
import type { BatchSize, MemoryPlan, SamplingSize } from "../../src/engine/model/memory.ts";
import { initialWeights } from "../../src/engine/model/parameters.ts";
import type { Engine, ModelConfig, PackedBatch } from "../../src/engine/model/types.ts";
import { packGroups } from "../../src/engine/training/packing.ts";

/** What work took: bytes beyond those from before its weights were made, at most, and the fastest repetition. */
export interface Measurement {
  readonly peak: number;
  readonly milliseconds: number;
}

async function measure(
  threads: number,
  repetitions: number,
  prepare: (engine: Engine) => Promise<() => Promise<unknown>>,
): Promise<Measurement> {
  const engine = await createOnnxEngine({ threads });
  const before = process.memoryUsage.rss();
  const work = await prepare(engine);
  const times: number[] = [];
  for (let i = 0; i < repetitions; i++) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return { peak: 1024 * process.resourceUsage().maxRSS - before, milliseconds: Math.min(...times) };
}

/** A few steps; where the batch has prompts, of GRPO. */
export const measureTraining = (plan: MemoryPlan, threads: number): Promise<Measurement> =>
  measure(threads, 4, async (engine) => {
    const { model, batch, lora } = plan;
    const trainer = await engine.createTrainer(
      model,
      { name: plan.optimizer, weightDecay: 0.01, beta1: 0.9, beta2: 0.98, epsilon: 1e-8, maxGradNorm: 1 },
      initialWeights(model, 1),
      undefined,
      { temperature: 1, clipLow: 0.2, clipHigh: 0.2, kl: 0 },
      { ...plan, adapter: lora && initialAdapter(model, { alpha: 16, rank: lora.rank }, 1) },
    );
    const rates = { adamw: 0.001, muon: 0.01 };
    if (batch.prompts === undefined) {
      const packed = randomBatch(model, batch);
      return () => trainer.supervisedStep(packed, rates);
    }
    const packed = randomGroups(model, batch, batch.prompts);
    return () => trainer.policyStep(packed, rates);
  });

/** Completions that do not end before they have to. */
export const measureSampling = (model: ModelConfig, size: SamplingSize, threads: number): Promise<Measurement> =>
  measure(threads, 1, async (engine) => {
    const decoder = await engine.createDecoder(model);
    const weights = initialWeights(model, 1);
    const random = createRandom(1, "memory");
    const prompts = Array.from({ length: size.prompts }, () => randomTokens(model, size.promptLength, random));
    const options = { samplesPerPrompt: size.samples, maxNewTokens: size.newTokens, stopToken: -1, temperature: 1 };
    return () => decoder.generate(weights, prompts, { ...options, random: () => random.float() });
  });

const randomTokens = ({ vocabularySize }: ModelConfig, length: number, random: Random): Int32Array =>
  Int32Array.from({ length }, () => random.integer(vocabularySize));

function randomBatch(model: ModelConfig, { rows, length, places }: BatchSize): PackedBatch {
  const random = createRandom(1, "memory");
  const size = rows * length;
  const every = size / places;
  return {
    rows,
    length,
    tokens: randomTokens(model, size, random),
    targets: randomTokens(model, size, random),
    segments: Int32Array.from({ length: size }, (_, i) => Math.floor((i % length) / 64)),
    positions: Int32Array.from({ length: size }, (_, i) => i % 64),
    weights: Float32Array.from({ length: size }, (_, i) => (i % every === 0 ? 1 / places : 0)),
  };
}

/** As many completions for each prompt as have a row of their own. */
function randomGroups(
  model: ModelConfig,
  { rows, length, places }: BatchSize,
  prompts: Required<BatchSize>["prompts"],
) {
  const random = createRandom(1, "memory");
  const newTokens = places / rows;
  const completion = () => ({
    tokens: randomTokens(model, newTokens, random),
    logProbabilities: new Float32Array(newTokens).fill(-Math.log(model.vocabularySize)),
    advantage: random.float() - 0.5,
  });
  const groups = Array.from({ length: prompts!.count }, () => ({
    prompt: randomTokens(model, prompts!.length, random),
    completions: Array.from({ length: rows / prompts!.count }, completion),
  }));
  return packGroups(groups, length, () => 1 / places);
}
