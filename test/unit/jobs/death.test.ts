import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RunFolder } from "../../../src/core/runs/folder.ts";
import { noteDeath, reasonOfDeath, type Ending } from "../../../src/jobs/death.ts";
import { runRecord } from "../host/fixtures.ts";

describe("the death of a worker", () => {
  let folder: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), "death-"))));
  after(() => rm(folder, { recursive: true }));

  const reason = async (ending: Partial<Ending>, log: string): Promise<string> => {
    const file = join(folder, "x.log");
    await writeFile(file, log);
    return reasonOfDeath({ code: null, signal: null, ...ending }, file);
  };

  it("is explained by signal, exit code and last words, those of earlier jobs left aside", async () => {
    assert.match(await reason({ signal: "SIGKILL" }, ""), /by SIGKILL .*: something killed it, as the system does/);
    assert.match(await reason({ code: 137 }, ""), /with exit code 137 .*: something killed it/);
    const heap = "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n";
    assert.match(await reason({ signal: "SIGABRT" }, heap), /by SIGABRT .*: its memory ran out \(lower/);
    const unloaded = "Error: libonnxruntime.so.1: not found\n  code: 'ERR_DLOPEN_FAILED'\n";
    assert.match(await reason({ code: 1 }, unloaded), /: a library of the engine cannot be loaded \(`/);
    const next = '2026-01-01T00:00:00.000Z {"kind":"train"}\n';
    assert.match(await reason({ signal: "SIGABRT" }, heap + next), /by SIGABRT .*: the engine gave up; its log is/);
    assert.match(
      await reason({ code: 1 }, next),
      /ended with exit code 1 before its job was done; its log is .*x\.log\.$/,
    );
    assert.match(await reason({ code: 3221225477 }, ""), /the engine crashed/);
  });

  it("is left in the record of a run that had no time to say it, and of no other", async () => {
    const run = new RunFolder(join(folder, "run"));
    const gone = 2 ** 22 + 1;
    const record = runRecord("sft");
    await run.write({ ...record, state: "running", pid: gone });
    assert.match((await run.read()).error ?? "", /gone without a word/);
    await noteDeath(run.folder, "The worker was killed.");
    assert.deepEqual([(await run.read()).state, (await run.read()).error], ["failed", "The worker was killed."]);
    await noteDeath(run.folder, "Something else.");
    assert.equal((await run.read()).error, "The worker was killed.");
    await run.write({ ...record, state: "paused", pid: gone });
    await noteDeath(run.folder);
    assert.deepEqual([(await run.read()).state, (await run.read()).error], ["stopped", undefined]);
    await run.write({ ...record, state: "finished" });
    await noteDeath(run.folder, "Too late.");
    assert.equal((await run.read()).state, "finished");
    await noteDeath(join(folder, "never begun"), "Nothing.");
  });
});
