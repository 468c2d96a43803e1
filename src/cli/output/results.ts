import { wilsonInterval } from "../../core/analysis/wilson.ts";
import { levels, skills, type Level, type Skill } from "../../core/dataset/types.ts";
import { formatCount, formatDuration } from "../../core/format.ts";
import type { RunFolder } from "../../core/runs/folder.ts";
import type { EvaluationCell, EvaluationSummary, MetricRow, RunRecord } from "../../core/runs/types.ts";
import { formatShare } from "./format.ts";
import { renderTable, type Column } from "../../core/table.ts";

/** Tokens per second, medians over the steps of training. */
export interface TrainingSpeed {
  /** Of the steps that made an update. */
  readonly training?: number;
  /** Of GRPO's rollouts. */
  readonly sampling?: number;
}

/** A run as the table of results shows it. */
export interface RunResult {
  readonly run: RunRecord;
  readonly folder: string;
  readonly evaluation?: EvaluationSummary;
  readonly tokensPerSecond: TrainingSpeed;
}

export async function readResult(folder: RunFolder): Promise<RunResult> {
  const [run, metrics, evaluations] = await Promise.all([
    folder.read(),
    folder.readMetrics(),
    folder.readEvaluations(),
  ]);
  const evaluation = evaluations.at(-1);
  return {
    run,
    folder: folder.folder,
    ...(evaluation && { evaluation }),
    tokensPerSecond: speedOf(metrics),
  };
}

function speedOf(metrics: readonly MetricRow[]): TrainingSpeed {
  const training = median(metrics, "tokens_per_second");
  const sampling = median(metrics, "sampling_tokens_per_second");
  return { ...(training !== undefined && { training }), ...(sampling !== undefined && { sampling }) };
}

/**
 * Runs as rows: accuracies by skill and level, exact chains and pass@k where RL is judged, times and speeds.
 * @param notBegun names of runs of which there is nothing to show
 */
export function renderResults(results: readonly RunResult[], notBegun: readonly string[] = []): string {
  const k = largestK(results);
  const right = (title: string): Column => ({ title, align: "right" });
  const columns: Column[] = [
    { title: "Run" },
    { title: "State" },
    ...skills.map((skill) => right(`${skill.toUpperCase()}   I   C   Z`)),
    right("chain   I   C   Z"),
    ...(k === undefined ? [] : [right(`pass@${k}`)]),
    right("Training"),
    right("tok/s"),
    right("sampled/s"),
    right("Evaluation"),
    right("tok/s"),
  ];
  const rows = results.map(({ run, evaluation, tokensPerSecond: { training, sampling } }) => [
    run.name,
    run.state === "finished" ? run.state : `${run.state} ${run.progress.step}/${run.progress.steps}`,
    ...skills.map((skill) => byLevel(evaluation, skill, ({ accuracy }) => accuracy)),
    byLevel(evaluation, "comp", ({ strictAccuracy }) => strictAccuracy),
    ...(k === undefined ? [] : [percent(cellOf(evaluation, "comp", "zero-shot")?.passAtK[k])]),
    formatDuration(run.progress.seconds),
    speed(training),
    speed(sampling),
    evaluation ? formatDuration(evaluation.seconds) : "–",
    speed(evaluation?.tokensPerSecond),
  ]);
  const empty = notBegun.map((name) => [name, "not begun", ...columns.slice(2).map(() => "–")]);
  return [renderTable(columns, [...rows, ...empty]), "", legend(results, k)].join("\n");
}

function legend(results: readonly RunResult[], k: number | undefined): string {
  const questions = results.flatMap(({ evaluation }) => evaluation?.cells.map((cell) => cell.questions) ?? []);
  return [
    "In % of the I.I.D., Composition and Zero-shot questions. MEM, CTX, COMP: right answers, greedy.",
    `chain: COMP answers whose whole chain of thought is right too.${k === undefined ? "" : ` pass@${k}: Zero-shot COMP.`}`,
    ...(questions.length > 0 ? [precision(Math.min(...questions))] : []),
  ].join("\n");
}

/** The widest 95 % interval of a share of so many questions. */
function precision(questions: number): string {
  const { low, high } = wilsonInterval(0.5, questions);
  return `95 % intervals reach up to ±${formatShare((high - low) / 2)} points with ${questions} questions; \`compare\` shows each.`;
}

export function cellOf(
  evaluation: Pick<EvaluationSummary, "cells"> | undefined,
  skill: Skill,
  level: Level,
): EvaluationCell | undefined {
  return evaluation?.cells.find((cell) => cell.skill === skill && cell.level === level);
}

function byLevel(
  evaluation: EvaluationSummary | undefined,
  skill: Skill,
  share: (cell: EvaluationCell) => number,
): string {
  const cells = levels.map((level) => cellOf(evaluation, skill, level));
  return cells.map((cell) => percent(cell && share(cell)).padStart(3)).join(" ");
}

const percent = (share: number | undefined): string => (share === undefined ? "–" : formatShare(share));
const speed = (tokens: number | undefined): string => (tokens === undefined ? "–" : formatCount(tokens));

/** The largest k for which every evaluated run has an estimate. */
function largestK(results: readonly RunResult[]): number | undefined {
  const [first, ...others] = results.flatMap(({ evaluation }) => {
    const cell = cellOf(evaluation, "comp", "zero-shot");
    return cell ? [Object.keys(cell.passAtK).map(Number)] : [];
  });
  return first?.filter((k) => others.every((ks) => ks.includes(k))).at(-1);
}

/** Over the steps with such a metric that is not 0. */
function median(rows: readonly MetricRow[], metric: string): number | undefined {
  const values = rows.flatMap((row) => row[metric] ?? []).filter((value) => value > 0);
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
