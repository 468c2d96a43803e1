import { curriculumSchema, type CurriculumInput, type GrpoSpec } from "../../src/core/curriculum/schema.ts";
import type { Dataset } from "../../src/core/dataset/open.ts";
import { answerMarker } from "../../src/core/language/prompt.ts";
import type { Rollout } from "../../src/core/runs/types.ts";
import type { Model } from "../../src/engine/checkpoint/model.ts";
import { createOnnxEngine } from "../../src/engine/executors/onnx/engine.ts";
import type { Completion, Decoder, PolicyStepResult, Trainer, Weights } from "../../src/engine/model/types.ts";
import { DataOrder } from "../../src/engine/training/data-order.ts";
import { grpo } from "../../src/engine/training/grpo.ts";
import { packSequences } from "../../src/engine/training/packing.ts";
import { loadRecords, selectQuestions } from "../../src/engine/training/records.ts";

export const maxNewTokens = 40;

/** A prompt with its completions as TRL is to be given them. */
export interface GivenGroup {
  readonly prompt: readonly number[];
  readonly completions: readonly (readonly number[])[];
  readonly rewards: readonly number[];
}

export interface Training {
  /** What was sampled, [step][question]. */
  readonly steps: readonly (readonly GivenGroup[])[];
  readonly rollouts: readonly (readonly Rollout[])[];
  readonly metrics: readonly Readonly<Record<string, number>>[];
  readonly updates: readonly PolicyStepResult[];
  /** Weights and moments at the end. */
  readonly tensors: Weights;
}

type RunInput = Extract<NonNullable<CurriculumInput["runs"]>[string], { readonly method: "grpo" }>;

export function grpoSpec(run: Omit<RunInput, "method">): GrpoSpec {
  return curriculumSchema.parse({ runs: { run: { method: "grpo", ...run } } }).runs["run"] as GrpoSpec;
}

/** Our GRPO, from the sampled questions to the weights, on completions that are written rather than sampled. */
export async function trainOnWritten(dataset: Dataset, model: Model, spec: GrpoSpec): Promise<Training> {
  const engine = await createOnnxEngine({ threads: 1 });
  const decoder = await engine.createDecoder(model.config);
  const { temperature, clipLow, clipHigh, kl, seed = 0 } = spec;
  const policyLoss = { temperature, clipLow, clipHigh, kl };
  const trainer = await engine.createTrainer(model.config, spec.optimizer, model.weights, undefined, policyLoss);
  const sampled: { prompt: Int32Array; completions: readonly Completion[] }[] = [];
  const writing: Decoder = {
    ...decoder,
    async generate(weights, prompts) {
      const written = await writtenCompletions(dataset, model, spec);
      const groups = prompts.map((prompt) => ({ prompt, completions: written(prompt) }));
      const scored: Completion[][] = [];
      for (const { prompt, completions } of groups) {
        const group: Completion[] = [];
        for (const tokens of completions)
          group.push({ tokens, logProbabilities: await score(decoder, weights, prompt, tokens, temperature) });
        scored.push(group);
      }
      groups.forEach(({ prompt }, i) => sampled.push({ prompt, completions: scored[i]! }));
      return scored;
    },
  };
  const updates: PolicyStepResult[] = [];
  const recording: Trainer = {
    ...trainer,
    async policyStep(batch, rates) {
      const result = await trainer.policyStep(batch, rates);
      updates.push(result);
      return result;
    },
  };
  const questions = await selectQuestions(dataset, spec.data);
  const order = new DataOrder(questions, spec.data, spec.promptsPerStep, seed);
  const rollouts: Rollout[][] = [];
  const keepRollouts = (ofStep: readonly Rollout[]): Promise<void> => {
    rollouts.push([...ofStep]);
    return Promise.resolve();
  };
  const answerer = { dataset, tokenizer: model.tokenizer, decoder: writing };
  const common = { spec, seed, trainer: recording, reference: model.weights };
  const metrics = [];
  for await (const step of grpo({ ...common, answerer, questions, order, keepRollouts }, 0)) metrics.push(step.metrics);
  const tensors = new Map(
    [...trainer.weights(), ...trainer.optimizerState().slots].map(([name, { shape, data }]) => [
      name,
      { shape, data: data.slice() },
    ]),
  );
  await trainer.dispose();
  await decoder.dispose();
  const steps = rollouts.map((ofStep, i) =>
    sampled.slice(i * spec.promptsPerStep, (i + 1) * spec.promptsPerStep).map(({ prompt, completions }, j) => ({
      prompt: [...prompt],
      completions: completions.map(({ tokens }) => [...tokens]),
      rewards: completions.map((_, k) => ofStep[j * spec.groupSize + k]!.reward),
    })),
  );
  return { steps, rollouts, metrics, updates, tensors };
}

/**
 * Four completions of each prompt: the gold one, one with another answer, one without the end of text and another
 * question's; of every third question the gold one alone, four times.
 */
async function writtenCompletions(
  dataset: Dataset,
  { tokenizer }: Model,
  { data }: GrpoSpec,
): Promise<(prompt: Int32Array) => Int32Array[]> {
  const records = Object.values(await loadRecords(dataset, data, tokenizer)).flat();
  const gold = (i: number): Int32Array => records[i % records.length]!.tokens.slice(records[i]!.trainedFrom);
  const marker = tokenizer.encode(` ${answerMarker}`).length;
  return (prompt) => {
    const index = records.findIndex(
      ({ tokens, trainedFrom }) => trainedFrom === prompt.length && prompt.every((token, i) => tokens[i] === token),
    );
    const right = gold(index);
    if (index % 3 === 0) return [right, right, right, right];
    const other = gold((index + 1) % records.length);
    const wrong = Int32Array.of(...right.subarray(0, -2), right[0]!, right.at(-1)!);
    return [right, wrong, right.subarray(0, -1 - marker), other].map((tokens) => tokens.slice(0, maxNewTokens));
  };
}

async function score(
  decoder: Decoder,
  weights: Weights,
  prompt: Int32Array,
  completion: Int32Array,
  temperature: number,
): Promise<Float32Array> {
  const tokens = Int32Array.of(...prompt, ...completion);
  const shape = { rows: 1, length: tokens.length - 1 };
  const { batch } = packSequences([{ tokens, trainedFrom: prompt.length }], shape);
  return (await decoder.logProbabilities(weights, batch, temperature)).slice(prompt.length - 1);
}
