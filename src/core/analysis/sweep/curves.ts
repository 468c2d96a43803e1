import { settingsText } from "../../curriculum/sweep/name.ts";
import type { Setting } from "../../curriculum/sweep/variant.ts";
import { levels, skills } from "../../dataset/types.ts";
import type { EvaluationCell } from "../../runs/types.ts";
import { seedBand } from "../seeds.ts";
import { shareOf } from "../share.ts";
import type { Verdict } from "../types.ts";
import { crossovers } from "./crossover.ts";
import type { SweepAnalysis, SweepBand, SweepCell, SweepCurve, SweepPoint, SweepValue } from "./types.ts";

/** An evaluated run of a sweep. */
export interface SweptRun {
  readonly id: string;
  readonly name: string;
  readonly base: string;
  readonly seed: number;
  readonly settings: readonly Setting[];
  readonly cells: readonly EvaluationCell[];
  readonly verdict?: Verdict;
}

/** @param values of the setting, in the order of the sweep */
export function analyzeSweep(setting: string, values: readonly SweepValue[], runs: readonly SweptRun[]): SweepAnalysis {
  const order = ascending(values);
  const places = new Map(order.map((index, place) => [index, place]));
  const names = new Map(runs.map((run) => [run, curveName(run, setting)]));
  const curves = [...new Set(names.values())].map((name) =>
    curve(
      name,
      runs.filter((run) => names.get(run) === name),
      setting,
      places,
    ),
  );
  const ordered = order.map((index) => values[index]!);
  return { setting, values: ordered, curves, crossovers: crossovers(curves, ordered) };
}

function ascending(values: readonly SweepValue[]): number[] {
  const order = values.map((_, i) => i);
  return values.every(({ number }) => number !== undefined)
    ? order.sort((a, b) => values[a]!.number! - values[b]!.number!)
    : order;
}

/** Whether a path of a sweep sets seeds, over which runs are put together. */
export const isSeed = (path: string): boolean => /(^|\.)seed$/.test(path);

function curveName({ base, settings }: SweptRun, setting: string): string {
  const others = settings.filter(({ path }) => path !== setting && !isSeed(path)).flatMap(({ parts }) => parts);
  return others.length === 0 ? base : `${base}@${settingsText(others)}`;
}

function curve(
  name: string,
  runs: readonly SweptRun[],
  setting: string,
  places: ReadonlyMap<number, number>,
): SweepCurve {
  const placeOf = ({ settings }: SweptRun): number | undefined =>
    places.get(settings.find(({ path }) => path === setting)?.index ?? -1);
  const isFlat = runs.every((run) => placeOf(run) === undefined);
  const points = [...places.values()].flatMap((place) => {
    const own = isFlat ? runs : runs.filter((run) => placeOf(run) === place);
    return own.length > 0 ? [point(place, own)] : [];
  });
  return { name, isFlat, points };
}

function point(value: number, runs: readonly SweptRun[]): SweepPoint {
  const cells = skills.flatMap((skill) =>
    levels.flatMap((level): SweepCell[] => {
      const own = runs.flatMap(({ cells: all }) => all.filter((cell) => cell.skill === skill && cell.level === level));
      if (own.length < runs.length) return [];
      const questions = own.reduce((sum, cell) => sum + cell.questions, 0);
      const lenient = band(own, ({ accuracy }) => accuracy);
      return [{ skill, level, questions, lenient, strict: band(own, ({ strictAccuracy }) => strictAccuracy) }];
    }),
  );
  return {
    value,
    runs: runs.map(({ id, name, seed }) => ({ id, name, seed })),
    cells,
    verdicts: runs.flatMap(({ verdict }) => verdict ?? []),
  };
}

function band(cells: readonly EvaluationCell[], share: (cell: EvaluationCell) => number): SweepBand {
  const bySeed = cells.map(share);
  const [only] = cells;
  const interval = cells.length === 1 ? shareOf(Math.round(share(only!) * only!.questions), only!.questions) : {};
  return { ...seedBand(bySeed), ...interval, bySeed };
}
