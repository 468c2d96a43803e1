import type { Dataset } from "../../core/dataset/open.ts";
import { passAtK, powersUpTo } from "../../core/analysis/pass-at-k.ts";
import { levels, skills, type Level, type Question, type Skill } from "../../core/dataset/types.ts";
import { isNewWording } from "../../core/language/wording.ts";
import { createRandom } from "../../core/random.ts";
import type { Truncation } from "../model/sampling.ts";
import type { Completion, Decoder, Weights } from "../model/types.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { gradeCompletion, type Grade } from "./grading.ts";
import { encodePrompt } from "./texts.ts";

/** The test questions of one skill and level. */
export interface TestCell {
  readonly skill: Skill;
  readonly level: Level;
  readonly questions: readonly Question[];
}

/** A completion as text, with its grade. */
export interface GradedCompletion extends Grade, Completion {
  readonly text: string;
}

/** A model that answers questions. */
export interface Answerer {
  readonly dataset: Dataset;
  readonly tokenizer: Tokenizer;
  readonly decoder: Decoder;
}

export interface AnswerOptions {
  readonly samplesPerQuestion: number;
  /** 0 = greedy. */
  readonly temperature: number;
  readonly truncation?: Truncation;
  readonly maxNewTokens: number;
  readonly random: () => number;
}

/**
 * At most `count` test questions for each skill and level that has any: the same for all runs, fewer ⊂ more; as many in
 * trained wordings as in new ones, where some are held out.
 */
export async function testCells(dataset: Dataset, count: number): Promise<TestCell[]> {
  const cells: TestCell[] = [];
  for (const skill of skills) {
    const all = await dataset.questions(skill, "test");
    for (const level of levels) {
      const ofLevel = all.filter((question) => question.level === level);
      const order = createRandom(dataset.manifest.seed, "evaluate", skill, level).shuffle(ofLevel);
      const questions = byTurns(order, (question) => isNewWording(question, dataset.spec.questions)).slice(0, count);
      if (order.length > 0) cells.push({ skill, level, questions });
    }
  }
  return cells;
}

/** One that is not so, one that is so, … as long as there are both. */
function byTurns<T>(items: readonly T[], isSo: (item: T) => boolean): T[] {
  const [rest, own] = [items.filter((item) => !isSo(item)), items.filter(isSo)];
  return Array.from({ length: Math.max(rest.length, own.length) }, (_, i) => [
    ...rest.slice(i, i + 1),
    ...own.slice(i, i + 1),
  ]).flat();
}

export const promptTokens = ({ dataset, tokenizer }: Answerer, question: Question): Int32Array =>
  encodePrompt(tokenizer, dataset.record(question));

/** Prompts that are looked at, evenly spread. */
const triedPrompts = 256;

/** Tokens of the longest of them. */
export function longestPrompt(answerer: Answerer, questions: readonly Question[]): number {
  const stride = Math.ceil(questions.length / triedPrompts);
  const tried = questions.filter((_, i) => i % stride === 0);
  return Math.max(0, ...tried.map((question) => promptTokens(answerer, question).length));
}

/** Completions of each question, [question][sample]. */
export async function answer(
  answerer: Answerer,
  weights: Weights,
  questions: readonly Question[],
  { samplesPerQuestion, ...options }: AnswerOptions,
): Promise<GradedCompletion[][]> {
  const { dataset, tokenizer, decoder } = answerer;
  const prompts = questions.map((question) => promptTokens(answerer, question));
  const stopToken = tokenizer.endOfText;
  const completions = await decoder.generate(weights, prompts, {
    ...options,
    samplesPerPrompt: samplesPerQuestion,
    stopToken,
  });
  return questions.map((question, i) =>
    completions[i]!.map((completion) => {
      const text = tokenizer.decode(completion.tokens.filter((token) => token !== stopToken));
      return { ...completion, text, ...gradeCompletion(dataset, question, text) };
    }),
  );
}

export interface QuickEvaluation {
  readonly maxNewTokens: number;
  /** For each question beside the greedy answer; 0 = no pass@k. */
  readonly samples: number;
  readonly temperature: number;
  readonly random: () => number;
}

/** Greedy accuracy and pass@k by skill and level, under the names of `metrics.jsonl`. */
export async function quickEvaluation(
  answerer: Answerer,
  weights: Weights,
  cells: readonly TestCell[],
  { maxNewTokens, samples, temperature, random }: QuickEvaluation,
): Promise<Record<string, number>> {
  const questions = cells.flatMap((cell) => cell.questions);
  const greedy = { samplesPerQuestion: 1, temperature: 0, maxNewTokens, random };
  const answers = (await answer(answerer, weights, questions, greedy)).flat();
  const sampling = { samplesPerQuestion: samples, temperature, maxNewTokens, random };
  const sampled = samples > 0 ? await answer(answerer, weights, questions, sampling) : [];
  const metrics: Record<string, number> = {};
  let start = 0;
  for (const { skill, level, questions: asked } of cells) {
    const end = start + asked.length;
    const ofCell = answers.slice(start, end);
    metrics[`eval/${skill}/${level}/accuracy`] = mean(ofCell.map(({ correct }) => Number(correct)));
    metrics[`eval/${skill}/${level}/chain_accuracy`] = mean(ofCell.map(({ chainCorrect }) => Number(chainCorrect)));
    const right = sampled.slice(start, end).map((own) => own.filter(({ correct }) => correct).length);
    for (const k of powersUpTo(samples))
      metrics[`eval/${skill}/${level}/pass@${k}`] = mean(right.map((count) => passAtK(samples, count, k)));
    start = end;
  }
  return metrics;
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
