import { resolve } from "node:path";
import type { Command } from "commander";
import { generateTask } from "../../jobs/plan.ts";
import { loadCurriculum } from "../load.ts";
import { command } from "../options.ts";
import { createReporter } from "../output/reporter.ts";
import { exitCodeOf, runTasksUntilStopped } from "../run-tasks.ts";

export function generateCommand(): Command {
  return command("generate", "write a curriculum's data")
    .argument("<file>", "a *.curriculum.json file")
    .option("--out <folder>", "where to write (default: .curriculum/datasets beside the file)")
    .action(async (file: string, { out, json = false }: { readonly out?: string; readonly json?: boolean }) => {
      const reporter = createReporter(json);
      const loaded = await loadCurriculum(file, reporter);
      const task = generateTask(loaded, out === undefined ? undefined : resolve(out));
      const outcomes = await runTasksUntilStopped([task], {}, reporter);
      process.exitCode = exitCodeOf(outcomes);
      const result = outcomes[0]?.result;
      if (result?.kind !== "generate") return;
      if (json) console.log(JSON.stringify({ type: "result", ...result }));
      else console.log(result.created ? result.folder : `${result.folder} (was there already, unchanged)`);
    });
}
