import type { Estimate } from "../../core/analysis/types.ts";

/** A share as a percentage without its sign: 0.905 -> "91". */
export function formatShare(share: number): string {
  return (share * 100).toFixed(0);
}

/** Percentage points with their sign: 0.05 -> "+5". */
export function formatDifference(difference: number): string {
  const points = Math.round(difference * 100);
  return points > 0 ? `+${points}` : points < 0 ? `−${-points}` : "±0";
}

/** "54 [44–64]", in %. */
export function formatInterval({ value, low, high }: Estimate): string {
  return `${formatShare(value)} [${formatShare(low)}–${formatShare(high)}]`;
}
