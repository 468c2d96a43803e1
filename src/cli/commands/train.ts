import type { Command } from "commander";
import { runNames, seedsOption, workerCommand } from "../options.ts";
import { pursue, type PursueOptions } from "../pursue.ts";

export function trainCommand(): Command {
  return workerCommand(
    "train",
    "train runs, resuming where they stopped; the data and the runs they start from come first",
  )
    .argument("<file>", "a *.curriculum.json file")
    .argument("[runs...]", runNames)
    .addOption(seedsOption())
    .action((file: string, runs: readonly string[], options: PursueOptions) =>
      pursue(file, { ...(runs.length > 0 && { runs }), until: "train" }, options),
    );
}
