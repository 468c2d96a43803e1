import type { Level } from "../../dataset/types.ts";
import { differenceOf } from "../difference.ts";
import { shareOf } from "../share.ts";
import type { Estimate } from "../types.ts";
import type { Crossover, SweepCell, SweepCurve, SweepPoint, SweepValue } from "./types.ts";

/** Where curves overtake each other on COMP I.I.D. @param values in the order of the points' places */
export function crossovers(curves: readonly SweepCurve[], values: readonly SweepValue[]): Crossover[] {
  return curves.flatMap((ahead) =>
    curves.flatMap((behind) => {
      if (ahead === behind || (ahead.isFlat && behind.isFlat)) return [];
      return crossover(ahead, behind, values) ?? [];
    }),
  );
}

/** Both curves at one value. */
interface Encounter {
  readonly value: number;
  readonly ahead: SweepPoint;
  readonly behind: SweepPoint;
  readonly difference: Estimate;
}

function crossover(ahead: SweepCurve, behind: SweepCurve, values: readonly SweepValue[]): Crossover | undefined {
  const encounters = ahead.points.flatMap((point): Encounter[] => {
    const other = behind.points.find(({ value }) => value === point.value);
    const difference = other && differenceAt(point, other, "iid");
    return difference ? [{ value: point.value, ahead: point, behind: other, difference }] : [];
  });
  const first = encounters.findIndex(({ difference }) => difference.low > 0);
  const found = encounters[first];
  if (!found || first === 0) return undefined;
  const before = encounters.slice(0, first);
  const after = before.findLast(({ difference }) => difference.high < 0)?.value;
  const meet = meetingPoint(encounters.slice(0, first + 1), values);
  const zeroShot = zeroShotAt(found);
  return {
    ahead: ahead.name,
    behind: behind.name,
    from: found.value,
    ...(after !== undefined && { after }),
    ...(meet !== undefined && { meet }),
    difference: found.difference,
    seeds: seedsAhead(found),
    ...(zeroShot && { zeroShot }),
  };
}

function meetingPoint(encounters: readonly Encounter[], values: readonly SweepValue[]): number | undefined {
  const last = encounters.findLastIndex(({ difference }) => difference.value <= 0);
  const [below, above] = [encounters[last], encounters[last + 1]];
  const [start, end] = [below && values[below.value]?.number, above && values[above.value]?.number];
  if (!below || !above || start === undefined || end === undefined) return undefined;
  const share = -below.difference.value / (above.difference.value - below.difference.value);
  return start + share * (end - start);
}

function seedsAhead({ ahead, behind }: Encounter): Crossover["seeds"] {
  const shares = (point: SweepPoint) => {
    const bySeed = cellOf(point, "iid")!.lenient.bySeed;
    return new Map(point.runs.map(({ seed }, i) => [seed, bySeed[i]!]));
  };
  const others = shares(behind);
  const common = [...shares(ahead)].filter(([seed]) => others.has(seed));
  return { ahead: common.filter(([seed, share]) => share > others.get(seed)!).length, of: common.length };
}

function zeroShotAt({ ahead, behind }: Encounter): Crossover["zeroShot"] {
  const [a, b] = [cellOf(ahead, "zero-shot"), cellOf(behind, "zero-shot")];
  if (!a || !b) return undefined;
  return { ahead: pooled(a), behind: pooled(b), difference: differenceOf(pooled(a), pooled(b)) };
}

function differenceAt(a: SweepPoint, b: SweepPoint, level: Level): Estimate | undefined {
  const [own, other] = [cellOf(a, level), cellOf(b, level)];
  return own && other && differenceOf(pooled(own), pooled(other));
}

const cellOf = ({ cells }: SweepPoint, level: Level): SweepCell | undefined =>
  cells.find((cell) => cell.skill === "comp" && cell.level === level);

/** Seeds were asked the same number of questions each, as far as their data go. */
const pooled = ({ lenient, questions }: SweepCell): Estimate => shareOf(lenient.value * questions, questions);
