import { datasetOf } from "../../core/analysis/read-run.ts";
import { RunFolder } from "../../core/runs/folder.ts";
import type { EvaluationPlace } from "../reader/evaluation-cache.ts";
import type { RunView } from "../runs/view.ts";

export interface AskedRuns {
  /** Folder of their dataset. */
  readonly dataset: string;
  /** Their newest evaluations, by id. */
  readonly places: Readonly<Record<string, EvaluationPlace>>;
  /** Ids of the others. */
  readonly without: readonly string[];
}

/** Those that were asked the same questions: evaluated ones, on the data of the first of them. Undefined: none is. */
export function askedRuns(views: readonly RunView[]): AskedRuns | undefined {
  const first = views.find(({ evaluatedStep }) => evaluatedStep !== undefined);
  if (!first) return undefined;
  const places = views.flatMap(({ folder, record: { id, dataset }, evaluatedStep: step }) =>
    step === undefined || dataset.hash !== first.record.dataset.hash ? [] : [[id, { folder, step }] as const],
  );
  const asked = new Set(places.map(([id]) => id));
  return {
    dataset: datasetOf(new RunFolder(first.folder), first.record),
    places: Object.fromEntries(places),
    without: views.map(({ record }) => record.id).filter((id) => !asked.has(id)),
  };
}
