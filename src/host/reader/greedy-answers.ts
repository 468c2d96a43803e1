import { open } from "node:fs/promises";
import { join } from "node:path";
import { samplesFile } from "../../core/analysis/build-tallies.ts";
import type { QuestionResult } from "../../core/analysis/tallies.ts";
import { RunFolder } from "../../core/runs/folder.ts";
import type { EvaluationSample } from "../../core/runs/types.ts";
import type { EvaluationPlace } from "./evaluation-cache.ts";

/** The greedy answers of an evaluation, by question. */
export type AnswersById = ReadonlyMap<string, EvaluationSample>;

/** Reads the lines of these questions' greedy answers alone, whatever the number of samples between them. */
export async function readGreedyAnswers(
  { folder, step }: EvaluationPlace,
  results: readonly QuestionResult[],
): Promise<AnswersById> {
  const file = await open(join(new RunFolder(folder).evaluationFolder(step), samplesFile));
  try {
    const answers = new Map<string, EvaluationSample>();
    for (const { question, place } of results) {
      const [start, end] = place;
      const { buffer } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
      answers.set(question, JSON.parse(buffer.toString("utf8")) as EvaluationSample);
    }
    return answers;
  } finally {
    await file.close();
  }
}
