import type { MetricRow } from "../../src/core/runs/types.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
  /** Bounds of a band, where the series has one. */
  readonly low?: number;
  readonly high?: number;
  /** Of training; on a path, where x is another metric. */
  readonly step?: number;
}

export interface Series {
  readonly name: string;
  /** A CSS colour; `var(--…)` follows the theme without a redraw. */
  readonly color: string;
  /** Index of the dash pattern and the marker that tell the series apart without colour. */
  readonly style: number;
  /** In the order of x; on a path in that of training. */
  readonly points: readonly Point[];
  /** Rows that a point stands for, 1 where absent: it is their mean, and its band their extremes. */
  readonly stride?: number;
}

export type ValueFormat = "number" | "percent" | "wholePercent" | "scientific" | "compact" | "duration";

/** All that a chart shows, apart from how the user looks at it. */
export interface ChartModel {
  readonly id: string;
  readonly title: string;
  readonly xLabel: string;
  readonly xFormat: ValueFormat;
  /** `log2` for pass@k, whose k are powers of two. */
  readonly xScale: "linear" | "log2";
  /** Of x = 1, 2, 3 …, where it counts what is no number. */
  readonly xNames?: readonly string[];
  readonly yFormat: ValueFormat;
  /** Fixed bounds of y; absent: those of the data. */
  readonly yDomain?: readonly [number, number];
  /** A value of y to which the others are compared, drawn as a line. */
  readonly yRule?: number;
  /** One metric against another: x goes to and fro. */
  readonly isPath?: true;
  /** In place of lines, where there are none yet. */
  readonly emptyText?: string;
  /** Noisy enough to be smoothed. */
  readonly smoothable: boolean;
  readonly series: readonly Series[];
}

/** What training curves run over: fields of a row of metrics. */
export const axisMetrics = { step: "step", time: "time", tokens: "num_tokens" } as const;
export type Axis = keyof typeof axisMetrics;

/** A metric over steps, seconds or tokens of training; rows without a finite value are left out. */
export function metricPoints(rows: readonly MetricRow[], metric: string, axis: Axis, deviation?: string): Point[] {
  const points: Point[] = [];
  for (const row of rows) {
    const [x, y] = [row[axisMetrics[axis]], row[metric]];
    if (x === undefined || y === undefined || !Number.isFinite(y)) continue;
    const half = deviation === undefined ? undefined : row[deviation];
    points.push({ x, y, ...(half === undefined ? {} : { low: y - half, high: y + half }) });
  }
  return points;
}

/** The point nearest to x; undefined for an empty series. */
export function nearestPoint(points: readonly Point[], x: number): Point | undefined {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle]!.x < x) low = middle + 1;
    else high = middle;
  }
  const before = points[low - 1];
  const after = points[low];
  if (before === undefined || after === undefined) return before ?? after;
  return x - before.x <= after.x - x ? before : after;
}

/** All x at which any of the series has a point, ascending. */
export function unionOfX(series: readonly Series[]): number[] {
  return [...new Set(series.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
}
