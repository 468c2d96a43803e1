import { clearRequest, readRequest } from "../../core/runs/request.ts";

/** Milliseconds between two looks at what is asked. */
const lookEvery = 250;

/** Listens to what the user asks of a run in progress. */
export class RunControl {
  readonly #folder: string;
  readonly #stop = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #paused = false;
  #resumed: () => void = () => undefined;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#timer = setInterval(() => void this.#look(), lookEvery).unref();
  }

  /** What was asked of a former process is forgotten. */
  static async listen(folder: string): Promise<RunControl> {
    await clearRequest(folder);
    return new RunControl(folder);
  }

  /** Aborted when the run is to end after its step. */
  get stop(): AbortSignal {
    return this.#stop.signal;
  }

  get isPaused(): boolean {
    return this.#paused;
  }

  /** Resolves when the run is to go on, or to end. */
  whenResumed(cancelled: AbortSignal): Promise<void> {
    if (!this.#paused || cancelled.aborted) return Promise.resolve();
    // The timer alone would not keep the process.
    this.#timer.ref();
    return new Promise((resolve) => {
      const go = (): void => {
        this.#timer.unref();
        cancelled.removeEventListener("abort", go);
        resolve();
      };
      this.#resumed = go;
      cancelled.addEventListener("abort", go);
    });
  }

  async dispose(): Promise<void> {
    clearInterval(this.#timer);
    await clearRequest(this.#folder);
  }

  async #look(): Promise<void> {
    const request = await readRequest(this.#folder);
    this.#paused = request === "pause";
    if (request === "stop") this.#stop.abort();
    if (!this.#paused) this.#resumed();
  }
}
