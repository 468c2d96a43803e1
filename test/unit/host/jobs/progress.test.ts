import assert from "node:assert/strict";
import { PlanProgress } from "../../../../src/host/jobs/progress.ts";
import type { Task, TaskEvent } from "../../../../src/jobs/tasks.ts";

const progress = (done: number, secondsLeft?: number): TaskEvent => ({
  ...{ id: 1, type: "progress", label: "Training a", done, total: 10, unit: "steps" },
  ...(secondsLeft === undefined ? {} : { secondsLeft }),
});
const task: Task = {
  ...{ key: "train:a", label: "Train a", logFile: "", needs: [] },
  job: { kind: "train", curriculum: "", run: "a" },
};
const ended: TaskEvent = { type: "ended", outcome: { task, state: "finished", seconds: 1 } };

describe("the progress of a plan", () => {
  it("gives each task an equal share and adds up to 100", () => {
    const plan = new PlanProgress(2);
    const increments = [
      plan.update("a", "Train a", { type: "started", pid: 1, threads: 1 }),
      plan.update("a", "Train a", progress(5)),
      plan.update("a", "Train a", ended),
      plan.update("b", "Train b", progress(10)),
      plan.update("b", "Train b", ended),
    ].map((report) => report!.increment);
    assert.deepEqual(increments, [0, 25, 25, 50, 0]);
  });

  it("says which task, how far and how long", () => {
    const plan = new PlanProgress(3);
    assert.equal(plan.update("a", "Train a", progress(5, 130))!.message, "1/3 · Training a 50 %, 2 min left");
    plan.update("a", "Train a", ended);
    assert.equal(plan.update("b", "Train b", { type: "started", pid: 1, threads: 1 })!.message, "2/3 · Train b");
  });

  it("leaves out what the title says where there is one task, and says how much of a download has come", () => {
    const plan = new PlanProgress(1);
    assert.equal(plan.update("a", "Download a", { type: "started", pid: 1, threads: 1 })!.message, "");
    const download: TaskEvent = { id: 1, type: "progress", label: "Downloading a", done: 120, total: 988, unit: "MB" };
    assert.equal(plan.update("a", "Download a", download)!.message, "12 %, 120 of 988 MB");
    const waiting: TaskEvent = { id: 1, type: "waiting", reason: "waiting for b" };
    assert.equal(plan.update("a", "Download a", waiting)!.message, "waiting for b");
  });

  it("never goes back when a task starts its count again", () => {
    const plan = new PlanProgress(1);
    plan.update("a", "", progress(8));
    assert.equal(plan.update("a", "", progress(1))!.increment, 0);
  });

  it("has nothing to say of metrics and log lines", () => {
    assert.equal(new PlanProgress(1).update("a", "", { id: 1, type: "log", level: "info", message: "x" }), undefined);
  });
});
