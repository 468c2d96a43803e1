import { passAtK, powersUpTo } from "../../core/analysis/pass-at-k.ts";
import { isNewWording, type WordingSpec } from "../../core/language/wording.ts";
import type { Accuracy, EvaluationCell, EvaluationSample } from "../../core/runs/types.ts";
import { mean, type TestCell } from "./questions.ts";

/** Accuracies and pass@k of each skill and level, from all samples of its questions. */
export function evaluationCells(
  cells: readonly TestCell[],
  samples: readonly EvaluationSample[],
  spec: WordingSpec,
): EvaluationCell[] {
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
    const [trained, fresh] = [false, true].map((asNew) =>
      greedy.filter((_, i) => isNewWording(questions[i]!, spec) === asNew),
    ) as [EvaluationSample[], EvaluationSample[]];
    const isDivided = trained.length > 0 && fresh.length > 0;
    return {
      skill,
      level,
      ...accuracyOf(greedy),
      ...(isDivided && { wordings: { trained: accuracyOf(trained), new: accuracyOf(fresh) } }),
      passAtK: Object.fromEntries(powersUpTo(sampled[0]!.length).map((k) => [k, estimate(k)])),
    };
  });
}

function accuracyOf(greedy: readonly EvaluationSample[]): Accuracy {
  return {
    questions: greedy.length,
    accuracy: mean(greedy.map(({ correct }) => Number(correct))),
    strictAccuracy: mean(greedy.map(({ chain_correct }) => Number(chain_correct))),
  };
}
