import { UserError } from "../../core/errors.ts";
import { isAlive, type RunFolder } from "../../core/runs/folder.ts";
import type { RunRecord } from "../../core/runs/types.ts";

/** All of a run's record that does not say what is happening to it. */
export type RunDescription = Omit<RunRecord, "state" | "pid" | "error" | "updatedAt">;

type Happening = Pick<RunRecord, "state" | "pid" | "error">;

/** Milliseconds between two updates of `run.json` while training. */
const writeEvery = 2000;

/** Keeps `run.json` true while a run is trained. */
export class RunKeeper {
  private readonly folder: RunFolder;
  private record: RunDescription;
  private written = 0;

  private constructor(folder: RunFolder, record: RunDescription) {
    this.folder = folder;
    this.record = record;
  }

  /** Marks the run as running in this process. @throws UserError where another process trains it. */
  static async claim(folder: RunFolder, record: RunDescription): Promise<RunKeeper> {
    await refuseIfAlive(folder);
    const keeper = new RunKeeper(folder, record);
    await keeper.write(running);
    return keeper;
  }

  /** The run has come this far; written at once with a new checkpoint, else now and then. */
  async progress(progress: Omit<RunRecord["progress"], "steps">): Promise<void> {
    this.record = { ...this.record, progress: { ...this.record.progress, ...progress } };
    if (progress.checkpoint !== undefined || performance.now() - this.written > writeEvery) await this.write(running);
  }

  /** The run is not trained any more. `error`: one sentence, for state `failed`. */
  async end(state: "finished" | "stopped" | "failed", error?: string): Promise<void> {
    await this.write({ state, ...(error !== undefined && { error }) });
  }

  private async write(happening: Happening): Promise<void> {
    this.written = performance.now();
    await this.folder.write({ ...this.record, ...happening, updatedAt: new Date().toISOString() });
  }
}

const running: Happening = { state: "running", pid: process.pid };

/** @throws UserError where another process trains the run. */
export async function refuseIfAlive(folder: RunFolder): Promise<void> {
  if (!(await folder.exists())) return;
  const record = await folder.read();
  if (isAlive(record) && record.pid !== process.pid)
    throw new UserError(
      `${folder.folder}: the run is being trained by process ${record.pid!}; wait for it to end or stop it.`,
    );
}
