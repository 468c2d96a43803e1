import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../../../src/core/errors.ts";
import { startWorker, type WorkerHandle } from "../../../src/jobs/worker-client.ts";
import type { WorkerEvent } from "../../../src/protocol/worker.ts";
import { writeFakeWorker } from "./fake-worker.ts";

describe("startWorker", () => {
  let workerPath: string;
  let logFile: string;
  let events: WorkerEvent[];
  before(async () => {
    workerPath = await writeFakeWorker();
  });
  beforeEach(() => {
    logFile = join(dirname(workerPath), "logs", "x.log");
    events = [];
  });

  const start = (curriculum: string): Promise<WorkerHandle> =>
    startWorker({
      workerPath,
      job: { kind: "train", curriculum, run: "a" },
      threads: 3,
      parallel: 2,
      logFile,
      onEvent: (event) => events.push(event),
    });
  const firstEvent = async (): Promise<void> => {
    while (events.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it("gives the job its threads, passes its events on and resolves to its result", async () => {
    const worker = await start("work");
    assert.ok(worker.pid > 0 && worker.pid !== process.pid);
    assert.deepEqual(await worker.result, { kind: "train", folder: "a", state: "finished" });
    assert.deepEqual(
      events.map(({ type }) => type),
      ["log", "progress", "progress", "progress", "metric", "done"],
    );
    assert.equal(events[0]?.type === "log" && events[0].message, "threads 3");
  });

  it("bears what is no event, and events that come in pieces", async () => {
    await (
      await start("noise")
    ).result;
    assert.equal(events[1]?.type === "progress" && events[1].label, "é");
    assert.match(await readFile(logFile, "utf8"), /a library says hello\n(.|\n)*\[1,\nnull\n/);
  });

  it("rejects with the worker's sentence; the stack and standard error are in the log", async () => {
    await assert.rejects(
      (await start("fail")).result,
      (error) => error instanceof UserError && error.message === "x.json: too large; make it smaller.",
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    const log = await readFile(logFile, "utf8");
    assert.match(log, /^\d{4}-.*"kind":"train"/);
    assert.match(log, /on stderr/);
    assert.match(log, /Error: the stack/);
  });

  it("names the log where the worker dies without a word", async () => {
    await assert.rejects(
      (await start("die")).result,
      /ended by SIGKILL before its job was done: something killed it, as .* memory runs out .*; its log is .*x\.log\./,
    );
  });

  it("names the log where there is no worker", async () => {
    const missing = await startWorker({
      workerPath: join(dirname(workerPath), "none.mjs"),
      job: { kind: "audit", dataset: "x" },
      threads: 1,
      parallel: 1,
      logFile,
      onEvent: () => undefined,
    });
    await assert.rejects(missing.result, /ended with exit code 1 before its job was done/);
    assert.match(await readFile(logFile, "utf8"), /Cannot find module/);
  });

  it("cancels in order", async () => {
    const worker = await start("wait");
    await firstEvent();
    worker.cancel();
    assert.deepEqual(await worker.result, { kind: "train", folder: "a", state: "stopped" });
    worker.cancel(); // Too late, and harmless.
  });

  it("kills a worker that does not end when cancelled twice", async function () {
    this.timeout(8000);
    const worker = await start("stubborn");
    await firstEvent();
    worker.cancel();
    worker.cancel();
    await assert.rejects(worker.result, /ended by SIGKILL/);
  });
});
