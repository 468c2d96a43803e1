/** Bounds of a share, both within 0…1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The 97.5 % quantile of the standard normal distribution: two-sided 95 %. */
const z = 1.959963984540054;

/**
 * Wilson's 95 % score interval of a binomial share: stays within 0…1 and keeps its width at 0 % and 100 %, where the
 * normal approximation claims certainty.
 *
 * @param share observed successes / trials, 0…1
 * @param trials number of independent trials; 0 gives the whole range
 */
export function wilsonInterval(share: number, trials: number): Interval {
  if (trials === 0) return { low: 0, high: 1 };
  const scale = 1 + (z * z) / trials;
  const center = (share + (z * z) / (2 * trials)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return { low: Math.max(0, center - half), high: Math.min(1, center + half) };
}

/** Whether two intervals share no point: the cautious reading of "these differ". */
export function disjoint(a: Interval, b: Interval): boolean {
  return a.high < b.low || b.high < a.low;
}
