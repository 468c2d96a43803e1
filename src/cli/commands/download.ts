import { basename, join, relative, resolve } from "node:path";
import type { Command } from "commander";
import { command } from "../options.ts";
import { createReporter } from "../output/reporter.ts";
import { doJob } from "../single-job.ts";

interface DownloadOptions {
  readonly revision?: string;
  readonly to?: string;
  readonly json?: boolean;
}

export function downloadCommand(): Command {
  return command("download", "bring a Qwen2 or Qwen2.5 model from the Hugging Face hub, going on where it was stopped")
    .argument("<model>", "its name, such as Qwen/Qwen2.5-0.5B")
    .option("--revision <revision>", "branch, tag or commit (default: main)")
    .option("--to <folder>", "where to write (default: models/NAME)")
    .addHelpText(
      "after",
      "\nHF_ENDPOINT names a mirror, HF_TOKEN a token for gated models; HF_HUB_OFFLINE forbids it.\n",
    )
    .action(async (repository: string, { revision, to, json = false }: DownloadOptions) => {
      const reporter = createReporter(json);
      const result = await doJob(
        {
          kind: "download",
          repository,
          out: resolve(to ?? join("models", basename(repository))),
          ...(revision !== undefined && { revision }),
        },
        `Download ${repository}`,
        reporter,
      );
      if (!result) return;
      if (json) console.log(JSON.stringify({ type: "result", ...result }));
      else if (result.state === "finished") console.log(relative(process.cwd(), result.folder) || ".");
      else reporter.note("Stopped. The same command goes on where it was.");
    });
}
