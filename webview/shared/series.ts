import type { MetricRow } from "../../src/core/runs/types.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
  /** Bounds of an uncertainty band, where the series has one. */
  readonly low?: number;
  readonly high?: number;
}

export interface Series {
  readonly name: string;
  /** A CSS colour; `var(--…)` follows the theme without a redraw. */
  readonly color: string;
  /** Index of the dash pattern and the marker that tell the series apart without colour. */
  readonly style: number;
  /** In the order of x. */
  readonly points: readonly Point[];
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
  readonly yFormat: ValueFormat;
  /** Fixed bounds of y; absent: those of the data. */
  readonly yDomain?: readonly [number, number];
  /** A value of y to which the others are compared, drawn as a line. */
  readonly yRule?: number;
  /** Noisy enough to be smoothed. */
  readonly smoothable: boolean;
  readonly series: readonly Series[];
}

export type Axis = "step" | "time";

/** A metric over steps or over seconds of training; rows without a finite value are left out. */
export function metricPoints(rows: readonly MetricRow[], metric: string, axis: Axis, deviation?: string): Point[] {
  const points: Point[] = [];
  for (const row of rows) {
    const y = row[metric];
    if (y === undefined || !Number.isFinite(y)) continue;
    const half = deviation === undefined ? undefined : row[deviation];
    points.push({ x: row[axis], y, ...(half === undefined ? {} : { low: y - half, high: y + half }) });
  }
  return points;
}

/** Names of all metrics in the rows, in the order of their first appearance. */
export function metricNames(rows: readonly MetricRow[]): string[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  names.delete("step");
  names.delete("time");
  return [...names];
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
