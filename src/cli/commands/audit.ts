import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { renderAudit } from "../../core/dataset/audit/report.ts";
import { UserError } from "../../core/errors.ts";
import type { Task } from "../../jobs/tasks.ts";
import { exitCodes } from "../exit-codes.ts";
import { command } from "../options.ts";
import { createReporter } from "../output/reporter.ts";
import { exitCodeOf, runTasksUntilStopped } from "../run-tasks.ts";

export function auditCommand(): Command {
  return command("audit", "check a dataset against its own rules, from its files alone")
    .argument("<dataset>", "a dataset folder")
    .action(async (dataset: string, { json = false }: { readonly json?: boolean }) => {
      const folder = resolve(dataset);
      if (!existsSync(folder)) throw new UserError(`${dataset}: there is no such folder; generate the data first.`);
      const task: Task = {
        key: "audit",
        label: "Audit",
        job: { kind: "audit", dataset: folder },
        logFile: join(tmpdir(), `reasoning-curriculum-audit-${process.pid}.log`),
        needs: [],
      };
      const outcomes = await runTasksUntilStopped([task], {}, createReporter(json));
      process.exitCode = exitCodeOf(outcomes);
      const result = outcomes[0]?.result;
      if (result?.kind !== "audit") return;
      if (!result.passed) process.exitCode = exitCodes.violations;
      console.log(json ? JSON.stringify({ type: "result", ...result }) : renderAudit(result.report));
    });
}
