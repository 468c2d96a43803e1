import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RunFolder } from "../../../../src/core/runs/folder.ts";
import { RunKeeper } from "../../../../src/engine/training/run-keeper.ts";
import { sampleRecord } from "../../core/runs/sample-run.ts";

describe("the keeper of a run's record", () => {
  let parent: string;
  beforeEach(async () => (parent = await mkdtemp(join(tmpdir(), "keeper-"))));
  afterEach(() => rm(parent, { recursive: true }));

  it("forgets why a run failed once it is queued again", async () => {
    const folder = new RunFolder(join(parent, "run"));
    const failed = { state: "failed", error: "There was not enough memory." } as const;
    await folder.write(await sampleRecord("test/fixtures/micro.curriculum.json", "sft-comp", failed));
    const keeper = new RunKeeper(folder);
    await keeper.queue(await folder.read(), "another (process 1) on cpu");
    const { state, pid, waitingFor, error } = await folder.read();
    assert.deepEqual(
      { state, pid, waitingFor, error },
      { state: "queued", pid: process.pid, waitingFor: "another (process 1) on cpu", error: undefined },
    );
    await keeper.end("stopped");
    const ended = await folder.read();
    assert.deepEqual(
      [ended.state, ended.pid, ended.processStart, ended.error],
      ["stopped", undefined, undefined, undefined],
    );
  });
});
