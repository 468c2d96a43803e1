import type { WorkerEvent } from "../../protocol/worker.ts";
import type { EngineOptions } from "../devices/choose.ts";
import type { Engine } from "../model/types.ts";

type WithoutId<Event> = Event extends unknown ? Omit<Event, "id"> : never;
/** What a job reports while it runs; its result or error comes after. */
export type JobEvent = Exclude<WithoutId<WorkerEvent>, { type: "done" | "error" }>;

/** A job's surroundings. */
export interface JobContext {
  readonly emit: (event: JobEvent) => void;
  /** Aborted when the job is to end, in order, after what it is doing. */
  readonly cancelled: AbortSignal;
  /** Folder of the queues for the devices of this machine; without it the job waits for nobody. */
  readonly queues?: string;
  readonly createEngine: (options: EngineOptions) => Promise<Engine>;
}

const shortestInterval = 200;

/** Returns a function that reports progress, with the time left at the rate so far; at most five times a second. */
export function progressReporter(
  emit: JobContext["emit"],
  label: string,
  unit: string,
  total: number,
  from = 0,
): (done: number) => void {
  const started = performance.now();
  let reported = -Infinity;
  return (done) => {
    const now = performance.now();
    if (now - reported < shortestInterval && done < total) return;
    reported = now;
    const secondsLeft = (((now - started) / 1000) * (total - done)) / (done - from);
    emit({ type: "progress", label, done, total, unit, ...(done > from && { secondsLeft }) });
  };
}

const megabyte = 1e6;

/** Progress in bytes, reported in megabytes, from the bytes that it begins with. */
export function byteProgress(emit: JobContext["emit"], label: string): (done: number, total: number) => void {
  let report: ((done: number) => void) | undefined;
  return (done, total) => {
    report ??= progressReporter(emit, label, "MB", Math.ceil(total / megabyte), Math.floor(done / megabyte));
    report(Math.round(done / megabyte));
  };
}

/** Progress whose total is known only once it has begun, as datasets report it. */
export function datasetProgress(emit: JobContext["emit"], label: string): (done: number, total: number) => void {
  let report: ((done: number) => void) | undefined;
  return (done, total) => {
    report ??= progressReporter(emit, label, "records", total);
    report(done);
  };
}
