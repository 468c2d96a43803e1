import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { findPython, runScript } from "./python.ts";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "../..");
const cli = path.join(root, "dist/cli.js");

/** A report as a notebook, of runs that were really trained, executed from its first cell to its last. */
describe("the notebook of a report", function () {
  this.timeout(900_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "notebook-"));
    const curriculum = path.join(folder, "micro.curriculum.json");
    await copyFile(path.join(root, "test/fixtures/micro.curriculum.json"), curriculum);
    const run = (...args: readonly string[]) => execFileSync(process.execPath, [cli, ...args], { stdio: "ignore" });
    run("run", curriculum);
    run("report", curriculum, "--out", path.join(folder, "report.ipynb"));
  });
  after(() => rm(folder, { recursive: true }));

  it("runs without an error, and draws every run", function () {
    const python = findPython(this, "pandas", "matplotlib");
    const drawn = JSON.parse(runScript(python, "notebook.py", path.join(folder, "report.ipynb"))) as {
      readonly marks: Readonly<Record<string, number>>;
      readonly tables: readonly unknown[];
    };
    assert.equal(drawn.marks["loss"], 4);
    assert.equal(drawn.marks["COMP zero-shot"], 4);
    assert.ok(drawn.marks["Kinds of failure"]! > 0 && drawn.tables.length === 1);
  });
});
