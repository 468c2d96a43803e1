import { verdicts } from "../types.ts";
import type { SweepPoint } from "./types.ts";

/** "synthesis" of one run, "synthesis 2, undecided 1" of several; empty where pass@k says nothing. */
export function verdictText({ verdicts: found, runs }: Pick<SweepPoint, "verdicts" | "runs">): string {
  const counted = verdicts.map((verdict) => [verdict, found.filter((one) => one === verdict).length] as const);
  const named = counted.filter(([, count]) => count > 0);
  return named.map(([verdict, count]) => (runs.length === 1 ? verdict : `${verdict} ${count}`)).join(", ");
}
