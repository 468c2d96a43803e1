import { dataDifferences } from "./data-differences.ts";
import { differencesOf, flatten } from "./differences.ts";
import type { RunFolder } from "./folder.ts";
import type { Comparison, ConfigDifference, RunComparison, RunRecord } from "./types.ts";

/** Runs side by side: newest evaluations, metrics, and the settings and data in which they differ. */
export async function compareRuns(folders: readonly RunFolder[]): Promise<Comparison> {
  const [comparison, metrics] = await Promise.all([
    summarizeRuns(folders),
    Promise.all(folders.map((folder) => folder.readMetrics())),
  ]);
  return { ...comparison, runs: comparison.runs.map((run, index) => ({ ...run, metrics: metrics[index]! })) };
}

/** The same without the metrics, which may be many. */
export async function summarizeRuns(folders: readonly RunFolder[]): Promise<RunComparison> {
  const runs = await Promise.all(
    folders.map(async (folder) => {
      const [run, evaluations] = await Promise.all([folder.read(), folder.readEvaluations()]);
      const newest = evaluations.at(-1);
      return { run, ...(newest && { cells: newest.cells, evaluatedStep: newest.step }) };
    }),
  );
  const records = runs.map(({ run }) => run);
  return {
    runs,
    differences: configDifferences(records),
    dataDifferences: await dataDifferences(folders, records),
  };
}

/** The settings in which at least two runs differ, by the names they have in a curriculum. "–" where a run has none. */
export function configDifferences(runs: readonly RunRecord[]): ConfigDifference[] {
  return differencesOf(runs.map((run) => flatten(settingsOf(run))));
}

function settingsOf(run: RunRecord): object {
  const { data, from, ...config } = run.config;
  const dataset = `${run.dataset.name}-${run.dataset.hash}`;
  return {
    from,
    ...config,
    seed: run.seed,
    data,
    dataset,
    model: run.model,
    evaluate: run.evaluate,
    engine: run.engine,
  };
}
