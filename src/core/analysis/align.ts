import { hopOf, type ParsedHop } from "../language/parse.ts";
import { alignHops } from "../language/score.ts";
import type { Statement } from "../language/statement.ts";

/** One place of a chain: what is to be stated there beside what is. */
export interface AlignedHop {
  /** Absent where something stands beside the gold chain. */
  readonly gold?: Statement;
  /** A fact, or words that state none; absent where nothing stands in its place. */
  readonly stated?: ParsedHop | string;
  readonly right: boolean;
}

/**
 * Sets what a completion states (`parseParts`) beside the gold chain, hop by hop: hops that agree side by side, and
 * between them what is left of either, in order.
 */
export function alignChain(parts: readonly (ParsedHop | string)[], gold: readonly Statement[]): AlignedHop[] {
  const hops = parts.flatMap((part, place) => (typeof part === "string" ? [] : [{ part, place }]));
  const matches = alignHops(
    hops.map(({ part }) => part),
    gold.map(hopOf),
  ).map((match) => (match === undefined ? undefined : hops[match]!.place));
  const rows: AlignedHop[] = [];
  let [nextGold, nextPart] = [0, 0];
  const fillUpTo = (goldEnd: number, partEnd: number): void => {
    const wanted = gold.slice(nextGold, goldEnd);
    const stated = parts.slice(nextPart, partEnd);
    for (let i = 0; i < Math.max(wanted.length, stated.length); i++)
      rows.push({
        ...(wanted[i] && { gold: wanted[i] }),
        ...(stated[i] !== undefined && { stated: stated[i] }),
        right: false,
      });
    [nextGold, nextPart] = [goldEnd + 1, partEnd + 1];
  };
  matches.forEach((place, i) => {
    if (place === undefined) return;
    fillUpTo(i, place);
    rows.push({ gold: gold[i]!, stated: parts[place]!, right: true });
  });
  fillUpTo(gold.length, parts.length);
  return rows;
}
