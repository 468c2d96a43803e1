import { Command, InvalidArgumentError, Option } from "commander";
import { devices } from "../core/devices/device.ts";

/** A command with `--json`. */
export function command(nameAndArguments: string, description: string): Command {
  return new Command(nameAndArguments)
    .description(description)
    .option("--json", "machine-readable JSON on standard output");
}

/** A command that runs workers, with `--parallel`, `--threads` and `--device`. */
export function workerCommand(nameAndArguments: string, description: string): Command {
  return command(nameAndArguments, description)
    .addOption(
      new Option("--parallel <n>", "workers side by side (default: one a core, memory permitting)").argParser(positive),
    )
    .addOption(
      new Option("--threads <n>", "threads of each worker (default: the cores shared out)").argParser(positive),
    )
    .addOption(
      new Option("--device <device>", "what to train and infer on; auto: a GPU for large models, where there is one")
        .choices(devices)
        .default("auto"),
    );
}

/** `--seeds`, of commands over the runs of a curriculum. */
export const seedsOption = (): Option =>
  new Option("--seeds <n>", "with so many seeds: the curriculum's own and the next ones").argParser(positive);

/** What a command takes for runs of a curriculum. */
export const runNames = "names of runs; `sft` stands for all that a sweep makes of it, `*` for any text (default: all)";

function positive(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("It must be a whole number of at least 1.");
  return Number(text);
}

/** 0, 1, 2 … */
export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}
