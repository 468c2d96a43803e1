import type { EvaluateSpec, RunSpec } from "../../core/curriculum/schema.ts";
import { FieldError } from "../../core/errors.ts";
import type { MemoryPlace } from "../devices/memory.ts";
import { maxRows } from "../model/decoder.ts";
import { estimateMemory, type BatchSize, type MemoryPlan, type SamplingSize } from "../model/memory.ts";
import { countParameters } from "../model/parameters.ts";
import type { ModelConfig } from "../model/types.ts";

/** Prompts side by side. */
type Prompts = Pick<SamplingSize, "prompts" | "promptLength">;

/**
 * What decides how much memory a run takes, with its rollouts and its quick evaluations.
 * @param asked what the quick evaluations ask
 */
export function memoryPlan(
  spec: RunSpec,
  evaluate: EvaluateSpec,
  model: ModelConfig,
  { size, needsReference }: { readonly size: BatchSize; readonly needsReference: boolean },
  asked: Prompts,
): MemoryPlan {
  const { lora, gradientAccumulation, recomputeActivations } = spec;
  const sampled = [...rollouts(spec, size), ...(spec.evaluateEvery > 0 ? quickEvaluations(evaluate, asked) : [])];
  return {
    model,
    optimizer: spec.optimizer.name,
    batch: size,
    lora,
    gradientAccumulation,
    recomputeActivations,
    reference: needsReference,
    scoring: spec.method === "grpo" && spec.kl > 0,
    sampling: sampled.map((one) => ({
      ...one,
      prompts: Math.min(one.prompts, Math.max(1, Math.floor(maxRows / one.samples))),
    })),
  };
}

function rollouts(spec: RunSpec, { prompts }: BatchSize): SamplingSize[] {
  if (spec.method === "sft" || prompts === undefined) return [];
  const { groupSize: samples, maxNewTokens: newTokens } = spec;
  return [{ prompts: prompts.count, promptLength: prompts.length, samples, newTokens }];
}

/** Greedy answers, then samples. */
function quickEvaluations({ quickSamples, maxNewTokens: newTokens }: EvaluateSpec, asked: Prompts): SamplingSize[] {
  return [1, quickSamples].filter((samples) => samples > 0).map((samples) => ({ ...asked, samples, newTokens }));
}

/** Fields of a run. */
type Change = Pick<MemoryPlan, "lora" | "gradientAccumulation" | "recomputeActivations">;

export interface Alternative {
  readonly change: Change;
  /** Bytes that it would take. */
  readonly needed: number;
}

/** Changes to a run with which it would fit; milder ones first. */
export function fittingAlternatives(plan: MemoryPlan, { taken, free }: MemoryPlace, canAdapt: boolean): Alternative[] {
  const needed = (change: Change): number => taken(estimateMemory({ ...plan, ...change }));
  const firstFitting = (changes: readonly Change[]): Change[] =>
    changes.filter((change) => needed(change) <= Math.min(free, needed({}))).slice(0, 1);

  const { gradientAccumulation: parts = 1, lora, batch } = plan;
  const inParts = [2, 4, 8, 16, 32]
    .filter((count) => count > parts && count <= batch.rows)
    .map((gradientAccumulation) => ({ gradientAccumulation }));
  const again = { recomputeActivations: true };
  const adapted = { lora: { rank: 8 } };
  const single = [...firstFitting([again]), ...firstFitting(inParts)];
  const both = inParts.map((change) => ({ ...again, ...change }));
  const smallest = [adapted, { ...adapted, ...again }, ...both.map((change) => ({ ...adapted, ...change }))];
  const found = [
    ...(single.length > 0 ? single : firstFitting(both)),
    ...(canAdapt && !lora ? firstFitting(smallest) : []),
  ];
  return found.map((change) => ({ change, needed: needed(change) }));
}

const effect = ({ needed }: Alternative): string => `would take ${gigabytes(needed)}`;

const fieldsOf = (change: Change): string =>
  Object.entries(change)
    .map(([name, value]) => `"${name}": ${JSON.stringify(value)}`)
    .join(" with ");

export interface MemoryDemand {
  readonly plan: MemoryPlan;
  /** Of the run in the curriculum, where the batch is said: `runs.sft-comp.batchSize`. */
  readonly field: string;
  /** What else could be lowered. */
  readonly remedy: string;
  /** Whether there is something to adapt: a new model knows nothing. */
  readonly canAdapt: boolean;
}

/** @throws FieldError where training would not fit into memory, with what would. */
export function checkMemory({ plan, field, remedy, canAdapt }: MemoryDemand, place: MemoryPlace): void {
  const { where, free, taken } = place;
  const needed = taken(estimateMemory(plan));
  if (needed <= free) return;
  const millions = (countParameters(plan.model) / 1e6).toFixed(1);
  const fitting = fittingAlternatives(plan, place, canAdapt);
  const ways =
    fitting.length > 0
      ? `${fitting.map((one) => `${fieldsOf(one.change)} ${effect(one)}`).join(", ")}; or ${remedy}`
      : remedy;
  const run = field.slice(0, field.lastIndexOf("."));
  throw new FieldError(
    field,
    `training ${millions} million parameters takes about ${gigabytes(needed)} of memory ${where}, and ${gigabytes(free)} are free; ${ways}.`,
    fitting.map((one) => ({ of: run, fields: one.change, effect: effect(one) })),
  );
}

const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GB`;
