import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import * as vscode from "vscode";
import { RunFolder } from "../../../src/core/runs/folder.ts";
import type { RunRecord } from "../../../src/core/runs/types.ts";
import { prefix } from "../../../src/host/ids.ts";
import { command, curriculum, eventually, foldersIn, panelTab, tabsOf } from "./support.ts";

describe("the runs of a curriculum", function () {
  this.timeout(180_000);
  let runs: RunRecord[];

  before(async () => {
    await command("runCurriculum", curriculum.fsPath);
    runs = await Promise.all((await foldersIn("runs")).map((folder) => new RunFolder(folder).read()));
  });

  it("are trained to their end, the child after its parent", () => {
    assert.ok(runs.length >= 2);
    for (const { id, state, error, progress } of runs) {
      assert.equal(state, "finished", `${id}: ${error}`);
      assert.equal(progress.step, progress.steps);
    }
    const ids = new Set(runs.map(({ id }) => id));
    const children = runs.filter(({ parent }) => parent !== undefined);
    assert.ok(children.length > 0);
    for (const { parent } of children) assert.ok(ids.has(parent!));
  });

  it("are evaluated", async () => {
    for (const folder of await foldersIn("runs")) {
      const evaluations = await new RunFolder(folder).readEvaluations();
      assert.ok(evaluations.length > 0, folder);
      assert.ok(evaluations.at(-1)!.cells.length > 0, folder);
    }
  });

  it("are not trained again", async () => {
    const before = runs.map(({ updatedAt }) => updatedAt);
    assert.deepEqual(await command("runCurriculum", curriculum.fsPath), []);
    const after = await Promise.all((await foldersIn("runs")).map((folder) => new RunFolder(folder).read()));
    assert.deepEqual(
      after.map(({ updatedAt }) => updatedAt),
      before,
    );
  });

  it("open in a panel, and two of them side by side", async () => {
    await command("openRunPanel", runs[0]!.id);
    await panelTab(`${prefix}.run`);
    await command(
      "compareRuns",
      runs.map(({ id }) => id),
    );
    await panelTab(`${prefix}.compare`);
  });

  it("are analyzed in a panel each, which comes to the front when it is asked for again", async () => {
    const [first, second] = runs as [RunRecord, RunRecord];
    assert.equal(await command("openAnalysis", first.id), first.id);
    assert.equal(await command("openAnalysis", second.id, first.id), second.id);
    const named = ({ name }: RunRecord) => tabsOf(`${prefix}.analysis`).find(({ label }) => label.endsWith(` ${name}`));
    await eventually("both panels", () => named(first) && named(second));
    assert.equal(await command("openAnalysis", first.id), first.id);
    await eventually("the first in front", () => named(first)?.isActive === true || undefined);
    assert.equal(tabsOf(`${prefix}.analysis`).length, 2);
    await vscode.window.tabGroups.close(tabsOf(`${prefix}.analysis`));
  });

  it("close their panel when they are deleted", async () => {
    const folder = (await foldersIn("runs")).find((candidate) => candidate.endsWith(runs[0]!.id))!;
    await rm(folder, { recursive: true });
    await eventually("the panel's end", () => (tabsOf(`${prefix}.run`).length > 0 ? undefined : true));
  });
});
