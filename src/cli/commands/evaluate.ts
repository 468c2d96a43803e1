import { InvalidArgumentError, Option, type Command } from "commander";
import { UserError } from "../../core/errors.ts";
import { readCurriculum } from "../../core/curriculum/read.ts";
import { planCurriculum } from "../../jobs/plan.ts";
import { runNames, seedsOption, workerCommand } from "../options.ts";
import { pursue, type PursueOptions } from "../pursue.ts";

export function evaluateCommand(): Command {
  return workerCommand("evaluate", "evaluate trained runs that are not evaluated yet")
    .argument("<file>", "a *.curriculum.json file")
    .argument("[runs...]", runNames)
    .addOption(seedsOption())
    .addOption(
      new Option("--step <n|all>", "the checkpoint of this step, or all that are kept (default: the last)").argParser(
        checkpoints,
      ),
    )
    .action(async (file: string, runs: readonly string[], options: EvaluateOptions) => {
      const wanted = runs.length > 0 ? { runs } : {};
      const untrained = await planCurriculum(await readCurriculum(file, options.seeds), { ...wanted, until: "train" });
      if (untrained.length > 0) {
        const missing = untrained.map(({ label }) => label).join(", ");
        throw new UserError(`${file}: first comes ${missing}; do it with \`reasoning-curriculum train\` or \`run\`.`);
      }
      await pursue(file, { ...wanted, ...(options.step !== undefined && { checkpoints: options.step }) }, options);
    });
}

interface EvaluateOptions extends PursueOptions {
  readonly step?: number | "all";
}

function checkpoints(text: string): number | "all" {
  if (text === "all") return text;
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a step, a whole number, or "all".');
  return Number(text);
}
