import { hopOf, sameHop, type ParsedChain } from "./parse.ts";
import type { Statement } from "./statement.ts";

/** How much of a gold chain a completion states. */
export interface HopScore {
  /** Gold hops that are stated, in their order. */
  readonly right: number;
  /** Gold hops. */
  readonly total: number;
  /** The first gold hop (from 0) that is not stated, or not in its place; undefined where all are. */
  readonly firstWrong?: number;
}

/**
 * Aligns what a completion states with the gold chain (longest common subsequence), for process rewards and the place of
 * the first error: a wrong or missing hop does not spoil those behind it. Statements beside the gold ones are passed over
 * here; a reward that must not pay for stating everything divides `right` by the larger of `total` and the hops stated.
 */
export function scoreHops({ hops }: ParsedChain, gold: readonly Statement[]): HopScore {
  const wanted = gold.map(hopOf);
  const longest = wanted.map(() => new Uint32Array(hops.length + 1));
  longest.push(new Uint32Array(hops.length + 1));
  for (let i = wanted.length - 1; i >= 0; i--)
    for (let j = hops.length - 1; j >= 0; j--)
      longest[i]![j] = sameHop(hops[j]!, wanted[i]!)
        ? 1 + longest[i + 1]![j + 1]!
        : Math.max(longest[i + 1]![j]!, longest[i]![j + 1]!);
  const right = longest[0]![0]!;
  const score = { right, total: wanted.length };
  return right === wanted.length ? score : { ...score, firstWrong: firstUnstated(wanted.length, hops.length, longest) };
}

/** Follows the alignment that states the first hops; `longest[i][j]` is the most that hops from i and j on share. */
function firstUnstated(wanted: number, stated: number, longest: readonly Uint32Array[]): number {
  let j = 0;
  for (let i = 0; i < wanted; i++) {
    while (j < stated && longest[i]![j + 1] === longest[i]![j]) j++;
    if (longest[i]![j] === longest[i + 1]![j]) return i;
    j++;
  }
  return wanted;
}
