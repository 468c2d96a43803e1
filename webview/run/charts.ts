import { t } from "@vscode/l10n";
import { levelNames, levels, type Skill } from "../../src/core/dataset/types.ts";
import { metricNames } from "../../src/core/runs/curve.ts";
import type { EvaluationSummary, MetricRow, RunRecord } from "../../src/core/runs/types.ts";
import { axes, passAtKAxes, passAtKPoints } from "../shared/chart-axes.ts";
import { seriesColors, skillNames, skillOrder } from "../shared/names.ts";
import {
  metricPoints,
  type Axis,
  type ChartModel,
  type Point,
  type Series,
  type ValueFormat,
} from "../shared/series.ts";

interface MetricLine {
  readonly metric: string;
  readonly name: string;
  /** Metric that holds the standard deviation around this one. */
  readonly deviation?: string;
}

interface MetricChart {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly MetricLine[];
  readonly format: ValueFormat;
  readonly smoothable?: boolean;
  /** Runs that have it from their first step on: its chart has its place before that. */
  readonly expected: (config: RunRecord["config"]) => boolean;
}

const always = (): boolean => true;
const ofRl = ({ method }: RunRecord["config"]): boolean => method !== "sft";
const ofGrpo = ({ method }: RunRecord["config"]): boolean => method === "grpo";

const sole = (
  metric: string,
  title: string,
  expected: MetricChart["expected"],
  format: ValueFormat = "number",
): MetricChart => ({
  id: metric.replaceAll("/", "-"),
  title,
  lines: [{ metric, name: metric }],
  format,
  expected,
});

/** In the order of a reader's interest; a chart without data that is not expected is not shown. */
const metricCharts: readonly MetricChart[] = [
  {
    id: "reward",
    title: t("Reward"),
    lines: [
      { metric: "reward", name: t("reward ± std"), deviation: "reward_std" },
      { metric: "rewards/outcome/mean", name: t("right answers") },
      { metric: "rewards/process/mean", name: t("right hops") },
      { metric: "frac_reward_zero_std", name: t("groups without variance") },
    ],
    format: "number",
    expected: ofRl,
  },
  sole("loss", t("Loss"), always),
  sole("chain_accuracy", t("Whole chains sampled"), ofRl, "percent"),
  sole("grad_norm", t("Gradient norm"), always),
  sole("entropy", t("Entropy"), always),
  sole("kl", t("KL divergence from the start"), (config) => config.method === "grpo" && config.kl > 0),
  sole("clip_ratio", t("Clipped ratios"), ofGrpo, "percent"),
  sole("completions/mean_length", t("Completion length (tokens)"), ofRl),
  { ...sole("learning_rate", t("Learning rate"), always, "scientific"), smoothable: false },
  sole("tokens_per_second", t("Throughput (tokens/s)"), always, "compact"),
];

const styled = (lines: readonly { readonly name: string; readonly points: readonly Point[] }[]): Series[] =>
  lines.map((line, style) => ({ ...line, style, color: seriesColors[style]! }));

/** With an outcome reward alone, the right answers are the reward. */
const isRewardAgain = (rows: readonly MetricRow[], { metric }: MetricLine): boolean =>
  metric === "rewards/outcome/mean" && rows.every((row) => row[metric] === row["reward"]);

/** The charts of the training metrics that the rows hold, or that are to come. */
export function trainingCharts(
  { config }: Pick<RunRecord, "config">,
  rows: readonly MetricRow[],
  axis: Axis,
): ChartModel[] {
  return metricCharts.flatMap(({ id, title, lines, format, smoothable = true, expected }) => {
    const series = styled(
      lines.map((line) => ({
        name: line.name,
        points: isRewardAgain(rows, line) ? [] : metricPoints(rows, line.metric, axis, line.deviation),
      })),
    ).filter(({ points }) => points.length > 0);
    if (series.length === 0 && !(rows.length === 0 && expected(config))) return [];
    const emptyText = t("From the first step on.");
    return [{ id, title, ...axes[axis], yFormat: format, smoothable, emptyText, series }];
  });
}

/** Accuracy by level of one skill, from the quick evaluations while training; it has its place before the first. */
export function accuracyChart(
  { config }: Pick<RunRecord, "config">,
  rows: readonly MetricRow[],
  skill: Skill,
  axis: Axis,
): ChartModel {
  return {
    id: `accuracy-${skill}`,
    title: t("{0} accuracy by level", skillNames[skill]),
    ...axes[axis],
    yFormat: "percent",
    yDomain: [0, 1],
    smoothable: false,
    emptyText: t("Measured every {0} steps.", config.evaluateEvery),
    series: styled(
      levels.map((level) => ({
        name: levelNames[level],
        points: metricPoints(rows, `eval/${skill}/${level}/accuracy`, axis),
      })),
    ),
  };
}

/** Skills that the quick evaluations measure, COMP first: those in the rows, or before the first evaluation all. */
export function evaluatedSkills({ config }: Pick<RunRecord, "config">, rows: readonly MetricRow[]): readonly Skill[] {
  const names = metricNames(rows);
  const found = skillOrder.filter((skill) => names.some((name) => name.startsWith(`eval/${skill}/`)));
  return found.length === 0 && config.evaluateEvery > 0 ? skillOrder : found;
}

/** pass@k by level of one skill; undefined where no samples were drawn. */
export function passAtKChart({ cells }: EvaluationSummary, skill: Skill): ChartModel | undefined {
  const series = styled(
    levels.map((level) => {
      const cell = cells.find((one) => one.skill === skill && one.level === level);
      return { name: levelNames[level], points: passAtKPoints(cell?.passAtK ?? {}) };
    }),
  ).filter(({ points }) => points.length > 0);
  if (series.length === 0) return undefined;
  return {
    id: `pass-at-k-${skill}`,
    title: `${skillNames[skill]} pass@k`,
    ...passAtKAxes,
    series,
  };
}

/** The latest rate of training, tokens per second. */
export function recentThroughput(rows: readonly MetricRow[]): number | undefined {
  return rows.findLast((row) => row["tokens_per_second"] !== undefined)?.["tokens_per_second"];
}
