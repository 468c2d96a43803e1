import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../../../src/core/errors.ts";
import { listRuns, RunFolder } from "../../../../src/core/runs/folder.ts";
import { sampleEvaluation, sampleRecord } from "./sample-run.ts";

const fixture = "test/fixtures/micro.curriculum.json";

describe("RunFolder", () => {
  let root: string;
  let run: RunFolder;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "runs-"));
    run = new RunFolder(join(root, ".curriculum", "runs", "x.a-000000"));
  });
  afterEach(() => rm(root, { recursive: true }));

  it("gives back what it wrote, and leaves no temporary file", async () => {
    const record = await sampleRecord(fixture, "sft-comp");
    assert.equal(await run.exists(), false);
    await run.write(record);
    assert.equal(await run.exists(), true);
    assert.deepEqual(await run.read(), record);
    assert.deepEqual(await readdir(run.folder), ["run.json"]);
  });

  it("names file and remedy where run.json is missing, damaged or something else", async () => {
    const rejects = async (pattern: RegExp) =>
      assert.rejects(run.read(), (error) => error instanceof UserError && pattern.test(error.message));
    await rejects(/x\.a-000000[/\\]run\.json: this file is missing; restore it, or delete the folder/);
    await mkdir(run.folder, { recursive: true });
    await writeFile(join(run.folder, "run.json"), '{ "formatVersion": 1, "st');
    await rejects(/run\.json: this file is damaged; restore it, or delete the folder/);
    await writeFile(join(run.folder, "run.json"), "3");
    await rejects(/damaged/);
    await writeFile(join(run.folder, "run.json"), '{ "formatVersion": 2 }');
    await rejects(/this is no record of a run/);
  });

  it("reads a run whose process is gone as stopped, and one whose process lives as running", async () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    await run.write(await sampleRecord(fixture, "sft-comp", { state: "running", pid }));
    assert.equal((await run.read()).state, "stopped");
    await run.write(await sampleRecord(fixture, "sft-comp", { state: "running", pid: process.pid }));
    assert.equal((await run.read()).state, "running");
    const of = { pid: process.pid, processStart: "boot 1" };
    await run.write(await sampleRecord(fixture, "sft-comp", { state: "paused", ...of }));
    const { state, pid: none, processStart } = await run.read();
    assert.deepEqual([state, none, processStart], ["stopped", undefined, undefined], "another process has its id");
  });

  it("reads metrics without a torn last line, and continues the curve after a cut", async () => {
    const rows = [1, 2, 3, 4].map((step) => ({ step, time: step / 2, loss: 1 / step }));
    await mkdir(run.folder, { recursive: true });
    assert.deepEqual(await run.readMetrics(), []);
    await run.truncateAfter(2);
    await run.appendMetrics(rows);
    await appendFile(join(run.folder, "metrics.jsonl"), '{"step":5,"ti');
    assert.deepEqual(await run.readMetrics(), rows);
    await run.truncateAfter(2);
    await run.appendMetrics([{ step: 3, time: 9 }]);
    assert.deepEqual(await run.readMetrics(), [...rows.slice(0, 2), { step: 3, time: 9 }]);
    assert.deepEqual(await readdir(run.folder), ["metrics.jsonl"]);
  });

  it("names file and line where a line in the middle is damaged", async () => {
    await mkdir(run.folder, { recursive: true });
    await writeFile(join(run.folder, "metrics.jsonl"), '{"step":1,"time":1}\n{"step":\n{"step":3,"time":1}\n');
    await assert.rejects(run.readMetrics(), /metrics\.jsonl:2: this line is damaged/);
  });

  it("finds the rollouts of a step", async () => {
    await mkdir(run.folder, { recursive: true });
    const rollout = {
      question_id: "q",
      sample: 0,
      prompt: "p\n",
      completion: "c",
      answer: "a",
      reward: 1,
      advantage: 0,
      tokens: 3,
    };
    await run.appendRollouts([1, 1, 2].map((step, sample) => ({ ...rollout, step, sample })));
    assert.deepEqual(
      (await run.readRollouts(1)).map(({ sample }) => sample),
      [0, 1],
    );
    assert.equal((await run.readRollouts()).length, 3);
    await run.truncateAfter(1);
    assert.equal((await run.readRollouts()).length, 2);
  });

  it("lists whole checkpoints by step, not by name", async () => {
    assert.deepEqual(await run.listCheckpoints(), []);
    for (const step of [100, 50]) {
      await mkdir(run.checkpointFolder(step), { recursive: true });
      await writeFile(join(run.checkpointFolder(step), "model.safetensors"), "");
    }
    await mkdir(join(run.folder, "checkpoints", ".step-150.7.tmp"));
    await mkdir(run.checkpointFolder(200));
    assert.deepEqual(await run.listCheckpoints(), [50, 100]);
  });

  it("reads evaluations in the order of steps", async () => {
    const record = await sampleRecord(fixture, "sft-comp");
    for (const step of [12, 6]) {
      await mkdir(run.evaluationFolder(step), { recursive: true });
      await writeFile(
        join(run.evaluationFolder(step), "summary.json"),
        JSON.stringify(sampleEvaluation(record, 0.5, step)),
      );
    }
    assert.deepEqual(
      (await run.readEvaluations()).map(({ step }) => step),
      [6, 12],
    );
    await writeFile(join(run.evaluationFolder(6), "summary.json"), "{");
    await assert.rejects(run.readEvaluations(), /step-6[/\\]summary\.json: this file is damaged; delete its folder/);
  });

  it("writes the record whole: another reader sees the old or the new one", async () => {
    const record = await sampleRecord(fixture, "sft-comp");
    await run.write(record);
    const writes = (async () => {
      for (let step = 0; step < 50; step++) await run.write({ ...record, progress: { step, steps: 50, seconds: 1 } });
    })();
    for (let i = 0; i < 50; i++) JSON.parse(await readFile(join(run.folder, "run.json"), "utf8"));
    await writes;
  });

  it("lists runs, damaged ones too", async () => {
    assert.deepEqual(await listRuns(root), []);
    for (const name of ["b", "a", ".tmp"]) await mkdir(join(root, ".curriculum", "runs", name), { recursive: true });
    assert.deepEqual(
      (await listRuns(root)).map(({ id }) => id),
      ["a", "b"],
    );
  });
});
