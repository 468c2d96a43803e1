import type { Point } from "./series.ts";

/**
 * Exponential moving average with the start-up bias taken out, as in TensorBoard: the first values are not drawn
 * towards 0. `weight` is the share of the past, 0 (no smoothing) … < 1. Bands are smoothed with their line, and on a
 * path x is too.
 */
export function smooth(points: readonly Point[], weight: number, isPath = false): readonly Point[] {
  if (weight === 0) return points;
  const average = { x: 0, y: 0, low: 0, high: 0 };
  let bias = 1;
  return points.map((point) => {
    bias *= weight;
    const next = (field: keyof typeof average, now: number): number => {
      average[field] = average[field] * weight + now * (1 - weight);
      return average[field] / (1 - bias);
    };
    const x = isPath ? next("x", point.x) : point.x;
    const y = next("y", point.y);
    const [low, high] = [next("low", point.low ?? point.y), next("high", point.high ?? point.y)];
    return { ...point, x, y, ...(point.low !== undefined && { low, high }) };
  });
}
