import type { Point } from "./series.ts";

/**
 * Exponential moving average with the start-up bias taken out, as in TensorBoard: the first values are not drawn
 * towards 0. `weight` is the share of the past, 0 (no smoothing) … < 1. Bands are smoothed with their line.
 */
export function smooth(points: readonly Point[], weight: number): readonly Point[] {
  if (weight === 0) return points;
  let y = 0;
  let low = 0;
  let high = 0;
  let bias = 1;
  return points.map((point) => {
    bias *= weight;
    const mix = (past: number, now: number) => past * weight + now * (1 - weight);
    y = mix(y, point.y);
    low = mix(low, point.low ?? point.y);
    high = mix(high, point.high ?? point.y);
    const band = point.low === undefined ? {} : { low: low / (1 - bias), high: high / (1 - bias) };
    return { x: point.x, y: y / (1 - bias), ...band };
  });
}
