import { UserError } from "../../core/errors.ts";
import { startOf } from "../../core/is-running.ts";
import { isAlive, type RunFolder } from "../../core/runs/folder.ts";
import type { RunRecord } from "../../core/runs/types.ts";

/** All of a run's record that does not say what is happening to it. */
export type RunDescription = Omit<RunRecord, keyof Happening | "updatedAt">;

type Happening = Pick<RunRecord, "state" | "pid" | "processStart" | "waitingFor" | "error">;

type Before = RunDescription & Partial<Happening>;

/** Milliseconds between two updates of `run.json` while training. */
const writeEvery = 2000;

/** Keeps `run.json` true while a run has a process. */
export class RunKeeper {
  readonly #folder: RunFolder;
  #record: RunDescription | undefined;
  #written = 0;

  constructor(folder: RunFolder) {
    this.#folder = folder;
  }

  /** The run waits for its device. @throws UserError where another process has it. */
  async queue(record: Before, waitingFor: string): Promise<void> {
    await this.#claim(record);
    await this.#write({ state: "queued", ...self, waitingFor });
  }

  /** The run is trained from here on. @throws UserError where another process has it. */
  async begin(record: RunDescription): Promise<void> {
    await this.#claim(record);
    await this.#write(running);
  }

  /** The run has come this far; written at once with a new checkpoint, else now and then. */
  async progress(progress: Omit<RunRecord["progress"], "steps">): Promise<void> {
    const record = this.#record!;
    this.#record = { ...record, progress: { ...record.progress, ...progress } };
    if (progress.checkpoint !== undefined || performance.now() - this.#written > writeEvery) await this.#write(running);
  }

  async pause(): Promise<void> {
    await this.#write({ state: "paused", ...self });
  }

  /** Paused before, the run waits for its device again. */
  async queueAgain(waitingFor: string): Promise<void> {
    await this.queue(this.#record!, waitingFor);
  }

  async resume(): Promise<void> {
    await this.#write(running);
  }

  /** The run has no process any more. `error`: one sentence, for state `failed`. A run never begun leaves no record. */
  async end(state: "finished" | "stopped" | "failed", error?: string): Promise<void> {
    if (this.#record) await this.#write({ state, ...(error !== undefined && { error }) });
  }

  /** What was happening to the run before is past: a record that was read may still say it. */
  async #claim({ state, pid, processStart, waitingFor, error, ...record }: Before): Promise<void> {
    if (!this.#record) await refuseIfAlive(this.#folder);
    this.#record = record;
  }

  async #write(happening: Happening): Promise<void> {
    this.#written = performance.now();
    await this.#folder.write({ ...this.#record!, ...happening, updatedAt: new Date().toISOString() });
  }
}

const start = startOf(process.pid);
const self = { pid: process.pid, ...(start !== undefined && { processStart: start }) };
const running: Happening = { state: "running", ...self };

/** @throws UserError where another process has the run. */
export async function refuseIfAlive(folder: RunFolder): Promise<void> {
  if (!(await folder.exists())) return;
  const record = await folder.read();
  if (isAlive(record) && record.pid !== process.pid)
    throw new UserError(
      `${folder.folder}: the run is being trained by process ${record.pid!}; wait for it to end or stop it.`,
    );
}
