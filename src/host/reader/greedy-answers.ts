import { stat } from "node:fs/promises";
import { join } from "node:path";
import { RunFolder } from "../../core/runs/folder.ts";
import type { EvaluationSample } from "../../core/runs/types.ts";

/** An evaluation by the run's folder and the step at which it was evaluated. */
export interface EvaluationPlace {
  readonly folder: string;
  readonly step: number;
}

/** The greedy answers of evaluations by question, read once, and again when an evaluation is made anew. */
export class GreedyAnswers {
  readonly #known = new Map<string, { readonly version: string; readonly answers: Promise<AnswersById> }>();

  async of({ folder, step }: EvaluationPlace): Promise<AnswersById> {
    const run = new RunFolder(folder);
    const summary = await stat(join(run.evaluationFolder(step), "summary.json")).catch(() => undefined);
    const version = `${step} ${summary?.mtimeMs ?? 0}`;
    const known = this.#known.get(folder);
    if (known?.version === version) return known.answers;
    const answers = run
      .readGreedyAnswers(step)
      .then((samples) => new Map(samples.map((sample) => [sample.question_id, sample])));
    this.#known.set(folder, { version, answers });
    return answers;
  }
}

export type AnswersById = ReadonlyMap<string, EvaluationSample>;
