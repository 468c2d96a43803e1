import { levels, skills, type Level, type Skill } from "../../core/dataset/types.ts";
import type { RunFolder } from "../../core/runs/folder.ts";
import type { EvaluationCell, EvaluationSummary, MetricRow, RunRecord } from "../../core/runs/types.ts";
import { formatCount, formatDuration, formatShare } from "./format.ts";
import { renderTable, type Column } from "./table.ts";

/** A run as the table of results shows it. */
export interface RunResult {
  readonly run: RunRecord;
  readonly folder: string;
  readonly evaluation?: EvaluationSummary;
  /** Median over the steps of training. */
  readonly trainingTokensPerSecond?: number;
}

export async function readResult(folder: RunFolder): Promise<RunResult> {
  const [run, metrics, evaluations] = await Promise.all([
    folder.read(),
    folder.readMetrics(),
    folder.readEvaluations(),
  ]);
  const evaluation = evaluations.at(-1);
  const speed = median(metrics.flatMap((row: MetricRow) => row["tokens_per_second"] ?? []));
  return {
    run,
    folder: folder.folder,
    ...(evaluation && { evaluation }),
    ...(speed !== undefined && { trainingTokensPerSecond: speed }),
  };
}

/** Runs as rows: accuracies by skill and level, pass@k where RL is judged, time and speed. */
export function renderResults(results: readonly RunResult[]): string {
  const k = largestK(results);
  const columns: Column[] = [
    { title: "Run" },
    { title: "State" },
    ...skills.map((skill): Column => ({ title: skill.toUpperCase(), align: "right" })),
    { title: `pass@${k ?? "k"}`, align: "right" },
    { title: "Training", align: "right" },
    { title: "tok/s", align: "right" },
    { title: "Evaluation", align: "right" },
    { title: "tok/s", align: "right" },
  ];
  const rows = results.map(({ run, evaluation, trainingTokensPerSecond }) => [
    run.name,
    run.state === "finished" ? run.state : `${run.state} ${run.progress.step}/${run.progress.steps}`,
    ...skills.map((skill) => levels.map((level) => accuracy(evaluation, skill, level)).join(" ")),
    passAt(cellOf(evaluation, "comp", "zero-shot"), k),
    formatDuration(run.progress.seconds),
    trainingTokensPerSecond === undefined ? "–" : formatCount(trainingTokensPerSecond),
    evaluation ? formatDuration(evaluation.seconds) : "–",
    evaluation ? formatCount(evaluation.tokensPerSecond) : "–",
  ]);
  return [
    renderTable(columns, rows),
    "",
    "MEM, CTX, COMP: greedy accuracy in % on I.I.D., Composition and Zero-shot questions. pass@k: of Zero-shot COMP, in %.",
  ].join("\n");
}

export function cellOf(
  evaluation: Pick<EvaluationSummary, "cells"> | undefined,
  skill: Skill,
  level: Level,
): EvaluationCell | undefined {
  return evaluation?.cells.find((cell) => cell.skill === skill && cell.level === level);
}

function accuracy(evaluation: EvaluationSummary | undefined, skill: Skill, level: Level): string {
  const cell = cellOf(evaluation, skill, level);
  return (cell ? formatShare(cell.accuracy) : "–").padStart(3);
}

function passAt(cell: EvaluationCell | undefined, k: number | undefined): string {
  const value = k === undefined ? undefined : cell?.passAtK[k];
  return value === undefined ? "–" : formatShare(value);
}

/** The largest k for which every evaluated run has an estimate. */
function largestK(results: readonly RunResult[]): number | undefined {
  const [first, ...others] = results.flatMap(({ evaluation }) => {
    const cell = cellOf(evaluation, "comp", "zero-shot");
    return cell ? [Object.keys(cell.passAtK).map(Number)] : [];
  });
  return first?.filter((k) => others.every((ks) => ks.includes(k))).at(-1);
}

function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
