import { availableParallelism } from "node:os";
import type { Device } from "../core/devices/device.ts";
import { explainSystemError, RefusedFieldError, UserError, type RefusedField } from "../core/errors.ts";
import type { FailureCause, JobResult, WorkerEvent } from "../protocol/worker.ts";
import { noteDeath } from "./death.ts";
import { startWorker, type UnscheduledJob, type WorkerHandle } from "./worker-client.ts";

/** A job with its place in a plan. */
export interface Task {
  /** `generate`, `train:sft-comp`, `evaluate:sft-comp`. */
  readonly key: string;
  /** For people: "Train sft-comp". */
  readonly label: string;
  readonly job: UnscheduledJob;
  readonly logFile: string;
  /** Folder of the run that the job trains. */
  readonly runFolder?: string;
  /** Keys of the tasks of this plan that must be finished before. */
  readonly needs: readonly string[];
}

export type TaskState = "finished" | "stopped" | "failed" | "skipped";

export interface TaskOutcome {
  readonly task: Task;
  readonly state: TaskState;
  readonly seconds: number;
  readonly result?: JobResult;
  /** One sentence, for failed and skipped tasks. */
  readonly error?: string;
  /** Of a failed task. */
  readonly cause?: FailureCause;
  /** Where it failed for a field of the curriculum. */
  readonly refused?: RefusedField;
}

export type TaskEvent =
  | { readonly type: "started"; readonly pid: number; readonly threads: number }
  | { readonly type: "ended"; readonly outcome: TaskOutcome }
  | WorkerEvent;

export interface RunTasksOptions {
  readonly workerPath: string;
  /** At most this many workers side by side; those that others have started count too, while one waits for the device. */
  readonly parallel: number;
  /** Threads of each worker; without it the cores are shared out among those that run side by side. */
  readonly threads?: number;
  /** What workers train and infer on; without it `auto`. */
  readonly device?: Device;
  readonly onEvent: (task: Task, event: TaskEvent) => void;
  /** Aborted: every worker finishes its step, writes a checkpoint and ends; nothing new is started. */
  readonly signal?: AbortSignal;
  /** Aborted after `signal`: every worker ends now. */
  readonly now?: AbortSignal;
}

/** Runs tasks, independent ones side by side; what needs a failed task is skipped. Never rejects for a failed task. */
export async function runTasks(tasks: readonly Task[], options: RunTasksOptions): Promise<TaskOutcome[]> {
  const { parallel, signal, now } = options;
  const outcomes = new Map<string, TaskOutcome>();
  const running = new Map<string, Promise<void>>();
  const cores = availableParallelism();

  const end = (task: Task, outcome: Omit<TaskOutcome, "task">): void => {
    const whole = { task, ...outcome };
    outcomes.set(task.key, whole);
    options.onEvent(task, { type: "ended", outcome: whole });
  };

  const start = async (task: Task, threads: number): Promise<void> => {
    const began = performance.now();
    const seconds = () => (performance.now() - began) / 1000;
    let worker: WorkerHandle | undefined;
    const cancel = (): void => worker?.cancel();
    try {
      worker = await startWorker({
        workerPath: options.workerPath,
        job: task.job,
        threads,
        parallel,
        device: options.device,
        logFile: task.logFile,
        onEvent: (event) => {
          options.onEvent(task, event);
        },
      });
      options.onEvent(task, { type: "started", pid: worker.pid, threads });
      if (signal?.aborted) cancel();
      signal?.addEventListener("abort", cancel);
      now?.addEventListener("abort", cancel);
      const result = await worker.result;
      const stopped = "state" in result && result.state === "stopped";
      end(task, { state: stopped ? "stopped" : "finished", seconds: seconds(), result });
    } catch (error) {
      const outcome = failure(error, task, options);
      if (task.runFolder !== undefined && worker)
        await noteDeath(task.runFolder, outcome.state === "failed" ? outcome.error : undefined).catch(() => undefined);
      end(task, { ...outcome, seconds: seconds() });
    } finally {
      signal?.removeEventListener("abort", cancel);
      now?.removeEventListener("abort", cancel);
      running.delete(task.key);
    }
  };

  for (;;) {
    const waiting = tasks.filter(({ key }) => !outcomes.has(key) && !running.has(key));
    const blocked = waiting.filter((task) => blocker(task, outcomes) !== undefined || signal?.aborted);
    for (const task of blocked) {
      const cause = blocker(task, outcomes);
      const error = cause ? `${cause.task.label} ${cause.state === "failed" ? "failed" : "did not finish"}` : "stopped";
      end(task, { state: "skipped", seconds: 0, error });
    }
    if (blocked.length > 0) continue;
    const ready = waiting.filter(({ needs }) => needs.every((key) => isDone(key, tasks, outcomes)));
    const sideBySide = Math.min(parallel, running.size + ready.length);
    const threads = options.threads ?? Math.max(1, Math.floor(cores / Math.max(1, sideBySide)));
    for (const task of ready.slice(0, parallel - running.size)) running.set(task.key, start(task, threads));
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  return tasks.map(({ key }) => outcomes.get(key)!);
}

function failure(
  error: unknown,
  task: Task,
  { signal, now }: Pick<RunTasksOptions, "signal" | "now">,
): Pick<TaskOutcome, "state" | "error" | "cause" | "refused"> {
  if (now?.aborted) return { state: "stopped" };
  const explained = explainSystemError(error, task.logFile);
  const message = explained instanceof Error ? explained.message : String(explained);
  if (signal?.aborted) return { state: "stopped", error: message };
  return {
    state: "failed",
    error: message,
    cause: explained instanceof UserError ? "input" : "failure",
    ...(explained instanceof RefusedFieldError && { refused: explained.refused }),
  };
}

/** Needs that are not part of the plan are met already. */
function isDone(key: string, tasks: readonly Task[], outcomes: ReadonlyMap<string, TaskOutcome>): boolean {
  return outcomes.get(key)?.state === "finished" || !tasks.some((task) => task.key === key);
}

function blocker({ needs }: Task, outcomes: ReadonlyMap<string, TaskOutcome>): TaskOutcome | undefined {
  return needs.map((key) => outcomes.get(key)).find((outcome) => outcome && outcome.state !== "finished");
}
