import type { RunRecord } from "../runs/types.ts";
import { sortKeys } from "../sort-keys.ts";
import { mean, standardDeviation } from "./bootstrap.ts";
import type { SeedBand } from "./types.ts";

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
 * Runs that differ in their seed alone, and in those of the runs they start from, put together; groups and runs in the
 * order given. A forebear that is not among the runs counts as one of its own.
 */
export function groupBySpec<Run extends RunRecord>(runs: readonly Run[]): Run[][] {
  const byId = new Map(runs.map((run) => [run.id, run]));
  const specOf = ({ config, dataset, model, parent }: RunRecord): object => {
    const before = parent === undefined ? undefined : byId.get(parent);
    const spec = { ...config, seed: undefined, from: before ? specOf(before) : parent };
    return [spec, dataset.hash, model];
  };
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const key = JSON.stringify(sortKeys(specOf(run)));
    const group = groups.get(key);
    if (group) group.push(run);
    else groups.set(key, [run]);
  }
  return [...groups.values()];
}
