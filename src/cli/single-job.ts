import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { UnscheduledJob } from "../jobs/worker-client.ts";
import type { JobResult } from "../protocol/worker.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Reporter } from "./output/reporter.ts";
import { exitCodeOf, runTasksUntilStopped } from "./run-tasks.ts";

/** Does a job that belongs to no curriculum; its log stays only where the job failed. Sets the exit code. */
export async function doJob<J extends UnscheduledJob>(
  job: J,
  label: string,
  reporter: Reporter,
): Promise<Extract<JobResult, { kind: J["kind"] }> | undefined> {
  const logFile = join(tmpdir(), `reasoning-curriculum-${job.kind}-${process.pid}.log`);
  const outcomes = await runTasksUntilStopped([{ key: job.kind, label, job, logFile, needs: [] }], {}, reporter);
  process.exitCode = exitCodeOf(outcomes);
  if (process.exitCode !== exitCodes.failed) await rm(logFile, { force: true });
  return outcomes[0]?.result as Extract<JobResult, { kind: J["kind"] }> | undefined;
}
