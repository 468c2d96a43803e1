import { resolve } from "node:path";
import { InvalidArgumentError, Option, type Command } from "commander";
import { exportFormats, type ExportFormat } from "../../core/dataset/export/format.ts";
import { skills, splits, type Skill, type Split } from "../../core/dataset/types.ts";
import { formatCount } from "../../core/format.ts";
import { findDataset } from "../dataset.ts";
import { command } from "../options.ts";
import { createReporter } from "../output/reporter.ts";
import { doJob } from "../single-job.ts";

interface ExportOptions {
  readonly format: ExportFormat;
  readonly out: string;
  readonly skill?: readonly Skill[];
  readonly split?: readonly Split[];
  readonly portion?: number;
  readonly json?: boolean;
}

export function exportCommand(): Command {
  return command("export", "write a dataset in the format of a training framework")
    .argument("<dataset>", "a dataset folder or a *.curriculum.json file")
    .addOption(new Option("--format <format>", "what it is for").choices(exportFormats).makeOptionMandatory())
    .requiredOption("--out <folder>", "where to write; a new or empty folder")
    .addOption(new Option("--skill <skill...>", "these skills alone (default: all)").choices(skills))
    .addOption(new Option("--split <split...>", "these splits alone (default: both)").choices(splits))
    .addOption(
      new Option(
        "--portion <share>",
        "share of the training questions, the ones of a run on the same portion (default: 1)",
      ).argParser(share),
    )
    .action(async (dataset: string, options: ExportOptions) => {
      const { format, out, skill, split, portion, json = false } = options;
      const reporter = createReporter(json);
      const result = await doJob(
        {
          kind: "export",
          dataset: await findDataset(dataset, reporter),
          format,
          out: resolve(out),
          ...(skill && { skills: skill }),
          ...(split && { splits: split }),
          ...(portion !== undefined && { portion }),
        },
        `Export for ${format}`,
        reporter,
      );
      if (!result) return;
      if (json) console.log(JSON.stringify({ type: "result", ...result }));
      else
        console.log(
          `${result.folder}: ${formatCount(result.questions)} questions, ${formatCount(result.biographies)} biographies; README.md says how to train on them`,
        );
    });
}

function share(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 1)) throw new InvalidArgumentError("It must be a number above 0, at most 1.");
  return value;
}
