import { spawn, type ChildProcessByStdio } from "node:child_process";
import { appendFile, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import type { Readable, Writable } from "node:stream";
import type { Device } from "../core/devices/device.ts";
import { RefusedFieldError, UserError } from "../core/errors.ts";
import type { Job, JobResult, WorkerEvent, WorkerRequest } from "../protocol/worker.ts";
import { reasonOfDeath } from "./death.ts";
import { createLineSplitter } from "./ndjson.ts";

/** A job before it is known how many threads and which device it gets, and with how many it shares the processor. */
export type UnscheduledJob = Job extends infer J
  ? J extends Job
    ? Omit<J, "threads" | "parallel" | "device">
    : never
  : never;

export interface WorkerOptions {
  /** The bundled worker, `dist/worker.js`. */
  readonly workerPath: string;
  readonly job: UnscheduledJob;
  readonly threads: number;
  readonly parallel: number;
  readonly device?: Device | undefined;
  /** Takes the worker's standard error and the details of its failures. */
  readonly logFile: string;
  readonly onEvent: (event: WorkerEvent) => void;
}

export interface WorkerHandle {
  readonly pid: number;
  /** Rejects, always with a sentence for the user: with a UserError if they can mend what is wrong. */
  readonly result: Promise<JobResult>;
  /** Once: finish the step, write a checkpoint, end. Twice: end now. */
  cancel(): void;
}

/** A worker that was told twice to end has this long before it is killed. */
const graceMilliseconds = 1000;

/**
 * glibc serves ever larger blocks from its heap once it has seen one freed, and what is freed there seldom goes back: runs
 * that give their tensors back at once then took up to four times what they need. With a limit that stays, they do not.
 */
export const steadyMalloc = { MALLOC_MMAP_THRESHOLD_: String(2 ** 20) };

const requestId = 1;

/**
 * Starts a job in a process of its own, which outlives this one: it leads its own process group and writes its errors to
 * a file.
 */
export async function startWorker(options: WorkerOptions): Promise<WorkerHandle> {
  const { workerPath, job, threads, parallel, device, logFile, onEvent } = options;
  await mkdir(dirname(logFile), { recursive: true });
  const log = await open(logFile, "a");
  await log.write(`${new Date().toISOString()} ${JSON.stringify(job)}\n`);
  const child = spawn(process.execPath, [workerPath], {
    detached: true,
    windowsHide: true,
    stdio: ["pipe", "pipe", log.fd],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1", ...steadyMalloc },
  }) as ChildProcessByStdio<Writable, Readable, null>;
  await log.close();
  const { stdin, stdout, pid } = child;
  // A worker that died leaves a broken pipe; its end is reported by `close`.
  stdin.on("error", () => undefined);
  const send = (request: WorkerRequest): void => void stdin.write(`${JSON.stringify(request)}\n`);

  const result = new Promise<JobResult>((resolve, reject) => {
    // One line after the other, and all of them before the job counts as ended.
    let noted = Promise.resolve();
    const note = (text: string): void => {
      noted = noted.then(() => appendFile(logFile, `${text}\n`)).catch(() => undefined);
    };
    const lines = createLineSplitter((line) => {
      const event = parseEvent(line);
      if (!event) {
        note(line);
        return;
      }
      if (event.type === "error") {
        if (event.detail !== undefined) note(event.detail);
        const error = errorOf(event);
        noted = noted.then(() => {
          reject(error);
        });
      }
      if (event.type === "done") {
        noted = noted.then(() => {
          resolve(event.result);
        });
      }
      onEvent(event);
    });
    stdout.setEncoding("utf8").on("data", (chunk: string) => {
      lines.push(chunk);
    });
    child.on("error", (error) => {
      reject(new Error(`The worker could not be started: ${error.message}.`));
    });
    child.on("close", (code, signal) => {
      lines.flush();
      noted = noted
        .then(() => reasonOfDeath({ code, signal }, logFile))
        .then((reason) => {
          reject(new Error(reason));
        });
    });
  });
  result.catch(() => undefined).finally(() => stdin.end());

  send({
    id: requestId,
    type: "start",
    job: "run" in job ? { ...job, threads, parallel, ...(device && { device }) } : job,
  });
  let cancelled = false;
  return {
    pid: pid ?? -1,
    result,
    cancel() {
      send({ id: requestId, type: "cancel" });
      if (cancelled) setTimeout(() => child.kill("SIGKILL"), graceMilliseconds).unref();
      cancelled = true;
    },
  };
}

function errorOf({ message, cause, refused }: Extract<WorkerEvent, { type: "error" }>): Error {
  if (refused) return new RefusedFieldError(message, refused);
  return cause === "input" ? new UserError(message) : new Error(message);
}

/** Undefined for whatever a library prints in between. */
function parseEvent(line: string): WorkerEvent | undefined {
  try {
    const value = JSON.parse(line) as Partial<WorkerEvent> | null;
    return typeof value?.type === "string" ? (value as WorkerEvent) : undefined;
  } catch {
    return undefined;
  }
}
