import type { Command } from "commander";
import { workerCommand } from "../options.ts";
import { pursue, type PursueOptions } from "../pursue.ts";

export function runCommand(): Command {
  return workerCommand("run", "do whatever is still missing of a curriculum: data, training, evaluation")
    .argument("<file>", "a *.curriculum.json file")
    .action((file: string, options: PursueOptions) => pursue(file, {}, options));
}
