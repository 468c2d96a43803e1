import { RunFolder } from "../../core/runs/folder.ts";
import type { EvaluationSample } from "../../core/runs/types.ts";
import type { EvaluationPlace } from "./evaluation-cache.ts";

export type AnswersById = ReadonlyMap<string, EvaluationSample>;

/** The greedy answers of an evaluation, by question. */
export async function readGreedyAnswers({ folder, step }: EvaluationPlace): Promise<AnswersById> {
  const answers = await new RunFolder(folder).readGreedyAnswers(step);
  return new Map(answers.map((answer) => [answer.question_id, answer]));
}
