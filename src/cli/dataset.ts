import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { curriculumExtension } from "../core/curriculum/read.ts";
import { resolveDatasets } from "../core/dataset/resolve.ts";
import { UserError } from "../core/errors.ts";
import { loadCurriculum } from "./load.ts";
import type { Reporter } from "./output/reporter.ts";

/** The folder of a dataset, named by itself or by its curriculum. @throws UserError where there is none. */
export async function findDataset(named: string, reporter: Reporter): Promise<string> {
  const found = await stat(named).catch(() => undefined);
  if (!found)
    throw new UserError(`${named}: there is no such file or folder; name a dataset folder or a *.curriculum.json.`);
  if (found.isDirectory()) return resolve(named);
  const datasets = resolveDatasets(await loadCurriculum(named, reporter));
  const made = datasets.filter(({ folder }) => existsSync(join(folder, "manifest.json")));
  if (datasets.length > 1 && made.length > 0)
    throw new UserError(
      `${named}: it has ${datasets.length} datasets; name the folder of one, such as ${made[0]!.folder} (${made[0]!.settings}).`,
    );
  if (made[0]) return made[0].folder;
  throw new UserError(`${named}: its data are not there yet; run \`reasoning-curriculum generate ${named}\` first.`);
}

/** The dataset of the only curriculum here. @throws UserError where there are none or several. */
export async function findDatasetHere(reporter: Reporter): Promise<string> {
  const files = (await readdir(".")).filter((file) => file.endsWith(curriculumExtension)).sort();
  if (files.length === 1) return findDataset(files[0]!, reporter);
  const here = files.length === 0 ? "there is no *.curriculum.json" : `there are ${files.join(", ")}`;
  throw new UserError(
    `Of which dataset? In this folder ${here}; name a dataset folder or a curriculum with --dataset.`,
  );
}
