import { passAtK, powersUpTo } from "../../core/analysis/pass-at-k.ts";
import type { EvaluationCell, EvaluationSample } from "../../core/runs/types.ts";
import { mean, type TestCell } from "./questions.ts";

/** Accuracies and pass@k of each skill and level, from all samples of its questions. */
export function evaluationCells(cells: readonly TestCell[], samples: readonly EvaluationSample[]): EvaluationCell[] {
  const byQuestion = new Map<string, EvaluationSample[]>();
  for (const sample of samples) {
    const own = byQuestion.get(sample.question_id);
    if (own) own.push(sample);
    else byQuestion.set(sample.question_id, [sample]);
  }
  return cells.map(({ skill, level, questions }) => {
    const answers = questions.map(({ id }) => byQuestion.get(id)!);
    const greedy = answers.map((own) => own.find(({ sample }) => sample === -1)!);
    const sampled = answers.map((own) => own.filter(({ sample }) => sample >= 0));
    const estimate = (k: number): number =>
      mean(sampled.map((own) => passAtK(own.length, own.filter(({ correct }) => correct).length, k)));
    return {
      skill,
      level,
      questions: questions.length,
      accuracy: mean(greedy.map(({ correct }) => Number(correct))),
      strictAccuracy: mean(greedy.map(({ chain_correct }) => Number(chain_correct))),
      passAtK: Object.fromEntries(powersUpTo(sampled[0]!.length).map((k) => [k, estimate(k)])),
    };
  });
}
