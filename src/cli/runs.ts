import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { readCurriculum } from "../core/curriculum/read.ts";
import { didYouMean } from "../core/curriculum/suggest.ts";
import { UserError } from "../core/errors.ts";
import { listRuns, RunFolder, runsFolder } from "../core/runs/folder.ts";
import { resolveRun, runsInOrder } from "../core/runs/resolve.ts";

/** How runs are named on the command line. */
export const runsArgument =
  "run folders, ids of runs in ./.curriculum/runs, or a *.curriculum.json file for all its runs";

/** The runs that are named so. @throws UserError where there is no such run, with a suggestion. */
export async function findRuns(named: readonly string[]): Promise<RunFolder[]> {
  return (await Promise.all(named.map(runFolders))).flat();
}

async function runFolders(text: string): Promise<RunFolder[]> {
  const path = resolve(text);
  if (/\.jsonc?$/i.test(text)) {
    const loaded = await readCurriculum(text);
    const all = runsInOrder(loaded.curriculum).map((name) => new RunFolder(resolveRun(loaded, name).folder));
    const begun = await Promise.all(all.map((folder) => folder.readIfBegun()));
    const trained = all.filter((_, i) => begun[i]);
    if (trained.length === 0)
      throw new UserError(`${text}: none of its runs is trained yet; start with \`reasoning-curriculum run ${text}\`.`);
    return trained;
  }
  if (existsSync(path)) return [new RunFolder(path)];
  const byId = join(runsFolder(process.cwd()), text);
  if (existsSync(byId)) return [new RunFolder(byId)];
  const known = (await listRuns(process.cwd())).map(({ id }) => id);
  const hint = known.length > 0 ? didYouMean(text, known) : "name a run folder or a *.curriculum.json file.";
  throw new UserError(`"${text}" is neither a run folder nor a run in .curriculum/runs: ${hint}`);
}
