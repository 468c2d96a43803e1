import { shareOf } from "./share.ts";
import type { AccuracyRow } from "./types.ts";

/** Whether an answer is right, and whether its whole chain is. */
export interface Graded {
  readonly correct: boolean;
  readonly chainCorrect: boolean;
}

export function accuracyRow(key: string, answers: readonly Graded[]): AccuracyRow {
  const questions = answers.length;
  return {
    key,
    questions,
    lenient: shareOf(answers.filter(({ correct }) => correct).length, questions),
    strict: shareOf(answers.filter(({ chainCorrect }) => chainCorrect).length, questions),
  };
}

/** Answers divided by what they have in common, in the order in which it first comes; each counts under all its keys. */
export function accuracyRows<Answer extends Graded>(
  answers: readonly Answer[],
  keysOf: (answer: Answer) => Iterable<string>,
): AccuracyRow[] {
  const byKey = new Map<string, Answer[]>();
  for (const answer of answers)
    for (const key of new Set(keysOf(answer))) {
      const own = byKey.get(key);
      if (own) own.push(answer);
      else byKey.set(key, [answer]);
    }
  return Array.from(byKey, ([key, own]) => accuracyRow(key, own));
}
