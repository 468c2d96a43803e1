import { createInterface } from "node:readline";
import { queuesFolder } from "../core/runs/device-queue.ts";
import type { WorkerEvent, WorkerRequest } from "../protocol/worker.ts";
import { createEngineOn } from "./devices/choose.ts";
import { describeError, runJob } from "./worker/jobs.ts";

/*
 * The child process: one job in, typed events out (src/protocol/worker.ts). It outlives whoever started it: a closed
 * pipe or terminal does not end the job.
 */
const stopNow = 130;
const cancellation = new AbortController();
let started = false;

process.stdout.on("error", () => undefined);
process.on("SIGHUP", () => undefined);
process.on("SIGTERM", cancel);
process.on("SIGINT", cancel);

const requests = createInterface({ input: process.stdin });
requests.on("line", (line) => {
  const request = JSON.parse(line) as WorkerRequest;
  if (request.type === "cancel") cancel();
  else if (!started) void start(request);
});
requests.on("close", () => {
  if (!started) process.exit();
});

/** Once: end in order. Twice: end now; whatever is on disk by then can be resumed. */
function cancel(): void {
  if (cancellation.signal.aborted || !started) process.exit(stopNow);
  cancellation.abort();
}

async function start({ id, job }: Extract<WorkerRequest, { type: "start" }>): Promise<void> {
  started = true;
  const emit = (event: WorkerEvent): boolean => process.stdout.write(`${JSON.stringify(event)}\n`);
  // Whether the reader is still there or not: all is written, end.
  const end = (): boolean => process.stdout.write("", () => process.exit());
  const fail = async (error: unknown): Promise<void> => {
    process.exitCode = 1;
    emit({ id, type: "error", ...(await describeError(error, job)) });
    end();
  };
  // Thrown where nobody waits for it, as a user's reward module may do.
  process.on("uncaughtException", (error) => void fail(error));
  try {
    const result = await runJob(job, {
      emit: (event) => emit({ ...event, id }),
      cancelled: cancellation.signal,
      queues: queuesFolder(),
      createEngine: createEngineOn,
    });
    emit({ id, type: "done", result });
    end();
  } catch (error) {
    await fail(error);
  }
}
