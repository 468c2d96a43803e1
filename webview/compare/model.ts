import { disjoint, wilsonInterval, type Interval } from "../../src/core/analysis/wilson.ts";
import { levelNames, levels, type Level, type Skill } from "../../src/core/dataset/types.ts";
import type { ComparedRun, EvaluationCell } from "../../src/core/runs/types.ts";
import { seriesColors, skillNames, skillOrder } from "../shared/names.ts";
import { axes, passAtKAxes, passAtKPoints } from "../shared/chart-axes.ts";
import { metricNames, metricPoints, type Axis, type ChartModel, type Point, type Series } from "../shared/series.ts";

export type Measure = "accuracy" | "strictAccuracy";

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

const cellOf = ({ cells }: ComparedRun, skill: Skill, level: Level): EvaluationCell | undefined =>
  cells?.find((cell) => cell.skill === skill && cell.level === level);

/** Accuracies by skill and level, a value for every run, compared with the run at `baseline`. */
export function levelRows(runs: readonly ComparedRun[], baseline: number, measure: Measure): LevelRow[] {
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
export function runLabels(runs: readonly ComparedRun[]): string[] {
  const names = runs.map(({ run }) => run.name);
  return runs.map(({ run }) => (names.filter((name) => name === run.name).length > 1 ? run.id : run.name));
}

/** One line a run, in the same colour, dash and marker in every chart. */
function runSeries(runs: readonly ComparedRun[], points: (run: ComparedRun) => Point[]): Series[] {
  const labels = runLabels(runs);
  return runs
    .map((run, style) => ({
      name: labels[style]!,
      style,
      color: seriesColors[style % seriesColors.length]!,
      points: points(run),
    }))
    .filter((series) => series.points.length > 0);
}

/** A metric of all runs in one chart. */
export function metricChart(runs: readonly ComparedRun[], metric: string, axis: Axis): ChartModel {
  return {
    id: metric.replaceAll("/", "-"),
    title: metric,
    ...axes[axis],
    yFormat: metric.startsWith("eval/") ? "percent" : "number",
    smoothable: !metric.startsWith("eval/"),
    series: runSeries(runs, ({ metrics }) => metricPoints(metrics, metric, axis)),
  };
}

/** pass@k of all runs, one chart a level; levels without samples are left out. */
export function passAtKCharts(runs: readonly ComparedRun[], skill: Skill): ChartModel[] {
  return levels
    .map((level) => ({
      id: `pass-at-k-${skill}-${level}`,
      title: `${skillNames[skill]} ${levelNames[level]} pass@k`,
      ...passAtKAxes,
      series: runSeries(runs, (run) => passAtKPoints(cellOf(run, skill, level)?.passAtK ?? {})),
    }))
    .filter(({ series }) => series.length > 0);
}

/** All metrics that any of the runs has. */
export const comparedMetrics = (runs: readonly ComparedRun[]): string[] => [
  ...new Set(runs.flatMap(({ metrics }) => metricNames(metrics))),
];

/** Skills in which any of the runs was evaluated. */
export const comparedSkills = (runs: readonly ComparedRun[]): Skill[] =>
  skillOrder.filter((skill) => runs.some(({ cells }) => cells?.some((cell) => cell.skill === skill)));
