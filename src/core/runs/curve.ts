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
export const mostCurvePoints = 1000;

/** Axes that only ever grow: points stand at the last of their rows. Others stand at the mean. */
const clocks: ReadonlySet<string> = new Set(["step", "time", "num_tokens"]);

/**
 * A curve of any two fields of the rows. Of more than `most` rows, as many as need be are merged into each point: the
 * mean, beside the extremes. Rows without a finite value of either are left out.
 */
export function metricCurve(rows: readonly MetricRow[], x: string, y: string, most = mostCurvePoints): MetricCurve {
  const whole = rows.filter((row) => Number.isFinite(row[x]) && Number.isFinite(row[y]));
  const stride = Math.max(1, Math.ceil(whole.length / most));
  if (stride === 1)
    return {
      step: whole.map((row) => row.step),
      x: whole.map((row) => row[x]!),
      y: whole.map((row) => row[y]!),
      stride,
    };
  const merged = {
    step: [] as number[],
    x: [] as number[],
    y: [] as number[],
    low: [] as number[],
    high: [] as number[],
  };
  for (let start = 0; start < whole.length; start += stride) {
    const end = Math.min(start + stride, whole.length);
    const last = whole[end - 1]!;
    let [sumX, sumY, low, high] = [0, 0, Infinity, -Infinity];
    for (let index = start; index < end; index++) {
      const value = whole[index]![y]!;
      sumX += whole[index]![x]!;
      sumY += value;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    merged.step.push(last.step);
    merged.x.push(clocks.has(x) ? last[x]! : sumX / (end - start));
    merged.y.push(clocks.has(y) ? last[y]! : sumY / (end - start));
    merged.low.push(low);
    merged.high.push(high);
  }
  return { ...merged, stride };
}

/** Names of all metrics in the rows, in the order of their first appearance; `step` and `time` are none. */
export function metricNames(rows: readonly MetricRow[]): string[] {
  const names = new Set<string>();
  for (const row of rows) for (const name in row) names.add(name);
  names.delete("step");
  names.delete("time");
  return [...names];
}
