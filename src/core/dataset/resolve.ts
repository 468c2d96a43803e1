import type { LoadedCurriculum } from "../curriculum/read.ts";
import type { Curriculum } from "../curriculum/schema.ts";
import { settingsText, settingsThatMatter } from "../curriculum/sweep/name.ts";
import { variantsOf } from "../curriculum/sweep/variant.ts";
import { UserError } from "../errors.ts";
import { datasetFolder, datasetHash } from "./folder.ts";

/** A dataset of a curriculum with its place on disk. */
export interface ResolvedDataset {
  readonly hash: string;
  readonly folder: string;
  /** What tells it from the curriculum's other datasets: `irrelevantContext=0.02,seed=1`; empty where it has one. */
  readonly settings: string;
  /** One that has this dataset. */
  readonly curriculum: Curriculum;
}

/** The datasets of a curriculum: one, or those that its sweep gives, each once. */
export function resolveDatasets({ curriculum, name, root }: LoadedCurriculum): readonly ResolvedDataset[] {
  const variants = variantsOf(curriculum);
  const hashes = new Map(variants.map((variant) => [variant, datasetHash(variant.curriculum)]));
  const matters = settingsThatMatter(variants, (variant) => hashes.get(variant)!);
  const datasets = new Map<string, ResolvedDataset>();
  for (const variant of variants) {
    const hash = hashes.get(variant)!;
    if (datasets.has(hash)) continue;
    const parts = variant.settings.filter(({ path }) => matters.has(path)).flatMap((setting) => setting.parts);
    const folder = datasetFolder(variant.curriculum, name, root);
    datasets.set(hash, { hash, folder, settings: settingsText(parts), curriculum: variant.curriculum });
  }
  return [...datasets.values()];
}

/** A dataset by its hash; without it, the first. @throws UserError where the curriculum has no such dataset. */
export function resolveDataset(loaded: LoadedCurriculum, hash?: string): ResolvedDataset {
  const datasets = resolveDatasets(loaded);
  const found = hash === undefined ? datasets[0] : datasets.find((dataset) => dataset.hash === hash);
  if (found) return found;
  throw new UserError(`${loaded.file} has no dataset ${hash} any more: it has changed since that was asked for.`);
}
