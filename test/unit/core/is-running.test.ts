import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { isRunning } from "../../../src/core/is-running.ts";

describe("isRunning", () => {
  it("knows the living from the gone", () => {
    assert.equal(isRunning(process.pid), true);
    assert.equal(isRunning(spawnSync(process.execPath, ["-e", ""]).pid), false);
  });

  it("counts a killed process as gone before its parent has noticed", function () {
    if (process.platform !== "linux") this.skip();
    const child = spawn(process.execPath, ["-e", "setInterval(() => undefined, 1000)"]);
    assert.equal(isRunning(child.pid!), true);
    child.kill("SIGKILL");
    // Node reaps the child when it gets back to its event loop, which is not before this test ends.
    const until = Date.now() + 5000;
    while (isRunning(child.pid!) && Date.now() < until);
    assert.equal(isRunning(child.pid!), false);
  });
});
