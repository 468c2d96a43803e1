import type { Command } from "commander";
import { didYouMean } from "../../core/curriculum/suggest.ts";
import { UserError } from "../../core/errors.ts";
import { compareRuns } from "../../core/runs/compare.ts";
import { command, seedsOption } from "../options.ts";
import { renderComparison } from "../output/comparison.ts";
import { findRuns, runsArgument } from "../runs.ts";

interface CompareOptions {
  readonly baseline?: string;
  readonly seeds?: number;
  readonly json?: boolean;
}

export function compareCommand(): Command {
  return command("compare", "set runs side by side: results, and only the settings that differ")
    .argument("<runs...>", runsArgument)
    .option("--baseline <run>", "name or id of the run to compare with (default: the first)")
    .addOption(seedsOption())
    .action(async (runs: readonly string[], { baseline, seeds, json = false }: CompareOptions) => {
      const comparison = await compareRuns(await findRuns(runs, seeds));
      const names = comparison.runs.map(({ run }) => run.name);
      const index = comparison.runs.findIndex(({ run }) => baseline === run.name || baseline === run.id);
      if (baseline !== undefined && index < 0) {
        throw new UserError(`--baseline: "${baseline}" is none of the runs compared: ${didYouMean(baseline, names)}`);
      }
      console.log(
        json ? JSON.stringify({ type: "result", ...comparison }) : renderComparison(comparison, Math.max(0, index)),
      );
    });
}
