import type { ExplorerPath, PathAccuracy } from "../../../src/protocol/panels.ts";

/** What counts as right: the answer, or the whole chain and the answer. */
export type Measure = "correct" | "chainCorrect";

/** A run's answers by path. */
export type Accuracies = ReadonlyMap<string, PathAccuracy>;

/** A run's accuracies as charts are shaded by them. */
export interface Shade {
  readonly runId: string;
  /** The run's name. */
  readonly run: string;
  readonly accuracies: Accuracies;
  readonly measure: Measure;
}

export interface Tally {
  readonly questions: number;
  readonly right: number;
}

/** A run's answers to all the paths' test questions together. */
export function tally(paths: readonly ExplorerPath[], { accuracies, measure }: Shade): Tally {
  let questions = 0;
  let right = 0;
  for (const { id } of paths) {
    const accuracy = accuracies.get(id);
    if (accuracy === undefined) continue;
    questions += accuracy.questions;
    right += accuracy[measure];
  }
  return { questions, right };
}

/** Of right answers, 0 … 1; undefined where nothing was asked. */
export const share = ({ questions, right }: Tally): number | undefined =>
  questions === 0 ? undefined : right / questions;
