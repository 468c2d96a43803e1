import { resolve } from "node:path";
import type { Command } from "commander";
import { resolveDatasets } from "../../core/dataset/resolve.ts";
import { UserError } from "../../core/errors.ts";
import { generateTask } from "../../jobs/plan.ts";
import { loadCurriculum } from "../load.ts";
import { command, seedsOption } from "../options.ts";
import { createReporter } from "../output/reporter.ts";
import { exitCodeOf, runTasksUntilStopped } from "../run-tasks.ts";

interface GenerateOptions {
  readonly out?: string;
  readonly seeds?: number;
  readonly json?: boolean;
}

export function generateCommand(): Command {
  return command("generate", "write a curriculum's data; where it sweeps them, all its datasets")
    .argument("<file>", "a *.curriculum.json file")
    .option("--out <folder>", "where to write (default: .curriculum/datasets beside the file)")
    .addOption(seedsOption())
    .action(async (file: string, { out, seeds, json = false }: GenerateOptions) => {
      const reporter = createReporter(json);
      const loaded = await loadCurriculum(file, reporter, seeds);
      const datasets = resolveDatasets(loaded);
      if (out !== undefined && datasets.length > 1)
        throw new UserError(`--out: ${file} has ${datasets.length} datasets, which cannot share a folder; drop it.`);
      const folder = out === undefined ? undefined : resolve(out);
      const outcomes = await runTasksUntilStopped(
        datasets.map((dataset) => generateTask(loaded, dataset, folder)),
        {},
        reporter,
      );
      process.exitCode = exitCodeOf(outcomes);
      for (const { result } of outcomes) {
        if (result?.kind !== "generate") continue;
        if (json) console.log(JSON.stringify({ type: "result", ...result }));
        else console.log(result.created ? result.folder : `${result.folder} (was there already, unchanged)`);
      }
    });
}
