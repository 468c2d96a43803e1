import { copyFile } from "node:fs/promises";
import { constants, existsSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { Argument, InvalidArgumentError, Option, type Command } from "commander";
import { castRuns } from "../../core/analysis/experiments/parts.ts";
import { renderExperiment } from "../../core/analysis/experiments/render.ts";
import { observe, reportExperiment } from "../../core/analysis/experiments/report.ts";
import { experiments, parts, type Experiment, type Part } from "../../core/analysis/experiments/types.ts";
import { evaluationReader } from "../../core/analysis/read-run.ts";
import type { Thresholds } from "../../core/analysis/types.ts";
import { planCurriculum } from "../../jobs/plan.ts";
import { exitCodes } from "../exit-codes.ts";
import { loadCurriculum } from "../load.ts";
import { seedsOption, workerCommand } from "../options.ts";
import { createReporter, type Reporter } from "../output/reporter.ts";
import { exitCodeOf, runTasksUntilStopped, type ParallelOptions } from "../run-tasks.ts";
import { thresholdHelp, thresholdsOption } from "../thresholds.ts";

interface ExperimentOptions extends ParallelOptions {
  readonly seeds?: number;
  readonly part: ReadonlyMap<Part, string>;
  readonly thresholds: Thresholds;
  readonly json?: boolean;
}

const help = `
Experiments, the first three of arXiv 2512.01970:
  baseline             SFT on COMP: high on I.I.D., collapsed on Zero-shot
  atomic-prerequisite  RL on COMP from SFT on MEM+CTX and from SFT on COMP, on Zero-shot
  pass-at-k            both arms before and after RL: does the gap persist, or do the curves meet?
`;

export function experimentCommand(): Command {
  return workerCommand(
    "experiment",
    "one of the paper's experiments: does what is missing, then prints what was expected beside what was observed",
  )
    .addArgument(new Argument("<experiment>", "see below").choices(experiments))
    .argument("[file]", `a *.curriculum.json file (default: ${sample}, copied here where it is not)`)
    .addOption(seedsOption())
    .addOption(
      new Option("--part <part=run>", `which run plays ${parts.join(", ")}; again for each`)
        .argParser(partOf)
        .default(new Map<Part, string>(), "by how runs are made and named"),
    )
    .addOption(thresholdsOption())
    .addHelpText("after", help + thresholdHelp)
    .action(async (experiment: Experiment, file: string | undefined, options: ExperimentOptions) => {
      const { seeds, part, thresholds, json = false } = options;
      const reporter = createReporter(json);
      const loaded = await loadCurriculum(file ?? (await sampleHere(reporter)), reporter, seeds);
      const cast = castRuns(loaded, experiment, part);
      const tasks = await planCurriculum(loaded, { runs: [...cast.values()].flat().map(({ name }) => name) });
      process.exitCode = exitCodeOf(await runTasksUntilStopped(tasks, options, reporter));
      if (process.exitCode === exitCodes.stopped) reporter.note("Stopped. The same command resumes where it was.");
      if (process.exitCode !== exitCodes.ok) return;
      const report = reportExperiment(experiment, await observe(cast, evaluationReader()), thresholds);
      console.log(json ? JSON.stringify({ type: "result", ...report }) : `\n${renderExperiment(report)}`);
    });
}

const sample = "paradox.curriculum.json";

/** The sample that comes with this program, in this folder: what is trained lies beside it. */
async function sampleHere(reporter: Reporter): Promise<string> {
  if (existsSync(sample)) return sample;
  await copyFile(fileURLToPath(new URL(`../samples/${sample}`, import.meta.url)), sample, constants.COPYFILE_EXCL);
  reporter.note(`${basename(sample)} is now in this folder.`);
  return sample;
}

function partOf(text: string, before: ReadonlyMap<Part, string>): ReadonlyMap<Part, string> {
  const [, name, run] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  const part = parts.find((one) => one === name);
  if (part === undefined || run === undefined)
    throw new InvalidArgumentError(`Write it as part=run, with a part of ${parts.join(", ")}.`);
  return new Map([...before, [part, run]]);
}
