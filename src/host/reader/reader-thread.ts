import { Worker } from "node:worker_threads";
import { UserError } from "../../core/errors.ts";
import type { ReaderCall, ReaderReport, ReaderRequest, ReaderResponse, ReadingProgress } from "./protocol.ts";

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A reader in a thread of its own, started by its first call, so that reading never blocks the extension host. */
export class ReaderThread {
  readonly #script: string;
  readonly #l10n: unknown;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Set<(progress: ReadingProgress) => void>();
  #worker: Worker | undefined;
  #calls = 0;

  /**
   * @param script the bundle of thread.ts
   * @param l10n translations of the reader's strings, if there are any
   */
  constructor(script: string, l10n?: unknown) {
    this.#script = script;
    this.#l10n = l10n;
  }

  readonly call: ReaderCall = (method, ...args) => {
    this.#worker ??= this.#start();
    const request: ReaderRequest = { id: ++this.#calls, method, args };
    this.#worker.postMessage(request);
    return new Promise((resolve, reject) => {
      this.#waiting.set(request.id, { resolve: resolve as Waiting["resolve"], reject });
    });
  };

  /** Tells how far the reading of samples has come, until the result is disposed of. */
  onProgress(listener: (progress: ReadingProgress) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  dispose(): void {
    void this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(this.#script, { workerData: this.#l10n });
    worker.on("message", (response: ReaderResponse | ReaderReport) => {
      if ("progress" in response) {
        for (const listener of this.#listeners) listener(response.progress);
        return;
      }
      const { resolve, reject } = this.#waiting.get(response.id)!;
      this.#waiting.delete(response.id);
      if ("result" in response) resolve(response.result);
      else reject("sentence" in response ? new UserError(response.sentence) : new Error(response.fault));
    });
    // Out of memory, say: those who wait are told, and the next call starts another thread.
    let fault = new Error("The thread that reads datasets has ended.");
    worker.on("error", (error) => {
      fault = error;
    });
    worker.on("exit", () => {
      if (this.#worker === worker) this.#worker = undefined;
      for (const { reject } of this.#waiting.values()) reject(fault);
      this.#waiting.clear();
    });
    return worker;
  }
}
