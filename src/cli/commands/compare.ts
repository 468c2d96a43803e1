import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { readCurriculum } from "../../core/curriculum/read.ts";
import { didYouMean } from "../../core/curriculum/suggest.ts";
import { UserError } from "../../core/errors.ts";
import { compareRuns } from "../../core/runs/compare.ts";
import { listRuns, RunFolder, runsFolder } from "../../core/runs/folder.ts";
import { resolveRun, runsInOrder } from "../../core/runs/resolve.ts";
import { command } from "../options.ts";
import { renderComparison } from "../output/comparison.ts";

interface CompareOptions {
  readonly baseline?: string;
  readonly json?: boolean;
}

export function compareCommand(): Command {
  return command("compare", "set runs side by side: results, and only the settings that differ")
    .argument(
      "<runs...>",
      "run folders, ids of runs in ./.curriculum/runs, or a *.curriculum.json file for all its runs",
    )
    .option("--baseline <run>", "name or id of the run to compare with (default: the first)")
    .action(async (runs: readonly string[], { baseline, json = false }: CompareOptions) => {
      const folders = (await Promise.all(runs.map(runFolders))).flat();
      const comparison = await compareRuns(folders);
      const names = comparison.runs.map(({ run }) => run.name);
      const index = comparison.runs.findIndex(({ run }) => baseline === run.name || baseline === run.id);
      if (baseline !== undefined && index < 0) {
        throw new UserError(`--baseline: "${baseline}" is none of the runs compared: ${didYouMean(baseline, names)}`);
      }
      console.log(json ? JSON.stringify(comparison) : renderComparison(comparison, Math.max(0, index)));
    });
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
