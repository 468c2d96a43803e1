import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { extname, resolve } from "node:path";
import type { Command } from "commander";
import type { Thresholds } from "../../core/analysis/types.ts";
import { UserError } from "../../core/errors.ts";
import { reportFormats } from "../../report/format.ts";
import { renderReport } from "../../report/report.ts";
import { command, seedsOption } from "../options.ts";
import { findRuns, runsArgument } from "../runs.ts";
import { thresholdHelp, thresholdsOption } from "../thresholds.ts";

interface ReportOptions {
  readonly out: string;
  readonly force?: boolean;
  readonly seeds?: number;
  readonly thresholds: Thresholds;
  readonly json?: boolean;
}

export function reportCommand(): Command {
  return command("report", "write a run or a comparison as one page to read anywhere, or as a notebook")
    .argument("<runs...>", runsArgument)
    .requiredOption("--out <file>", "report.html, or report.ipynb for a notebook that reads the runs' files")
    .option("--force", "write over a file that is there")
    .addOption(seedsOption())
    .addOption(thresholdsOption())
    .addHelpText("after", thresholdHelp)
    .action(
      async (named: readonly string[], { out, force = false, seeds, thresholds, json = false }: ReportOptions) => {
        const file = resolve(out);
        const format = reportFormats.find((one) => extname(file) === `.${one}`);
        if (!format) throw new UserError(`--out: "${out}" is neither *.html nor *.ipynb; name a page or a notebook.`);
        if (existsSync(file) && !force)
          throw new UserError(`${out}: this file is there already; add --force to replace it.`);
        const runs = await findRuns(named, seeds);
        await writeFile(file, await renderReport(runs, { file, format, thresholds }));
        if (json) console.log(JSON.stringify({ type: "result", file, runs: runs.map(({ id }) => id) }));
        else console.log(`${out}: ${runs.length === 1 ? "1 run" : `${runs.length} runs`}.`);
      },
    );
}
