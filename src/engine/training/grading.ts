import type { Dataset } from "../../core/dataset/open.ts";
import type { Question } from "../../core/dataset/types.ts";
import { chainMatches, parseChain } from "../../core/language/parse.ts";
import { extractAnswer } from "../../core/language/prompt.ts";
import { renderChain } from "../../core/language/question.ts";
import { scoreHops } from "../../core/language/score.ts";

export interface Grade {
  /** The final answer is the gold answer, letter by letter. */
  readonly correct: boolean;
  /** And so is every hop before it, in any wording. */
  readonly chainCorrect: boolean;
  /** Which share of its hops and the gold chain's the completion states rightly (0 … 1): the process reward. */
  readonly hopShare: number;
}

/** Grades a completion's text, the end of text left out. */
export function gradeCompletion(dataset: Dataset, question: Question, completion: string): Grade {
  const path = dataset.paths.get(question.path)!;
  const gold = renderChain(dataset.graph, path, question, dataset.spec.questions);
  const parsed = parseChain(completion, dataset.graph);
  const { right, total } = scoreHops(parsed, gold);
  const correct = extractAnswer(completion) === question.answer;
  return {
    correct,
    chainCorrect: correct && chainMatches(parsed, gold),
    // Hops beside the gold ones cost as much as missing ones, or stating everything would pay.
    hopShare: right / Math.max(total, parsed.hops.length),
  };
}
