import type { Graded } from "./accuracy.ts";

/** Greedy answers of a run to the test questions of a path. */
export interface PathAccuracy {
  readonly path: string;
  readonly questions: number;
  readonly correct: number;
  /** Answer and whole chain. */
  readonly chainCorrect: number;
}

/** How many questions of each path were answered rightly, paths in the order in which they were first asked. */
export function pathAccuracy(answers: Iterable<Graded & { readonly path: string }>): readonly PathAccuracy[] {
  const byPath = new Map<string, PathAccuracy>();
  for (const { path, correct, chainCorrect } of answers) {
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
