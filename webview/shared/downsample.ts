import type { Point } from "./series.ts";

/**
 * At most `limit` of the points, for drawing: the first, the last, and of each of the equal stretches between them the
 * lowest and the highest, so that no spike is lost.
 */
export function downsample(points: readonly Point[], limit: number): readonly Point[] {
  if (points.length <= limit) return points;
  const buckets = Math.max(1, Math.floor((limit - 2) / 2));
  const inner = points.length - 2;
  const kept = [points[0]!];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const start = 1 + Math.floor((bucket * inner) / buckets);
    const end = 1 + Math.floor(((bucket + 1) * inner) / buckets);
    let lowest = start;
    let highest = start;
    for (let index = start + 1; index < end; index++) {
      if (points[index]!.y < points[lowest]!.y) lowest = index;
      if (points[index]!.y > points[highest]!.y) highest = index;
    }
    kept.push(points[Math.min(lowest, highest)]!);
    if (lowest !== highest) kept.push(points[Math.max(lowest, highest)]!);
  }
  kept.push(points.at(-1)!);
  return kept;
}
