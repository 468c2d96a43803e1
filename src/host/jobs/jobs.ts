import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import type { Device } from "../../core/devices/device.ts";
import { UserError, type RefusedField } from "../../core/errors.ts";
import { isActive } from "../../core/runs/folder.ts";
import { readRequest, sendRequest, type RunRequest } from "../../core/runs/request.ts";
import { runTasks, type Task, type TaskEvent, type TaskOutcome } from "../../jobs/tasks.ts";
import { prefix } from "../ids.ts";
import type { RunView } from "../runs/view.ts";
import { JobError } from "./job-error.ts";
import { PlanProgress } from "./progress.ts";

export interface JobOptions {
  /** Heads the progress notification. Without it the job shows in the *Runs* view and the status bar alone. */
  readonly title?: string;
  /** Called when a task's process has started. */
  readonly onStarted?: (task: Task) => void;
}

const goneMilliseconds = 3000;

/** Before the user is asked for what a job needs. @throws UserError in Restricted Mode. */
export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new UserError("This workspace is in Restricted Mode, where no job runs: trust it first.");
}

/** Runs tasks in processes of their own, which go on when the window closes. */
export class Jobs implements vscode.Disposable {
  readonly #log: vscode.LogOutputChannel;
  readonly #workerPath: string;
  /** Tasks under way, with their end. */
  readonly #under = new Map<string, Promise<unknown>>();
  readonly #started = new vscode.EventEmitter<string>();
  readonly #refused = new vscode.EventEmitter<RefusedField>();

  /** A job of a curriculum, by its file, has a process. */
  readonly onDidStart = this.#started.event;
  /** A job ended for a field of its curriculum. */
  readonly onDidRefuse = this.#refused.event;

  constructor(log: vscode.LogOutputChannel, extensionUri: vscode.Uri) {
    this.#log = log;
    this.#workerPath = vscode.Uri.joinPath(extensionUri, "dist", "worker.js").fsPath;
  }

  /**
   * The outcome of each task, in order.
   * @throws JobError for the first task that failed; UserError in Restricted Mode, or when one of the tasks is under way
   * already.
   */
  async run(tasks: readonly Task[], { title, onStarted }: JobOptions = {}): Promise<TaskOutcome[]> {
    requireTrust();
    const names = tasks.map(({ key, logFile }) => `${key} ${logFile}`);
    // A run that was stopped can be resumed at once: its process has yet to go.
    const ending = names.flatMap((name) => this.#under.get(name) ?? []);
    await Promise.race([Promise.all(ending), sleep(goneMilliseconds)]);
    if (names.some((name) => this.#under.has(name))) {
      throw new UserError("This is under way already: see the Runs view, or wait until it has ended.");
    }
    const execution =
      title === undefined ? this.#execute(tasks, onStarted) : this.#executeVisibly(tasks, title, onStarted);
    const ended = execution.catch(() => undefined);
    for (const name of names) this.#under.set(name, ended);
    try {
      const outcomes = await execution;
      const failure = outcomes.find(({ state }) => state === "failed");
      if (failure) throw new JobError(describeFailure(failure), failure);
      return outcomes;
    } finally {
      for (const name of names) this.#under.delete(name);
    }
  }

  /**
   * Ends a run after its current step, with a checkpoint; asked again, at once. Works, as `pause` and `goOn` do, for runs
   * of other windows and terminals too.
   */
  async stop(view: RunView): Promise<"asked" | "ended"> {
    const asked = (await readRequest(view.folder)) === "stop";
    await request(view, "stop");
    if (!asked) return "asked";
    try {
      process.kill(view.record.pid!, "SIGKILL");
    } catch (error) {
      // Gone by itself in the meantime.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
    return "ended";
  }

  /** Lets a run finish its step and wait off its device. */
  async pause(view: RunView): Promise<void> {
    await request(view, "pause");
  }

  /** Lets a paused run go on. */
  async goOn(view: RunView): Promise<void> {
    await request(view, "resume");
  }

  async #executeVisibly(
    tasks: readonly Task[],
    title: string,
    onStarted: JobOptions["onStarted"],
  ): Promise<TaskOutcome[]> {
    const location = vscode.ProgressLocation.Notification;
    return vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) => {
      const plan = new PlanProgress(tasks.length);
      const cancelled = new AbortController();
      token.onCancellationRequested(() => {
        cancelled.abort();
      });
      const report = (task: Task, event: TaskEvent): void => {
        const next = plan.update(task.key, task.label, event);
        if (next) progress.report(next);
      };
      return this.#execute(tasks, onStarted, report, cancelled.signal);
    });
  }

  async #execute(
    tasks: readonly Task[],
    onStarted: JobOptions["onStarted"],
    onEvent?: (task: Task, event: TaskEvent) => void,
    signal?: AbortSignal,
  ): Promise<TaskOutcome[]> {
    const settings = vscode.workspace.getConfiguration(prefix);
    const threads = settings.get<number>("threads", 0);
    return runTasks(tasks, {
      workerPath: this.#workerPath,
      parallel: settings.get<number>("parallelRuns", 1),
      ...(threads === 0 ? {} : { threads }),
      device: settings.get<Device>("device", "auto"),
      ...(signal ? { signal } : {}),
      onEvent: (task, event) => {
        this.#note(task, event);
        this.#tell(task, event);
        if (event.type === "started") onStarted?.(task);
        onEvent?.(task, event);
      },
    });
  }

  #tell({ job }: Task, event: TaskEvent): void {
    if (event.type === "started" && "curriculum" in job) this.#started.fire(job.curriculum);
    if (event.type === "ended" && event.outcome.refused) this.#refused.fire(event.outcome.refused);
  }

  dispose(): void {
    this.#started.dispose();
    this.#refused.dispose();
  }

  #note({ label, logFile }: Task, event: TaskEvent): void {
    if (event.type === "started") {
      this.#log.info(`${label}: started as process ${event.pid} with ${event.threads} threads; its log is ${logFile}`);
    } else if (event.type === "ended") {
      const { state, seconds, error } = event.outcome;
      const text = `${label}: ${state} after ${seconds.toFixed(1)} s${error === undefined ? "" : `: ${error}`}`;
      if (state === "failed") this.#log.error(text);
      else this.#log.info(text);
    } else if (event.type === "log") {
      const write = { info: "info", warning: "warn", error: "error" } as const;
      this.#log[write[event.level]](`${label}: ${event.message}`);
    } else if (event.type === "error") {
      this.#log.error(`${label}: ${event.detail ?? event.message}`);
    }
  }
}

/** Of a refused field, without its place: the editor shows that. */
function describeFailure({ task, error = "failed", refused }: TaskOutcome): string {
  return `${task.label}: ${refused ? refused.message : error}`;
}

/** @throws UserError where the run has no process. */
async function request({ folder, record }: RunView, what: RunRequest): Promise<void> {
  requireTrust();
  if (!isActive(record)) throw new UserError(`${record.name} is ${record.state}: it has no process to ${what}.`);
  await sendRequest(folder, what);
}
