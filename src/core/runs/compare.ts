import type { RunFolder } from "./folder.ts";
import type { Comparison, ConfigDifference, RunRecord } from "./types.ts";

/** Runs side by side: newest evaluations, metrics, and the settings in which they differ. */
export async function compareRuns(folders: readonly RunFolder[]): Promise<Comparison> {
  const runs = await Promise.all(
    folders.map(async (folder) => {
      const [run, metrics, evaluations] = await Promise.all([
        folder.read(),
        folder.readMetrics(),
        folder.readEvaluations(),
      ]);
      const cells = evaluations.at(-1)?.cells;
      return { run, metrics, ...(cells && { cells }) };
    }),
  );
  return { runs, differences: configDifferences(runs.map(({ run }) => run)) };
}

/** The settings in which at least two runs differ, by the names they have in a curriculum. "–" where a run has none. */
export function configDifferences(runs: readonly RunRecord[]): ConfigDifference[] {
  const settings = runs.map((run) => new Map(flatten(settingsOf(run), "")));
  const paths = new Set(settings.flatMap((setting) => [...setting.keys()]));
  return [...paths]
    .map((path) => ({ path, values: settings.map((setting) => setting.get(path) ?? "–") }))
    .filter(({ values }) => new Set(values).size > 1);
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

function flatten(value: object, prefix: string): [path: string, value: string][] {
  return Object.entries(value).flatMap(([key, member]: [string, unknown]): [string, string][] =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? flatten(member, `${prefix}${key}.`)
      : [[`${prefix}${key}`, typeof member === "string" ? member : JSON.stringify(member)]],
  );
}
