import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "jsonc-parser";
import * as vscode from "vscode";
import { RunFolder } from "../../../src/core/runs/folder.ts";
import type { RunRecord } from "../../../src/core/runs/types.ts";
import { command, curriculum, eventually, foldersIn, workspaceFolder } from "./support.ts";

describe("runs in progress", function () {
  this.timeout(180_000);
  const file = path.join(workspaceFolder.fsPath, "progress.curriculum.json");
  let long: string;

  before(async () => {
    const world = parse(await readFile(curriculum.fsPath, "utf8")) as object;
    const endless = { method: "sft", data: { mem: 1 }, batchSize: 8, steps: 100_000, evaluateEvery: 0 };
    const runs = { long: endless, short: { ...endless, steps: 3 } };
    await writeFile(file, JSON.stringify({ ...world, runs }));
    await command("refresh");
  });
  after(async () => {
    await rm(file);
    const own = (await foldersIn("runs")).filter((folder) => path.basename(folder).startsWith("progress."));
    for (const folder of own) await rm(folder, { recursive: true });
    await command("refresh");
  });

  const until = (id: string, state: RunRecord["state"]): Promise<RunRecord> =>
    eventually(`${id} to be ${state}`, async () => {
      const folder = new RunFolder(path.join(workspaceFolder.fsPath, ".curriculum", "runs", id));
      const record = (await folder.exists()) ? await folder.read() : undefined;
      return record?.state === state ? record : undefined;
    });

  it("wait in line, pause, go on, stop, and resume where they stopped", async () => {
    long = (await command("trainRun", file, "long")) as string;
    const { pid } = await until(long, "running");
    const short = (await command("trainRun", file, "short")) as string;
    const queued = await until(short, "queued");
    assert.equal(queued.waitingFor, `long (process ${pid!}) on cpu`);

    assert.equal(await command("pauseRun", long), long);
    const paused = await until(long, "paused");
    assert.equal(paused.progress.checkpoint, paused.progress.step);
    await until(short, "finished");
    assert.equal(await command("resumeRun", long), long);
    assert.equal((await until(long, "running")).pid, pid);

    assert.equal(await command("stopRun", long), long);
    const stopped = await until(long, "stopped");
    assert.ok(stopped.progress.step > paused.progress.step);
    assert.equal(stopped.error, undefined);
    assert.equal(await command("resumeRun", long), long);
    const resumed = await until(long, "running");
    assert.ok(resumed.progress.step >= stopped.progress.step && resumed.pid !== pid);
  });

  it("end at once when they are stopped twice, and say how they died when nobody stopped them", async () => {
    await command("stopRun", long);
    await command("stopRun", long);
    assert.equal((await until(long, "stopped")).error, undefined);

    await command("resumeRun", long);
    process.kill((await until(long, "running")).pid!, "SIGKILL");
    const { error } = await until(long, "failed");
    assert.match(error ?? "", /ended by SIGKILL before its job was done: something killed it/);
  });

  it("have a log of their own", async () => {
    const log = await command("openRunLog", long);
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.fsPath, log);
    assert.match(document?.getText() ?? "", /"kind":"train"/);
  });
});
