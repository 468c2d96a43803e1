import type { EvaluationSample } from "../runs/types.ts";
import type { QuestionTally } from "./types.ts";

/** What of a sample is counted. `sample` −1, the greedy answer, is none. */
export type CountedSample = Pick<EvaluationSample, "question_id" | "correct"> &
  Partial<Pick<EvaluationSample, "chain_correct" | "sample">>;

interface Counts {
  samples: number;
  correct: number;
  /** Undefined from the first sample on that does not say. */
  chainCorrect: number | undefined;
}

/** Counts samples by question as they come; keeps none. */
export class Tally {
  readonly #counts = new Map<string, Counts>();

  add({ question_id: question, correct, chain_correct: chain, sample = 0 }: CountedSample): void {
    if (sample < 0) return;
    let counts = this.#counts.get(question);
    if (!counts) {
      counts = { samples: 0, correct: 0, chainCorrect: 0 };
      this.#counts.set(question, counts);
    }
    counts.samples++;
    counts.correct += Number(correct);
    if (chain === undefined) counts.chainCorrect = undefined;
    else if (counts.chainCorrect !== undefined) counts.chainCorrect += Number(chain);
  }

  /** In the order in which the questions first came. */
  get questions(): QuestionTally[] {
    return Array.from(this.#counts, ([question, { samples, correct, chainCorrect }]) => ({
      question,
      samples,
      correct,
      ...(chainCorrect !== undefined && { chainCorrect }),
    }));
  }
}
