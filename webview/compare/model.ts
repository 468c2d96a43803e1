import { t } from "@vscode/l10n";
import { disjoint, wilsonInterval, type Interval } from "../../src/core/analysis/wilson.ts";
import { levelNames, levels, type Level, type Skill } from "../../src/core/dataset/types.ts";
import type { MetricCurve } from "../../src/core/runs/curve.ts";
import type { EvaluationCell, RunSummary } from "../../src/core/runs/types.ts";
import type { CurvePair, PairCurves } from "../../src/protocol/compare-panel.ts";
import { axes, passAtKAxes, passAtKPoints } from "../shared/chart-axes.ts";
import { seriesColors, skillNames, skillOrder } from "../shared/names.ts";
import { axisMetrics, type Axis, type ChartModel, type Point, type Series } from "../shared/series.ts";
import type { Measure } from "./view.ts";

/** One run's share of right answers in one skill and level. */
export interface LevelValue {
  readonly share: number;
  readonly interval: Interval;
  /** Against the baseline; absent for the baseline itself and where it has no value. */
  readonly difference?: number;
  /** The 95 % intervals of this run and the baseline do not overlap. */
  readonly distinct: boolean;
}

export interface LevelRow {
  readonly skill: Skill;
  readonly level: Level;
  /** In the order of the runs; undefined where a run was not evaluated. */
  readonly values: readonly (LevelValue | undefined)[];
}

const cellOf = ({ cells }: RunSummary, skill: Skill, level: Level): EvaluationCell | undefined =>
  cells?.find((cell) => cell.skill === skill && cell.level === level);

/** Accuracies by skill and level, a value for every run, compared with the run at `baseline`. */
export function levelRows(runs: readonly RunSummary[], baseline: number, measure: Measure): LevelRow[] {
  return skillOrder
    .flatMap((skill) => levels.map((level) => ({ skill, level })))
    .map(({ skill, level }) => {
      const cells = runs.map((run) => cellOf(run, skill, level));
      const values = cells.map((cell, index) =>
        cell === undefined ? undefined : levelValue(cell, index === baseline ? undefined : cells[baseline], measure),
      );
      return { skill, level, values };
    })
    .filter(({ values }) => values.some((value) => value !== undefined));
}

function levelValue(cell: EvaluationCell, reference: EvaluationCell | undefined, measure: Measure): LevelValue {
  const share = cell[measure];
  const interval = wilsonInterval(share, cell.questions);
  if (reference === undefined) return { share, interval, distinct: false };
  return {
    share,
    interval,
    difference: share - reference[measure],
    distinct: disjoint(interval, wilsonInterval(reference[measure], reference.questions)),
  };
}

/** What to call each run: its name, or its id where another run has the same name. */
export function runLabels(runs: readonly RunSummary[]): string[] {
  const names = runs.map(({ run }) => run.name);
  return runs.map(({ run }) => (names.filter((name) => name === run.name).length > 1 ? run.id : run.name));
}

/** A run's looks, the same in every chart and table. */
export const runStyle = (index: number): Pick<Series, "color" | "style"> => ({
  color: seriesColors[index % seriesColors.length]!,
  style: index,
});

/** One line a run. @param points of the run at an index */
function runSeries(
  runs: readonly RunSummary[],
  line: (run: RunSummary, index: number) => Pick<Series, "points" | "stride">,
): Series[] {
  const labels = runLabels(runs);
  return runs
    .map((run, index) => ({ name: labels[index]!, ...runStyle(index), ...line(run, index) }))
    .filter((series) => series.points.length > 0);
}

const isShare = (metric: string): boolean => /accuracy|pass@|frac_|ratio/.test(metric);

function curveLine(curve: MetricCurve | undefined, isPath: boolean): Pick<Series, "points" | "stride"> {
  if (curve === undefined) return { points: [] };
  const points = curve.x.map((x, index): Point => {
    const band = curve.low && !isPath ? { low: curve.low[index]!, high: curve.high![index]! } : {};
    return { x, y: curve.y[index]!, ...band, ...(isPath && { step: curve.step[index]! }) };
  });
  return { points, stride: curve.stride };
}

