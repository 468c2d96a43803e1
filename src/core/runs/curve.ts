import type { MetricRow } from "./types.ts";

/** A metric against another, a point for each row that has both, in the order of training. Columns of equal length. */
export interface MetricCurve {
  readonly step: readonly number[];
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** The most rows that a point stands for: 1 where none were merged. */
  readonly stride: number;
  /** Smallest and largest y of the rows of each point; absent where none were merged. */
  readonly low?: readonly number[];
  readonly high?: readonly number[];
}

/** Points of a curve: more than a chart has pixels across. */
export const mostCurvePoints = 2000;

/** An axis of time, which only ever grows: points stand at the last of their rows. Others stand at the mean. */
const clocks: ReadonlySet<string> = new Set(["step", "time", "num_tokens"]);

/**
 * A curve of any two fields of the rows. Of more than `most` rows, as many as need be are merged into each point: the
 * mean, beside the extremes. Rows without a finite value of either are left out.
 */
export function metricCurve(rows: readonly MetricRow[], x: string, y: string, most = mostCurvePoints): MetricCurve {
  const whole = rows.filter((row) => Number.isFinite(row[x]) && Number.isFinite(row[y]));
  const stride = Math.max(1, Math.ceil(whole.length / most));
  const step = whole.map((row) => row.step);
  const [xs, ys] = [whole.map((row) => row[x]!), whole.map((row) => row[y]!)];
  if (stride === 1) return { step, x: xs, y: ys, stride };
  return {
    step: merge(step, stride, last),
    x: merge(xs, stride, clocks.has(x) ? last : mean),
    y: merge(ys, stride, clocks.has(y) ? last : mean),
    stride,
    low: merge(ys, stride, (values) => Math.min(...values)),
    high: merge(ys, stride, (values) => Math.max(...values)),
  };
}

function merge(values: readonly number[], stride: number, of: (values: readonly number[]) => number): number[] {
  return Array.from({ length: Math.ceil(values.length / stride) }, (_, point) =>
    of(values.slice(point * stride, (point + 1) * stride)),
  );
}

const last = (values: readonly number[]): number => values.at(-1)!;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Names of all metrics in the rows, in the order of their first appearance; `step` and `time` are none. */
export function metricNames(rows: readonly MetricRow[]): string[] {
  const names = new Set<string>();
  for (const row of rows) for (const name in row) names.add(name);
  names.delete("step");
  names.delete("time");
  return [...names];
}
