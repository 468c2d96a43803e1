import assert from "node:assert/strict";
import { readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { resolveRun } from "../../../src/core/runs/resolve.ts";
import { readCurriculum } from "../../../src/core/curriculum/read.ts";
import { RunFolder } from "../../../src/core/runs/folder.ts";
import type { Job } from "../../../src/protocol/worker.ts";
import { microFolder, type micro } from "./training/micro.ts";
import { atStep, curve, temporary, work } from "./work.ts";

describe("worker", function () {
  this.timeout(120_000);
  let whole: Awaited<ReturnType<typeof microFolder>>;
  let broken: Awaited<ReturnType<typeof microFolder>>;
  before(async () => ([whole, broken] = await Promise.all([microFolder(), microFolder()])));
  after(() => Promise.all([whole.remove(), broken.remove()]));

  const jobOf = (file: string, run = "short"): Job => ({ kind: "train", curriculum: file, run, threads: 1 });
  const runOf = async (file: string): Promise<RunFolder> =>
    new RunFolder(resolveRun(await readCurriculum(file), "short").folder);

  it("continues the same curve after kill -9, after a stop, and from the checkpoint before a damaged one", async () => {
    const uninterrupted = await work(jobOf(whole.file));
    assert.deepEqual(uninterrupted.events.at(-1), {
      id: 7,
      type: "done",
      result: { kind: "train", folder: (await runOf(whole.file)).folder, state: "finished" },
    });

    const run = await runOf(broken.file);
    const killed = await work(
      jobOf(broken.file),
      atStep(5, (child) => child.kill("SIGKILL")),
    );
    assert.equal(killed.signal, "SIGKILL");
    assert.equal((await run.read()).state, "stopped");
    assert.equal((await run.listCheckpoints()).at(-1), 3);

    const stopped = await work(
      jobOf(broken.file),
      atStep(6, (child) => child.stdin.write(`${JSON.stringify({ id: 8, type: "cancel" })}\n`)),
    );
    const last = stopped.events.at(-1)!;
    assert.ok(last.type === "done" && last.result.kind === "train" && last.result.state === "stopped");
    const step = (await run.listCheckpoints()).at(-1)!;
    assert.ok(step >= 6 && step < 12);
    assert.equal((await run.read()).progress.step, step);

    await truncate(join(run.checkpointFolder(step), "model.safetensors"), 5000);
    const resumed = await work(jobOf(broken.file));
    const warning = resumed.events.find((event) => event.type === "log");
    assert.match(
      warning?.message ?? "",
      /model\.safetensors: this file is cut short.* goes on from the checkpoint of step \d/,
    );

    assert.deepEqual(curve(await run.readMetrics()), curve(await (await runOf(whole.file)).readMetrics()));
    const weights = async (folder: RunFolder): Promise<Buffer> =>
      readFile(join(folder.checkpointFolder(12), "model.safetensors"));
    assert.ok((await weights(run)).equals(await weights(await runOf(whole.file))));
  });

  it("leaves a finished run as it is, and one that trains elsewhere alone", async () => {
    const run = await runOf(whole.file);
    const before = await run.read();
    await work(jobOf(whole.file));
    assert.deepEqual(await run.read(), before);
    const ofTelemetry = (await readdir(temporary)).filter((name) => /^mat-debug|\.ses$/.test(name));
    assert.deepEqual(ofTelemetry, [], "ONNX Runtime reports to its makers");

    await run.write({ ...before, state: "running", pid: process.pid });
    const { events, code } = await work(jobOf(whole.file));
    assert.equal(code, 1);
    const last = events.at(-1)!;
    assert.ok(
      last.type === "error" &&
        last.cause === "input" &&
        last.message.includes(`by process ${process.pid}`) &&
        last.detail === undefined,
    );
  });

  it("says what was thrown where nobody waited for it", async () => {
    const { folder, file, remove } = await microFolder();
    await writeFile(join(folder, "late.mjs"), "export default () => (void Promise.reject(new Error('too late')), 1);");
    const text = await readFile(file, "utf8");
    const { runs, ...rest } = JSON.parse(text) as typeof micro;
    const reward = { custom: { module: "late.mjs" } };
    const late = { ...runs!["rl"], method: "grpo", from: "short", steps: 2, reward };
    await writeFile(file, JSON.stringify({ ...rest, runs: { short: runs!["short"], late } }));
    await work(jobOf(file));
    const { events, code } = await work(jobOf(file, "late"));
    const { type, message = "", detail = "" } = events.at(-1) as { type: string; message?: string; detail?: string };
    assert.deepEqual([code, type, message], [1, "error", "The train job failed: too late"]);
    assert.match(detail, /late\.mjs/);
    await remove();
  });

  it("ends at once when told twice, and outlives the one who started it", async () => {
    const { folder, file, remove } = await microFolder();
    const twice = await work(
      jobOf(file),
      atStep(4, (child) => (child.kill("SIGTERM"), child.kill("SIGINT"))),
    );
    const failed = twice.events.filter(({ type }) => type === "error");
    assert.deepEqual({ code: twice.code, failed }, { code: 130, failed: [] });
    // The reader goes away; the run goes on to its end.
    const { code } = await work(
      jobOf(file),
      atStep(5, (child) => (child.stdout.destroy(), child.stdin.destroy())),
    );
    assert.equal(code, 0, folder);
    assert.equal((await (await runOf(file)).read()).state, "finished");
    await remove();
  });
});
