import assert from "node:assert/strict";
import type { EvaluationSummary } from "../../../../src/core/runs/types.ts";
import { formatAccuracy, roughDuration, percent, viewRun } from "../../../../src/host/runs/view.ts";
import { runRecord } from "../fixtures.ts";

const evaluation = (step: number, accuracy: number): EvaluationSummary => ({
  formatVersion: 1,
  run: "x",
  step,
  questionsPerCell: 4,
  samplesPerQuestion: 0,
  temperature: 1,
  maxNewTokens: 64,
  seconds: 1,
  tokensPerSecond: 1,
  cells: [{ skill: "comp", level: "iid", questions: 4, accuracy, strictAccuracy: 0, passAtK: {} }],
});

describe("the view of a run", () => {
  it("follows the metrics of a running run and estimates the time left", () => {
    const record = runRecord("sft", { state: "running", progress: { step: 5, steps: 20, seconds: 10 } });
    const view = viewRun("/x", record, [{ step: 8, time: 16, loss: 1 }], []);
    assert.equal(view.step, 8);
    assert.equal(view.secondsLeft, 24);
  });

  it("does not estimate before the first step or after the end", () => {
    const start = runRecord("sft", { state: "running", progress: { step: 0, steps: 20, seconds: 0 } });
    assert.equal(viewRun("/x", start, [], []).secondsLeft, undefined);
    assert.equal(viewRun("/x", runRecord("sft"), [{ step: 10, time: 20 }], []).secondsLeft, undefined);
  });

  it("trusts the record's step when the run has stopped: rows past the checkpoint will be trained again", () => {
    const record = runRecord("sft", { state: "stopped", progress: { step: 5, steps: 20, seconds: 10 } });
    assert.equal(viewRun("/x", record, [{ step: 8, time: 16 }], []).step, 5);
  });

  it("takes the newest accuracy, whether from a quick evaluation or a whole one", () => {
    const row = { step: 10, time: 1, "eval/comp/iid/accuracy": 0.5, "eval/comp/zero-shot/accuracy": 0.25 };
    const later = { step: 20, time: 2, loss: 1 };
    assert.equal(formatAccuracy(viewRun("/x", runRecord("sft"), [row, later], [])), "COMP 50 · – · 25 %");
    const both = viewRun("/x", runRecord("sft"), [row, later], [evaluation(5, 0.1), evaluation(20, 0.9)]);
    assert.equal(formatAccuracy(both), "COMP 90 · – · – %");
    assert.equal(both.evaluatedStep, 20);
    assert.equal(formatAccuracy(viewRun("/x", runRecord("sft"), [row], [evaluation(5, 0.1)])), "COMP 50 · – · 25 %");
    assert.equal(formatAccuracy(viewRun("/x", runRecord("sft"), [later], [])), undefined);
  });
});

describe("durations and shares", () => {
  it("reads as people say it", () => {
    assert.deepEqual([0, 42, 89, 91, 3600, 4800].map(roughDuration), [
      "1 s",
      "42 s",
      "89 s",
      "2 min",
      "1 h 0 min",
      "1 h 20 min",
    ]);
  });

  it("reaches 100 % only at the end", () => {
    assert.equal(percent(999, 1000), 99);
    assert.equal(percent(1000, 1000), 100);
    assert.equal(percent(0, 0), 0);
  });
});
