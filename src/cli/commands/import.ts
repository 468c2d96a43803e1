import { relative, resolve } from "node:path";
import { Option, type Command } from "commander";
import { importFormats, nameOfImport, type ImportFormat } from "../../core/dataset/import/import.ts";
import { command } from "../options.ts";
import { createReporter } from "../output/reporter.ts";
import { doJob } from "../single-job.ts";

interface ImportOptions {
  readonly format?: ImportFormat;
  readonly out: string;
  readonly name?: string;
  readonly train: readonly string[];
  readonly test: readonly string[];
  readonly json?: boolean;
}

export function importCommand(): Command {
  return command("import", "make a curriculum of other people's data")
    .argument(
      "[files...]",
      "JSON of the paper's release or JSON lines like it; or a CSV or TSV of triples and a *.relations.json",
    )
    .addOption(new Option("--format <format>", "what the files are (default: by their names)").choices(importFormats))
    .option("--out <folder>", "where to write", ".")
    .option("--name <name>", "name of the curriculum (default: that of the first file)")
    .option("--train <files...>", "files of training questions, whatever their names", [])
    .option("--test <files...>", "files of test questions (default: those with test in their name)", [])
    .action(async (given: readonly string[], { format, out, name, train, test, json = false }: ImportOptions) => {
      const reporter = createReporter(json);
      const absolute = (files: readonly string[]): string[] => files.map((file) => resolve(file));
      const files = [...new Set(absolute([...given, ...train, ...test]))];
      const result = await doJob(
        {
          kind: "import",
          files,
          out: resolve(out),
          name: name ?? nameOfImport(files[0] ?? ""),
          splits: { train: absolute(train), test: absolute(test) },
          ...(format && { format }),
        },
        "Import",
        reporter,
      );
      if (!result) return;
      for (const warning of result.warnings) reporter.note(warning);
      if (json) console.log(JSON.stringify({ type: "result", ...result }));
      else console.log(relative(process.cwd(), result.curriculum));
    });
}
