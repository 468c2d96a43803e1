import type { Command } from "commander";
import { seedsOption, workerCommand } from "../options.ts";
import { pursue, type PursueOptions } from "../pursue.ts";

export function runCommand(): Command {
  return workerCommand("run", "do whatever is still missing of a curriculum: data, training, evaluation")
    .argument("<file>", "a *.curriculum.json file")
    .addOption(seedsOption())
    .action((file: string, options: PursueOptions) => pursue(file, {}, options));
}
