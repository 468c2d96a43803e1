import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { readCurriculum } from "../core/curriculum/read.ts";
import { didYouMean } from "../core/curriculum/suggest.ts";
import { UserError } from "../core/errors.ts";
import { listRuns, RunFolder, runsFolder } from "../core/runs/folder.ts";
import { resolveRuns, selectRuns } from "../core/runs/resolve.ts";

/** How runs are named on the command line. */
export const runsArgument =
  "run folders, ids of runs in ./.curriculum/runs, or a *.curriculum.json file for all its runs; names behind it choose among them (`sft` stands for all that a sweep makes of it, `*` for any text)";

/**
 * The runs that are named so. @param seeds of the curricula, where they are to be swept over
 * @throws UserError where there is no such run, with a suggestion.
 */
export async function findRuns(named: readonly string[], seeds?: number): Promise<RunFolder[]> {
  return (await Promise.all(grouped(named).map((group) => runFolders(group, seeds)))).flat();
}

/** A folder or id by itself, or a curriculum with the names that follow it. */
interface Named {
  readonly text: string;
  readonly runs: readonly string[];
}

function grouped(named: readonly string[]): Named[] {
  return named.reduce<Named[]>((groups, text) => {
    const last = groups.at(-1);
    const isName = last !== undefined && isCurriculum(last.text) && !isCurriculum(text) && folderOf(text) === undefined;
    return isName ? [...groups.slice(0, -1), { ...last, runs: [...last.runs, text] }] : [...groups, { text, runs: [] }];
  }, []);
}

const isCurriculum = (text: string): boolean => /\.jsonc?$/i.test(text);

/** Of a run that is named by its folder or its id. */
function folderOf(text: string): string | undefined {
  return [resolve(text), join(runsFolder(process.cwd()), text)].find((folder) => existsSync(folder));
}

async function runFolders({ text, runs: names }: Named, seeds: number | undefined): Promise<RunFolder[]> {
  if (isCurriculum(text)) {
    const loaded = await readCurriculum(text, seeds);
    const runs = names.length > 0 ? selectRuns(loaded, names) : resolveRuns(loaded);
    const all = runs.map(({ folder, name }) => new RunFolder(folder, name));
    const begun = await Promise.all(all.map((folder) => folder.readIfBegun()));
    const trained = all.filter((_, i) => begun[i]);
    if (trained.length === 0)
      throw new UserError(
        `${text}: none of ${names.length > 0 ? "these" : "its"} runs is trained yet; start with \`reasoning-curriculum run ${text}\`.`,
      );
    return trained;
  }
  const folder = folderOf(text);
  if (folder !== undefined) return [new RunFolder(folder)];
  const known = (await listRuns(process.cwd())).map(({ id }) => id);
  const hint = known.length > 0 ? didYouMean(text, known) : "name a run folder or a *.curriculum.json file.";
  throw new UserError(`"${text}" is neither a run folder nor a run in .curriculum/runs: ${hint}`);
}
