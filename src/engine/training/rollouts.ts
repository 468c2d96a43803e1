import type { GrpoSpec, RftSpec } from "../../core/curriculum/schema.ts";
import type { Question } from "../../core/dataset/types.ts";
import type { Rollout } from "../../core/runs/types.ts";
import type { Weights } from "../model/types.ts";
import type { DataOrder } from "./data-order.ts";
import { answer, mean, promptTokens, type Answerer, type GradedCompletion } from "./questions.ts";
import type { TrainingQuestions } from "./records.ts";

/** What a step samples: completions of the questions that come next. */
export interface Sampling {
  readonly spec: GrpoSpec | RftSpec;
  readonly answerer: Answerer;
  readonly questions: TrainingQuestions;
  readonly order: DataOrder;
}

/** Completions sampled for one question. */
export interface SampledGroup {
  readonly question: Question;
  readonly prompt: Int32Array;
  readonly completions: readonly GradedCompletion[];
}

/** A completion with what GRPO makes of it; a method without advantages leaves them 0. */
export interface RatedCompletion extends GradedCompletion {
  readonly reward: number;
  /** What the user's own reward is of it, where there is one. */
  readonly custom?: number;
  readonly advantage: number;
}

export interface RatedGroup extends SampledGroup {
  readonly completions: readonly RatedCompletion[];
  /** Sample standard deviation of the rewards. */
  readonly std: number;
}

/** Draws the next questions and completes each `groupSize` times. */
export async function sampleGroups(
  { spec, answerer, questions, order }: Sampling,
  weights: Weights,
  random: () => number,
): Promise<SampledGroup[]> {
  const asked = order.draw().map(({ kind, index }) => questions[kind][index]!);
  const { groupSize: samplesPerQuestion, temperature, maxNewTokens, topK, topP } = spec;
  const truncation = topK > 0 || topP < 1 ? { truncation: { topK, topP } } : {};
  const options = { samplesPerQuestion, temperature, maxNewTokens, random, ...truncation };
  const completions = await answer(answerer, weights, asked, options);
  return asked.map((question, i) => ({
    question,
    prompt: promptTokens(answerer, question),
    completions: completions[i]!,
  }));
}

/** By TRL's names. */
export function rolloutMetrics(groups: readonly RatedGroup[], endOfText: number): Record<string, number> {
  const completions = groups.flatMap((group) => group.completions);
  const over = (value: (completion: RatedCompletion) => number): number => mean(completions.map(value));
  const hasCustom = completions.some(({ custom }) => custom !== undefined);
  return {
    reward: over(({ reward }) => reward),
    reward_std: mean(groups.map(({ std }) => std)),
    frac_reward_zero_std: mean(groups.map(({ std }) => Number(std === 0))),
    "rewards/outcome/mean": over(({ correct }) => Number(correct)),
    "rewards/process/mean": over(({ hopShare }) => hopShare),
    ...(hasCustom && { "rewards/custom/mean": over(({ custom = 0 }) => custom) }),
    chain_accuracy: over(({ chainCorrect }) => Number(chainCorrect)),
    "completions/mean_length": over(({ tokens }) => tokens.length),
    "completions/clipped_ratio": over(({ tokens }) => Number(tokens.at(-1) !== endOfText)),
  };
}

export function rolloutsOf(
  { question, prompt, completions }: RatedGroup,
  step: number,
  { tokenizer }: Answerer,
): Rollout[] {
  return completions.map(({ text, reward, advantage, tokens }, sample) => ({
    step,
    question_id: question.id,
    sample,
    prompt: tokenizer.decode(prompt),
    completion: text,
    answer: question.answer,
    reward,
    advantage,
    tokens: tokens.length,
  }));
}

export const countTokens = (groups: readonly SampledGroup[]): number =>
  groups.reduce((sum, { completions }) => sum + completions.reduce((own, { tokens }) => own + tokens.length, 0), 0);
