import { hopOf, sameHop, type ParsedChain, type ParsedHop } from "./parse.ts";
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
 * Aligns what a completion states with the gold chain, for process rewards and the place of the first error: a wrong or
 * missing hop does not spoil those behind it. Statements beside the gold ones are passed over here; a reward that must
 * not pay for stating everything divides `right` by the larger of `total` and the hops stated.
 */
export function scoreHops({ hops }: Pick<ParsedChain, "hops">, gold: readonly Statement[]): HopScore {
  const aligned = alignHops(hops, gold.map(hopOf));
  const firstWrong = aligned.indexOf(undefined);
  const right = aligned.filter((place) => place !== undefined).length;
  return { right, total: gold.length, ...(firstWrong >= 0 && { firstWrong }) };
}

/**
 * Where each wanted hop is stated, undefined where it is not: the longest common subsequence, and of several the one that
 * states the first hops.
 */
export function alignHops(stated: readonly ParsedHop[], wanted: readonly ParsedHop[]): readonly (number | undefined)[] {
  // [i][j]: the most that wanted hops from i on and stated ones from j on share.
  const longest = Array.from({ length: wanted.length + 1 }, () => new Uint32Array(stated.length + 1));
  for (let i = wanted.length - 1; i >= 0; i--)
    for (let j = stated.length - 1; j >= 0; j--)
      longest[i]![j] = sameHop(stated[j]!, wanted[i]!)
        ? 1 + longest[i + 1]![j + 1]!
        : Math.max(longest[i + 1]![j]!, longest[i]![j + 1]!);
  let j = 0;
  return wanted.map((_, i) => {
    const left = longest[i]![j]!;
    let place = j;
    while (place < stated.length && longest[i]![place + 1] === left) place++;
    if (left === longest[i + 1]![place]) return undefined;
    j = place + 1;
    return place;
  });
}
