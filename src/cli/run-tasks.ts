import { availableParallelism, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import type { Device } from "../core/devices/device.ts";
import { runTasks, type Task, type TaskOutcome } from "../jobs/tasks.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Reporter } from "./output/reporter.ts";

export interface ParallelOptions {
  readonly parallel?: number;
  readonly threads?: number;
  readonly device?: Device;
}

const bytesPerWorker = 2 * 1024 ** 3;

/** One worker a core, as far as memory goes. */
export function defaultParallel(): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / bytesPerWorker)));
}

/** Runs tasks to their end. Ctrl-C once lets every worker write a checkpoint, twice ends them now. */
export async function runTasksUntilStopped(
  tasks: readonly Task[],
  { parallel = defaultParallel(), threads, device }: ParallelOptions,
  reporter: Reporter,
): Promise<TaskOutcome[]> {
  const graceful = new AbortController();
  const now = new AbortController();
  const stop = (): void => {
    if (graceful.signal.aborted) {
      now.abort();
      return;
    }
    graceful.abort();
    reporter.note("Stopping after the current step, with a checkpoint. Once more: stop now.");
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  try {
    return await runTasks(tasks, {
      workerPath: workerPath(),
      parallel,
      ...(threads !== undefined && { threads }),
      ...(device && { device }),
      onEvent: (task, event) => {
        reporter.event(task, event);
      },
      signal: graceful.signal,
      now: now.signal,
    });
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
    reporter.end();
  }
}

/** The exit code that tells how tasks went. */
export function exitCodeOf(outcomes: readonly TaskOutcome[]): number {
  if (outcomes.some(({ cause }) => cause === "failure")) return exitCodes.failed;
  if (outcomes.some(({ cause }) => cause === "input")) return exitCodes.badInput;
  return outcomes.some(({ state }) => state === "stopped" || state === "skipped") ? exitCodes.stopped : exitCodes.ok;
}

/** The worker's bundle lies beside the command line's. */
function workerPath(): string {
  return fileURLToPath(new URL("worker.js", import.meta.url));
}
