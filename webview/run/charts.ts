import { levelNames, levels, type Skill } from "../../src/core/dataset/types.ts";
import type { EvaluationSummary, MetricRow } from "../../src/core/runs/types.ts";
import { axes, passAtKAxes, passAtKPoints } from "../shared/chart-axes.ts";
import { seriesColors, skillNames, skillOrder } from "../shared/names.ts";
import {
  metricNames,
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
}

const sole = (metric: string, title: string, format: ValueFormat = "number"): MetricChart => ({
  id: metric.replaceAll("/", "-"),
  title,
  lines: [{ metric, name: metric }],
  format,
});

/** In the order of a reader's interest; a chart without data is not shown. */
const metricCharts: readonly MetricChart[] = [
  {
    id: "reward",
    title: "Reward",
    lines: [
      { metric: "reward", name: "reward ± std", deviation: "reward_std" },
      { metric: "rewards/outcome/mean", name: "right answers" },
      { metric: "rewards/process/mean", name: "right hops" },
      { metric: "frac_reward_zero_std", name: "groups without variance" },
    ],
    format: "number",
  },
  sole("loss", "Loss"),
  sole("grad_norm", "Gradient norm"),
  sole("entropy", "Entropy"),
  sole("kl", "KL divergence from the start"),
  sole("clip_ratio", "Clipped ratios", "percent"),
  sole("completions/mean_length", "Mean completion length (tokens)"),
  { ...sole("learning_rate", "Learning rate", "scientific"), smoothable: false },
  sole("tokens_per_second", "Throughput (tokens/s)", "compact"),
];

const styled = (lines: readonly { readonly name: string; readonly points: readonly Point[] }[]): Series[] =>
  lines.map((line, style) => ({ ...line, style, color: seriesColors[style]! }));

/** With an outcome reward alone, the right answers are the reward. */
const isRewardAgain = (rows: readonly MetricRow[], { metric }: MetricLine): boolean =>
  metric === "rewards/outcome/mean" && rows.every((row) => row[metric] === row["reward"]);

/** The charts of the training metrics that the rows hold. */
export function trainingCharts(rows: readonly MetricRow[], axis: Axis): ChartModel[] {
  return metricCharts.flatMap(({ id, title, lines, format, smoothable = true }) => {
    const series = styled(
      lines.map((line) => ({
        name: line.name,
        points: isRewardAgain(rows, line) ? [] : metricPoints(rows, line.metric, axis, line.deviation),
      })),
    ).filter(({ points }) => points.length > 0);
    if (series.length === 0) return [];
    return [{ id, title, ...axes[axis], yFormat: format, smoothable, series }];
  });
}

/** Accuracy by level of one skill, from the quick evaluations while training. */
export function accuracyChart(rows: readonly MetricRow[], skill: Skill, axis: Axis): ChartModel {
  const series = styled(
    levels.map((level) => ({
      name: levelNames[level],
      points: metricPoints(rows, `eval/${skill}/${level}/accuracy`, axis),
    })),
  ).filter(({ points }) => points.length > 0);
  return {
    id: `accuracy-${skill}`,
    title: `${skillNames[skill]} accuracy by level`,
    ...axes[axis],
    yFormat: "percent",
    yDomain: [0, 1],
    smoothable: false,
    series,
  };
}

/** Skills that the quick evaluations measured, COMP first. */
export function evaluatedSkills(rows: readonly MetricRow[]): Skill[] {
  const names = metricNames(rows);
  return skillOrder.filter((skill) => names.some((name) => name.startsWith(`eval/${skill}/`)));
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
