import type { EvaluationSample } from "../runs/types.ts";

/** Greedy answers of a run to the test questions of a path. */
export interface PathAccuracy {
  readonly path: string;
  readonly questions: number;
  readonly correct: number;
  /** Answer and whole chain. */
  readonly chainCorrect: number;
}

/**
 * How many questions of each path were answered rightly, paths in the order in which they were first asked.
 * @param answers one a question, the greedy ones
 * @param pathOf id of a question's path
 */
export function pathAccuracy(
  answers: Iterable<EvaluationSample>,
  pathOf: (question: string) => string,
): readonly PathAccuracy[] {
  const byPath = new Map<string, PathAccuracy>();
  for (const { question_id: question, correct, chain_correct: chainCorrect } of answers) {
    const path = pathOf(question);
    const before = byPath.get(path) ?? { path, questions: 0, correct: 0, chainCorrect: 0 };
    byPath.set(path, {
      path,
      questions: before.questions + 1,
      correct: before.correct + Number(correct),
      chainCorrect: before.chainCorrect + Number(chainCorrect),
    });
  }
  return [...byPath.values()];
}
