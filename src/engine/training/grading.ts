import type { Dataset } from "../../core/dataset/open.ts";
import type { Question } from "../../core/dataset/types.ts";
import { chainMatches, parseChain } from "../../core/language/parse.ts";
import { extractAnswer } from "../../core/language/prompt.ts";
import { renderChain } from "../../core/language/question.ts";

export interface Grade {
  /** The final answer is the gold answer, letter by letter. */
  readonly correct: boolean;
  /** So is every hop before it, in any wording. */
  readonly chainCorrect: boolean;
}

/** Grades a completion's text, the end of text left out. */
export function gradeCompletion(dataset: Dataset, question: Question, completion: string): Grade {
  const path = dataset.paths.get(question.path)!;
  const gold = renderChain(dataset.graph, path, question, dataset.spec.questions);
  return {
    correct: extractAnswer(completion) === question.answer,
    chainCorrect: chainMatches(parseChain(completion, dataset.graph), gold),
  };
}
