import { RunFolder } from "../core/runs/folder.ts";
import { resolveRuns, selectRuns } from "../core/runs/resolve.ts";
import { planCurriculum, type PlanOptions } from "../jobs/plan.ts";
import { exitCodes } from "./exit-codes.ts";
import { loadCurriculum } from "./load.ts";
import { createReporter } from "./output/reporter.ts";
import { readResult, renderResults } from "./output/results.ts";
import { exitCodeOf, runTasksUntilStopped, type ParallelOptions } from "./run-tasks.ts";

export interface PursueOptions extends ParallelOptions {
  readonly json?: boolean;
  /** To sweep over. */
  readonly seeds?: number;
}

/** Does what is missing of a curriculum, then shows its runs. Sets the exit code. */
export async function pursue(file: string, plan: PlanOptions, options: PursueOptions): Promise<void> {
  const { json = false } = options;
  const reporter = createReporter(json);
  const loaded = await loadCurriculum(file, reporter, options.seeds);
  const tasks = await planCurriculum(loaded, plan);
  if (tasks.length === 0) reporter.note("Nothing is missing.");
  const outcomes = await runTasksUntilStopped(tasks, options, reporter);
  process.exitCode = exitCodeOf(outcomes);

  const runs = plan.runs ? selectRuns(loaded, plan.runs) : resolveRuns(loaded);
  const folders = runs.map((run) => new RunFolder(run.folder, run.name));
  const begun = await Promise.all(folders.map((folder) => folder.readIfBegun()));
  const results = await Promise.all(folders.filter((_, i) => begun[i]).map(readResult));
  const notBegun = runs.filter((_, i) => !begun[i]).map(({ name }) => name);
  if (json) {
    console.log(JSON.stringify({ type: "result", exitCode: process.exitCode, runs: results, notBegun }));
    return;
  }
  if (results.length > 0) console.log(`\n${renderResults(results, notBegun)}\n`);
  if (process.exitCode === exitCodes.stopped) reporter.note("Stopped. The same command resumes where it was.");
  else if (process.exitCode === exitCodes.ok && results.length > 0)
    console.log(whereTheResultsAre(file, results[0]!.folder, options.seeds));
}

function whereTheResultsAre(file: string, runFolder: string, seeds?: number): string {
  const compared = seeds === undefined ? file : `${file} --seeds ${seeds}`;
  return `Compare the runs with \`reasoning-curriculum compare ${compared}\`, or open the folder in VS Code. Everything is kept in\n${runFolder.replace(/[^/\\]+$/, "")}`;
}
