import type { Graded } from "../../core/analysis/accuracy.ts";
import { passAtK, powersUpTo } from "../../core/analysis/pass-at-k.ts";
import type { EvaluationTallies, QuestionResult } from "../../core/analysis/tallies.ts";
import { isNewWording, type WordingSpec } from "../../core/language/wording.ts";
import type { Accuracy, EvaluationCell } from "../../core/runs/types.ts";
import { mean, type TestCell } from "./questions.ts";

/** Accuracies and pass@k of each skill and level. */
export function evaluationCells(
  cells: readonly TestCell[],
  { questions: results }: Pick<EvaluationTallies, "questions">,
  spec: WordingSpec,
): EvaluationCell[] {
  const byId = new Map(results.map((result) => [result.question, result]));
  return cells.map(({ skill, level, questions }) => {
    const answers = questions.map(({ id }) => byId.get(id)!);
    const estimate = (k: number): number =>
      mean(answers.map(({ sampled: { samples, correct } }) => passAtK(samples, correct, k)));
    const [trained, fresh] = [false, true].map((asNew) =>
      answers.filter((_, i) => isNewWording(questions[i]!, spec) === asNew),
    ) as [QuestionResult[], QuestionResult[]];
    const isDivided = trained.length > 0 && fresh.length > 0;
    return {
      skill,
      level,
      ...accuracyOf(answers),
      ...(isDivided && { wordings: { trained: accuracyOf(trained), new: accuracyOf(fresh) } }),
      passAtK: Object.fromEntries(powersUpTo(answers[0]!.sampled.samples).map((k) => [k, estimate(k)])),
    };
  });
}

function accuracyOf(greedy: readonly Graded[]): Accuracy {
  return {
    questions: greedy.length,
    accuracy: mean(greedy.map(({ correct }) => Number(correct))),
    strictAccuracy: mean(greedy.map(({ chainCorrect }) => Number(chainCorrect))),
  };
}
