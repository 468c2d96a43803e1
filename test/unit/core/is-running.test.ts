import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { isRunning, startOf } from "../../../src/core/is-running.ts";

describe("isRunning", () => {
  it("knows the living from the gone", () => {
    assert.equal(isRunning(process.pid), true);
    assert.equal(isRunning(spawnSync(process.execPath, ["-e", ""]).pid), false);
  });

  it("does not take a later process with the same id for it", () => {
    const start = startOf(process.pid)!;
    assert.equal(isRunning(process.pid, start), true);
    const earlier = start.replace(/\d+$/, (number) => String(Number(number) - 1000));
    assert.equal(isRunning(process.pid, earlier), false);
    assert.equal(isRunning(process.pid, ""), true);
    assert.equal(startOf(2 ** 22 + 1), process.platform === "linux" ? undefined : start);
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