/** A metric of all runs in one chart, over steps, tokens or time. */
export function metricChart(runs: readonly RunSummary[], { y, curves }: PairCurves, axis: Axis): ChartModel {
  const stride = Math.max(1, ...curves.map((curve) => curve.stride));
  return {
    id: y.replaceAll("/", "-"),
    title: stride > 1 ? t("{0} (points of up to {1} steps)", y, stride) : y,
    ...axes[axis],
    yFormat: isShare(y) ? "percent" : "number",
    smoothable: !y.startsWith("eval/"),
    emptyText: axis === "tokens" ? t("No run of these has counted its tokens.") : t("No run of these has {0}.", y),
    series: runSeries(runs, (_, index) => curveLine(curves[index], false)),
  };
}

/** A metric against another, a way for each run through its training. */
export function againstChart(runs: readonly RunSummary[], { x, y, curves }: PairCurves): ChartModel {
  return {
    id: `${y}-against-${x}`.replaceAll("/", "-"),
    title: t("{0} against {1}", y, x),
    xLabel: x,
    xFormat: isShare(x) ? "percent" : "number",
    xScale: "linear",
    yFormat: isShare(y) ? "percent" : "number",
    isPath: true,
    smoothable: !x.startsWith("eval/") && !y.startsWith("eval/"),
    emptyText: t("No run of these has both at one step."),
    series: runSeries(runs, (_, index) => curveLine(curves[index], true)),
  };
}

/** pass@k of all runs, one chart a level; levels without samples are left out. */
export function passAtKCharts(runs: readonly RunSummary[], skill: Skill): ChartModel[] {
  return levels
    .map((level) => ({
      id: `pass-at-k-${skill}-${level}`,
      title: `${skillNames[skill]} ${levelNames[level]} pass@k`,
      ...passAtKAxes,
      series: runSeries(runs, (run) => ({ points: passAtKPoints(cellOf(run, skill, level)?.passAtK ?? {}) })),
    }))
    .filter(({ series }) => series.length > 0);
}

/** Skills in which any of the runs was evaluated. */
export const comparedSkills = (runs: readonly RunSummary[]): Skill[] =>
  skillOrder.filter((skill) => runs.some(({ cells }) => cells?.some((cell) => cell.skill === skill)));

/** Charts at first, in this order, as far as the runs have them. */
const firstMetrics: readonly string[] = [
  "loss",
  "reward",
  "eval/comp/zero-shot/accuracy",
  "eval/comp/iid/accuracy",
  "entropy",
  "grad_norm",
];

/** Metrics that have a chart: the user's choice, or those that most look at. */
export function chartedMetrics(metrics: readonly string[], chosen: readonly string[] | undefined): readonly string[] {
  return (chosen ?? firstMetrics).filter((metric) => metrics.includes(metric));
}

/** The metrics that are drawn against each other: the user's choice, or the first two that are likely to tell something. */
export function againstPair(metrics: readonly string[], chosen: CurvePair | undefined): CurvePair | undefined {
  if (chosen && [chosen.x, chosen.y].every((metric) => metrics.includes(metric))) return chosen;
  const [y = metrics[0], x = metrics[1]] = ["reward", "entropy", "loss", "grad_norm"].filter((metric) =>
    metrics.includes(metric),
  );
  return x === undefined || y === undefined ? undefined : { x, y };
}

/** What the charts of a view show. */
export function shownPairs(
  metrics: readonly string[],
  view: { readonly metrics?: readonly string[]; readonly axis: Axis; readonly against?: CurvePair },
): CurvePair[] {
  const against = againstPair(metrics, view.against);
  const x = axisMetrics[view.axis];
  return [...chartedMetrics(metrics, view.metrics).map((y) => ({ x, y })), ...(against ? [against] : [])];
}

export const pairKey = ({ x, y }: CurvePair): string => `${y} ${x}`;
