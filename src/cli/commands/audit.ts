import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { renderAudit } from "../../core/dataset/audit/report.ts";
import type { Task } from "../../jobs/tasks.ts";
import { findDataset } from "../dataset.ts";
import { exitCodes } from "../exit-codes.ts";
import { command } from "../options.ts";
import { createReporter } from "../output/reporter.ts";
import { exitCodeOf, runTasksUntilStopped } from "../run-tasks.ts";

export function auditCommand(): Command {
  return command("audit", "check a dataset against its own rules, from its files alone")
    .argument("<dataset>", "a dataset folder or a *.curriculum.json file")
    .action(async (dataset: string, { json = false }: { readonly json?: boolean }) => {
      const reporter = createReporter(json);
      const task: Task = {
        key: "audit",
        label: "Audit",
        job: { kind: "audit", dataset: await findDataset(dataset, reporter) },
        logFile: join(tmpdir(), `reasoning-curriculum-audit-${process.pid}.log`),
        needs: [],
      };
      const outcomes = await runTasksUntilStopped([task], {}, reporter);
      process.exitCode = exitCodeOf(outcomes);
      const result = outcomes[0]?.result;
      if (result?.kind !== "audit") return;
      if (!result.passed) process.exitCode = exitCodes.violations;
      console.log(json ? JSON.stringify({ type: "result", ...result }) : renderAudit(result.report));
    });
}
