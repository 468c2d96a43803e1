import type { RunRecord } from "../runs/types.ts";
import { mean, standardDeviation } from "./bootstrap.ts";
import type { RunAnalysis, SeedBand, SeedGroup } from "./types.ts";

/** The mean over seeds and the range of what they gave. @param values at least one */
export function seedBand(values: readonly number[]): SeedBand {
  return {
    value: mean(values),
    low: Math.min(...values),
    high: Math.max(...values),
    seeds: values.length,
    standardDeviation: standardDeviation(values),
  };
}

/**
 * Runs that differ in their seed alone, and in those of their data and of the runs they start from, put together; groups
 * and runs in the order given.
 */
export function groupBySpec<Run extends Pick<RunRecord, "id" | "specHash">>(runs: readonly Run[]): Run[][] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const key = run.specHash ?? run.id;
    const group = groups.get(key);
    if (group) group.push(run);
    else groups.set(key, [run]);
  }
  return [...groups.values()];
}

/** The bands of all groups of two runs or more, over the levels that all runs of a group were asked. */
export function seedGroups(
  runs: readonly RunRecord[],
  analyses: readonly Pick<RunAnalysis, "run" | "levels">[],
): SeedGroup[] {
  const levelsOf = new Map(analyses.map(({ run, levels }) => [run.id, levels]));
  const analyzed = runs.filter(({ id }) => levelsOf.has(id));
  return groupBySpec(analyzed)
    .filter((group) => group.length > 1)
    .map((group) => {
      const [first = [], ...others] = group.map(({ id }) => levelsOf.get(id)!);
      const levels = first.flatMap(({ skill, level, key }) => {
        const rows = [first, ...others].flatMap((own) => own.filter((row) => row.key === key));
        const band = (of: "lenient" | "strict"): SeedBand => seedBand(rows.map((row) => row[of].value));
        return rows.length < group.length ? [] : [{ skill, level, lenient: band("lenient"), strict: band("strict") }];
      });
      return { runs: group.map(({ id }) => id), names: group.map(({ name }) => name), levels };
    });
}
