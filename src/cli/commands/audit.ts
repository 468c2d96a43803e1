import type { Command } from "commander";
import { renderAudit } from "../../core/dataset/audit/report.ts";
import { findDataset } from "../dataset.ts";
import { exitCodes } from "../exit-codes.ts";
import { command } from "../options.ts";
import { createReporter } from "../output/reporter.ts";
import { doJob } from "../single-job.ts";

export function auditCommand(): Command {
  return command("audit", "check a dataset against its own rules, from its files alone")
    .argument("<dataset>", "a dataset folder or a *.curriculum.json file")
    .action(async (dataset: string, { json = false }: { readonly json?: boolean }) => {
      const reporter = createReporter(json);
      const result = await doJob({ kind: "audit", dataset: await findDataset(dataset, reporter) }, "Audit", reporter);
      if (!result) return;
      if (!result.passed) process.exitCode = exitCodes.violations;
      console.log(json ? JSON.stringify({ type: "result", ...result }) : renderAudit(result.report));
    });
}
