import { Option, type Command } from "commander";
import { resolveRuns, type resolveRun } from "../../core/runs/resolve.ts";
import { RunFolder } from "../../core/runs/folder.ts";
import { defaultProbeQuestions } from "../../core/runs/probe.ts";
import { UserError } from "../../core/errors.ts";
import { probeTask } from "../../jobs/plan.ts";
import { exitCodes } from "../exit-codes.ts";
import { loadCurriculum } from "../load.ts";
import { wholeNumber, workerCommand } from "../options.ts";
import { createReporter } from "../output/reporter.ts";
import { exitCodeOf, runTasksUntilStopped, type ParallelOptions } from "../run-tasks.ts";

interface ProbeOptions extends ParallelOptions {
  readonly questions: number;
  readonly headQuestions?: number;
  readonly step?: number;
  readonly json?: boolean;
}

const help = `
What it finds is shown by \`analyze --by representations\`, \`--by uncertainty\` and \`--by heads\`. Silencing heads takes by far
the longest: all questions are asked once more for each head of each layer.`;

export function probeCommand(): Command {
  return workerCommand(
    "probe",
    "look into trained runs: hidden states, uncertainty, and what each attention head is for",
  )
    .argument("<file>", "a *.curriculum.json file")
    .argument("[runs...]", "names of runs (default: all that are trained)")
    .addOption(
      new Option("--questions <n>", "held-out questions of each skill and level")
        .argParser(wholeNumber)
        .default(defaultProbeQuestions),
    )
    .addOption(
      new Option(
        "--head-questions <n>",
        "of these, how many are asked with each head silenced; 0 = none (default: all)",
      ).argParser(wholeNumber),
    )
    .addOption(
      new Option(
        "--step <n>",
        "the checkpoint of this step; 0 = what the run starts from (default: the newest)",
      ).argParser(wholeNumber),
    )
    .addHelpText("after", help)
    .action(async (file: string, named: readonly string[], options: ProbeOptions) => {
      const { questions, headQuestions = questions, step, json = false } = options;
      if (questions === 0) throw new UserError("--questions: ask 1 at least of each skill and level.");
      const reporter = createReporter(json);
      const loaded = await loadCurriculum(file, reporter);
      const names = named.length > 0 ? named : await trainedRuns(loaded);
      if (names.length === 0)
        throw new UserError(
          `${file}: none of its runs is trained yet; start with \`reasoning-curriculum run ${file}\`.`,
        );
      const settings = { questions, headQuestions, ...(step !== undefined && { step }) };
      const outcomes = await runTasksUntilStopped(
        names.map((name) => probeTask(loaded, name, settings)),
        options,
        reporter,
      );
      process.exitCode = exitCodeOf(outcomes);
      if (json) {
        const probes = outcomes.map(({ result }) => result ?? null);
        console.log(JSON.stringify({ type: "result", exitCode: process.exitCode, probes }));
      } else if (process.exitCode === exitCodes.stopped) {
        reporter.note("Stopped. The same command goes on where it was.");
      } else if (process.exitCode === exitCodes.ok) {
        console.log(`See what they hold with \`reasoning-curriculum analyze ${file} --by representations\`.`);
      }
    });
}

async function trainedRuns(loaded: Parameters<typeof resolveRun>[0]): Promise<string[]> {
  const runs = resolveRuns(loaded);
  const checkpoints = await Promise.all(runs.map(({ folder }) => new RunFolder(folder).listCheckpoints()));
  return runs.filter((_, i) => checkpoints[i]!.length > 0).map(({ name }) => name);
}
