import type { DrawnSeries } from "./plot.ts";
import { nearestPoint, unionOfX, type ChartModel, type Point } from "./series.ts";

/** What is read: all series at an x; on a path, one point of one series. */
export interface Cursor {
  readonly x: number;
  readonly place?: { readonly series: number; readonly index: number };
}

/** Position in the drawing, pixels. */
interface Pixels {
  readonly x: number;
  readonly y: number;
}

interface Scales {
  readonly x: { readonly apply: (value: number) => number; readonly invert?: (pixel: number) => number };
  readonly y: { readonly apply: (value: number) => number };
}

/** What the pointer is nearest to. */
export function pointed(
  { isPath }: ChartModel,
  series: readonly DrawnSeries[],
  at: Pixels,
  scales: Scales,
): Cursor | undefined {
  if (isPath) return nearestOnPath(series, at, scales);
  const target = scales.x.invert?.(at.x);
  if (target === undefined) return undefined;
  const nearest = nearestPoint(
    unionOfX(series).map((x) => ({ x, y: 0 })),
    target,
  );
  return nearest && { x: nearest.x };
}

function nearestOnPath(series: readonly DrawnSeries[], at: Pixels, { x, y }: Scales): Cursor | undefined {
  let nearest: Cursor | undefined;
  let least = Infinity;
  for (const [one, { points }] of series.entries())
    for (const [index, point] of points.entries()) {
      const distance = Math.hypot(x.apply(point.x) - at.x, y.apply(point.y) - at.y);
      if (distance >= least) continue;
      least = distance;
      nearest = { x: point.x, place: { series: one, index } };
    }
  return nearest;
}

/** Where a key leads: along x, or along a path and from one to the next; undefined for other keys. */
export function stepped(
  { isPath }: ChartModel,
  series: readonly DrawnSeries[],
  cursor: Cursor | undefined,
  key: string,
): Cursor | undefined {
  return isPath ? steppedOnPath(series, cursor, key) : steppedAcross(series, cursor, key);
}

function steppedAcross(series: readonly DrawnSeries[], cursor: Cursor | undefined, key: string): Cursor | undefined {
  const xs = unionOfX(series);
  const x = xs[steppedTo(key, cursor === undefined ? xs.length : xs.indexOf(cursor.x), xs.length)];
  return x === undefined ? undefined : { x };
}

function steppedOnPath(series: readonly DrawnSeries[], cursor: Cursor | undefined, key: string): Cursor | undefined {
  const place = cursor?.place ?? { series: 0, index: series[0]?.points.length ?? 0 };
  const turn = { ArrowUp: -1, ArrowDown: 1 }[key];
  const one = turn === undefined ? place.series : (place.series + turn + series.length) % series.length;
  const points = series[one]?.points ?? [];
  const index =
    turn === undefined ? steppedTo(key, place.index, points.length) : Math.min(place.index, points.length - 1);
  const point = points[index];
  return point && { x: point.x, place: { series: one, index } };
}

/** NaN for a key that leads nowhere. */
function steppedTo(key: string, at: number, length: number): number {
  const targets: Readonly<Record<string, number>> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    Home: 0,
    End: length - 1,
  };
  return Math.min(Math.max(targets[key] ?? Number.NaN, 0), length - 1);
}

/** A series' value under the cursor, smoothed and as measured. */
export interface CursorReading {
  readonly series: DrawnSeries;
  readonly point: Point;
  /** Absent where it is the same. */
  readonly measured?: Point;
}

export function readingsAt(series: readonly DrawnSeries[], { x, place }: Cursor): CursorReading[] {
  if (place !== undefined) {
    const one = series[place.series];
    const point = one?.points[place.index];
    return one && point ? [reading(one, point, one.raw[place.index])] : [];
  }
  return series.flatMap((one) => {
    const point = nearestPoint(one.points, x);
    return point === undefined ? [] : [reading(one, point, nearestPoint(one.raw, x))];
  });
}

function reading(series: DrawnSeries, point: Point, measured: Point | undefined): CursorReading {
  return { series, point, ...(series.raw !== series.points && measured && { measured }) };
}
