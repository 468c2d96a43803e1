import { boundaryBefore, type ReadChain } from "./chains.ts";
import { shareOf } from "./share.ts";
import {
  boundaries,
  failureKinds,
  type Boundary,
  type ChainError,
  type ErrorProgress,
  type HopFailures,
  type HopSkill,
  type KindCount,
  type ProgressByHops,
} from "./types.ts";

/** Where chains fail first, and how; rates are of the chains that came so far with all before it right. */
export function errorProgress(chains: readonly ReadChain[]): ErrorProgress {
  const errors = chains.flatMap(({ error }) => error ?? []);
  return {
    chains: chains.length,
    wrong: errors.length,
    rightAnswers: count(errors, ({ rightAnswer }) => rightAnswer),
    early: shareOf(
      count(errors, ({ progress }) => progress < 0.5),
      errors.length,
    ),
    byHops: progressByHops(chains),
    bySkill: failuresBy<HopSkill>(["mem", "ctx"], chains, (hop, skills) => skills[hop]),
    byBoundary: failuresBy<Boundary>(boundaries, chains, boundaryBefore),
    kinds: kindCounts(errors),
  };
}

function progressByHops(chains: readonly ReadChain[]): ProgressByHops[] {
  const lengths = [...new Set(chains.map(({ hopSkills }) => hopSkills.length))].sort((a, b) => a - b);
  return lengths.map((hops) => {
    const own = chains.filter(({ hopSkills }) => hopSkills.length === hops);
    const firstWrong = Array.from({ length: hops + 1 }, (_, hop) => count(own, ({ error }) => error?.hop === hop));
    return { hops, chains: own.length, firstWrong };
  });
}

/** `keyOf` a hop, or of the place behind the last one. */
function failuresBy<Key extends string>(
  keys: readonly Key[],
  chains: readonly ReadChain[],
  keyOf: (hop: number, hopSkills: readonly HopSkill[]) => Key | undefined,
): HopFailures<Key>[] {
  const tallies = new Map(keys.map((key) => [key, { reached: 0, wrong: 0 }]));
  for (const { hopSkills, error } of chains)
    for (let hop = 0; hop <= (error?.hop ?? hopSkills.length); hop++) {
      const key = keyOf(hop, hopSkills);
      const tally = key === undefined ? undefined : tallies.get(key);
      if (!tally) continue;
      tally.reached++;
      if (hop === error?.hop) tally.wrong++;
    }
  return Array.from(tallies, ([key, { reached, wrong }]) => ({ key, reached, wrong, rate: shareOf(wrong, reached) }));
}

function kindCounts(errors: readonly ChainError[]): KindCount[] {
  return failureKinds
    .map((kind) => {
      const own = errors.filter((error) => error.kind === kind);
      const withAtom = (status: ChainError["atom"]): number => count(own, ({ atom }) => atom === status);
      return {
        kind,
        count: own.length,
        byAtom: { known: withAtom("known"), missing: withAtom("missing"), "not-asked": withAtom("not-asked") },
        rightAnswers: count(own, ({ rightAnswer }) => rightAnswer),
      };
    })
    .filter((kind) => kind.count > 0)
    .sort((a, b) => b.count - a.count);
}

const count = <T>(items: readonly T[], holds: (item: T) => boolean): number => items.filter(holds).length;
