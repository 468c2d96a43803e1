import { datasetOf } from "../analysis/read-run.ts";
import { readManifest } from "../dataset/manifest.ts";
import { differencesOf, flatten, type Settings } from "./differences.ts";
import type { RunFolder } from "./folder.ts";
import type { ConfigDifference, RunRecord } from "./types.ts";

/**
 * What decides the datasets of runs, by its names in a curriculum, and what they hold (`counts.…`), as far as it
 * differs. A dataset that is gone or cannot be read differs in all.
 */
export async function dataDifferences(
  folders: readonly RunFolder[],
  runs: readonly RunRecord[],
): Promise<ConfigDifference[]> {
  if (new Set(runs.map(({ dataset }) => dataset.hash)).size < 2) return [];
  return differencesOf(await Promise.all(folders.map((folder, index) => dataOf(datasetOf(folder, runs[index]!)))));
}

async function dataOf(folder: string): Promise<Settings> {
  const manifest = await readManifest(folder).catch(() => undefined);
  if (!manifest) return new Map();
  const { seed, spec, counts } = manifest;
  return flatten({ seed, ...(spec as object), counts });
}
