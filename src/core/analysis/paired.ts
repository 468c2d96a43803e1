import type { Estimate } from "./types.ts";

const z = 1.959963984540054;

/**
 * The mean of paired differences with its 95 % interval: Agresti and Min's (2005), which adds half a pair of each kind,
 * so that a handful of pairs without a difference do not claim certainty.
 * @param differences −1, 0 or 1 each, or differences of these; at least one
 */
export function pairedEstimate(differences: readonly number[]): Estimate {
  const sum = differences.reduce((total, one) => total + one, 0);
  const squares = differences.reduce((total, one) => total + one * one, 0) + 1;
  const pairs = differences.length + 2;
  const center = sum / pairs;
  const half = (z * Math.sqrt(squares - (sum * sum) / pairs)) / pairs;
  return { value: sum / differences.length, low: center - half, high: center + half };
}

/** McNemar's exact test: two-sided p of "gains are as likely as losses". @param differences −1, 0 or 1 each */
export function mcNemar(differences: readonly number[]): number {
  const gains = differences.filter((one) => one > 0).length;
  const losses = differences.filter((one) => one < 0).length;
  const changed = gains + losses;
  let tail = 0;
  let logTerm = -changed * Math.LN2;
  for (let i = 0; i <= Math.min(gains, losses); i++) {
    tail += Math.exp(logTerm);
    logTerm += Math.log((changed - i) / (i + 1));
  }
  return Math.min(1, 2 * tail);
}

/** Holm's adjusted p of several tests: below 0.05, it stands although so many were made. */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((_, i) => i).sort((a, b) => ps[a]! - ps[b]! || a - b);
  const adjusted = new Array<number>(ps.length);
  let least = 0;
  order.forEach((test, rank) => {
    least = Math.max(least, Math.min(1, (ps.length - rank) * ps[test]!));
    adjusted[test] = least;
  });
  return adjusted;
}
