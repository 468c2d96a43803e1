import { dirname, join } from "node:path";
import { curriculumExtension } from "../../core/curriculum/read.ts";
import { levelNames, type Level, type Skill } from "../../core/dataset/types.ts";
import { isActive } from "../../core/runs/folder.ts";
import type { EvaluationSummary, MetricRow, RunRecord } from "../../core/runs/types.ts";

/** A run as the trees, lenses and the status bar show it. */
export interface RunView {
  readonly folder: string;
  readonly record: RunRecord;
  readonly step: number;
  readonly steps: number;
  /** Estimated from the training time a step has taken so far; only while running. */
  readonly secondsLeft?: number;
  /** Of the newest evaluation. */
  readonly evaluatedStep?: number;
  /** Newest accuracies, 0…1. */
  readonly accuracy?: readonly { readonly skill: Skill; readonly level: Level; readonly accuracy: number }[];
}

/** A run folder that cannot be read, and the sentence that says why. */
export interface BrokenRun {
  readonly folder: string;
  readonly problem: string;
}

/** Where a run's curriculum lies now: the record tells where it lay when the run was started. */
export function curriculumFileOf({ folder, record }: RunView): string {
  return join(dirname(dirname(dirname(folder))), record.curriculum.name + curriculumExtension);
}

/** @param metrics every row of the run, in order @param evaluations ascending by step */
export function viewRun(
  folder: string,
  record: RunRecord,
  metrics: readonly MetricRow[],
  evaluations: readonly EvaluationSummary[],
): RunView {
  const active = isActive(record);
  const last = metrics.at(-1);
  // run.json is rewritten now and then, metrics.jsonl every step: of a run in progress the newest row tells where it is.
  const step = active ? Math.max(record.progress.step, last?.step ?? 0) : record.progress.step;
  const seconds = Math.max(record.progress.seconds, last?.time ?? 0);
  const steps = record.progress.steps;
  const evaluatedStep = evaluations.at(-1)?.step;
  const accuracy = newestAccuracy(metrics, evaluations);
  return {
    folder,
    record,
    step,
    steps,
    ...(record.state === "running" && step > 0 ? { secondsLeft: ((steps - step) * seconds) / step } : {}),
    ...(evaluatedStep === undefined ? {} : { evaluatedStep }),
    ...(accuracy ? { accuracy } : {}),
  };
}

const accuracyMetric = /^eval\/(mem|ctx|comp)\/(iid|composition|zero-shot)\/accuracy$/;

function newestAccuracy(
  metrics: readonly MetricRow[],
  evaluations: readonly EvaluationSummary[],
): RunView["accuracy"] | undefined {
  const evaluation = evaluations.at(-1);
  for (const row of metrics.toReversed()) {
    if (evaluation && row.step <= evaluation.step) break;
    const cells = Object.entries(row).flatMap(([metric, accuracy]) => {
      const [, skill, level] = accuracyMetric.exec(metric) ?? [];
      return skill && level ? [{ skill: skill as Skill, level: level as Level, accuracy }] : [];
    });
    if (cells.length > 0) return cells;
  }
  return evaluation?.cells;
}

/** "about 4 min left" without the "about … left": "40 s", "4 min", "1 h 20 min". */
export function roughDuration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.floor((100 * part) / whole);
}

/** "COMP 84 · 80 · 17 %" in the order I.I.D., Composition, Zero-shot; "–" where a level was not asked. */
export function formatAccuracy(view: RunView, skill: Skill = "comp"): string | undefined {
  const cells = view.accuracy?.filter((cell) => cell.skill === skill) ?? [];
  if (cells.length === 0) return undefined;
  const numbers = (Object.keys(levelNames) as Level[]).map((level) => {
    const cell = cells.find((candidate) => candidate.level === level);
    return cell ? String(Math.round(100 * cell.accuracy)) : "–";
  });
  return `${skill.toUpperCase()} ${numbers.join(" · ")} %`;
}
