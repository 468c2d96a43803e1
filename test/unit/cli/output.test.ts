import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import type { WriteStream } from "node:tty";
import { formatDifference } from "../../../src/cli/output/format.ts";
import { renderComparison } from "../../../src/cli/output/comparison.ts";
import { jsonReporter } from "../../../src/cli/output/json-reporter.ts";
import { lineReporter } from "../../../src/cli/output/line-reporter.ts";
import type { Reporter } from "../../../src/cli/output/reporter.ts";
import { renderResults } from "../../../src/cli/output/results.ts";
import { styleFor } from "../../../src/cli/output/style.ts";
import { formatBytes } from "../../../src/core/format.ts";
import { renderTable } from "../../../src/core/table.ts";
import { terminalReporter } from "../../../src/cli/output/terminal-reporter.ts";
import type { Task } from "../../../src/jobs/tasks.ts";
import { sampleEvaluation, sampleRecord } from "../core/runs/sample-run.ts";

const fixture = "test/fixtures/micro.curriculum.json";
const task: Task = { key: "train:a", label: "Train a", job: { kind: "audit", dataset: "" }, logFile: "", needs: [] };
const other: Task = { ...task, key: "train:b", label: "Train longer" };

function story(reporter: Reporter): void {
  reporter.event(task, { type: "started", pid: 1, threads: 1 });
  reporter.event(other, { type: "started", pid: 2, threads: 1 });
  for (const done of [100, 200, 1000]) {
    const progress = {
      id: 1,
      type: "progress",
      label: "x",
      done,
      total: 1000,
      unit: "steps",
      secondsLeft: 75,
    } as const;
    reporter.event(task, progress);
    reporter.event(task, { id: 1, type: "metric", runId: "a", row: { step: done, time: 1, loss: 0.51234 } });
  }
  reporter.event(task, { id: 1, type: "log", level: "warning", message: "few rewards" });
  reporter.event(task, { type: "ended", outcome: { task, state: "finished", seconds: 83 } });
  reporter.event(other, { type: "ended", outcome: { task: other, state: "failed", seconds: 3, error: "It broke." } });
  reporter.end();
}

describe("formats", () => {
  it("write sizes and differences", () => {
    assert.deepEqual([0, 1023, 1024, 3.5 * 2 ** 30].map(formatBytes), ["0 B", "1023 B", "1.0 KiB", "3.5 GiB"]);
    assert.deepEqual([0.054, -0.2, 0.001].map(formatDifference), ["+5", "−20", "±0"]);
  });

  it("align tables and leave no trailing blanks", () => {
    const column = { title: "Found", mostCharacters: 9 };
    const found = renderTable([{ title: "What" }, column], [["CUDA", "not there: libcudart.so.12 is missing"], ["a"]]);
    assert.deepEqual(found.split("\n").slice(2), [
      "CUDA  not",
      "      there:",
      "      libcudart.so.12",
      "      is",
      "      missing",
      "a",
    ]);
    const table = renderTable([{ title: "Run" }, { title: "n", align: "right" }], [["a", "10"], ["longer"]]);
    assert.equal(table, "Run      n\n──────  ──\na       10\nlonger");
  });
});

describe("reporters", () => {
  it("write plain lines: what happens, and progress only now and then", () => {
    const stream = new PassThrough();
    let time = 0;
    story(lineReporter(stream, () => (time += 4)));
    assert.deepEqual(String(stream.read()).split("\n"), [
      "Train a: started",
      "Train longer: started",
      "Train a: 200 of 1,000 steps, loss 0.512, 1 min 15 s left",
      "Train a: warning: few rewards",
      "Train a: done in 1 min 23 s",
      "Train longer: FAILED after 3 s: It broke.",
      "",
    ]);
  });

  it("write one JSON object a line", () => {
    const stream = new PassThrough();
    story(jsonReporter(stream));
    const lines = String(stream.read()).trim().split("\n");
    const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.equal(events.length, 11);
    assert.deepEqual(events.at(-1), {
      task: "train:b",
      type: "ended",
      state: "failed",
      seconds: 3,
      error: "It broke.",
    });
  });

  it("draw a bar a running task, erase what they drew, and never wrap", async () => {
    const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 60, rows: 5, hasColors: () => false });
    const reporter = terminalReporter(stream as unknown as WriteStream);
    reporter.event(task, { type: "started", pid: 1, threads: 1 });
    reporter.event(other, { id: 1, type: "progress", label: "", done: 1, total: 2, unit: "questions", secondsLeft: 9 });
    await new Promise((resolve) => setTimeout(resolve, 150));
    const first = String(stream.read());
    assert.equal(
      first,
      `Train a      ${"░".repeat(24)} starting\nTrain longer ${"█".repeat(12)}${"░".repeat(12)} 1 of 2 questions, 9…\n`,
    );
    reporter.event(task, { type: "ended", outcome: { task, state: "finished", seconds: 83 } });
    const second = String(stream.read());
    assert.ok(
      second.startsWith("\u001b[2F\u001b[J✓ Train a: done in 1 min 23 s\nTrain longer "),
      JSON.stringify(second),
    );
    reporter.end();
    assert.equal(String(stream.read()), "\u001b[1F\u001b[J");
  });

  it("colour nothing where the stream shows no colours", () => {
    assert.equal(styleFor({}).red("x"), "x");
    assert.equal(styleFor({ isTTY: true, hasColors: () => false }).red("x"), "x");
    assert.equal(styleFor({ isTTY: true, hasColors: () => true }).red("x"), "\u001b[31mx\u001b[39m");
  });
});

describe("tables of runs", () => {
  it("show accuracies by level, pass@k of the largest common k, times and speeds", async () => {
    const run = await sampleRecord(fixture, "sft-comp");
    const stopped = await sampleRecord(fixture, "rl-comp", {
      state: "stopped",
      progress: { step: 1, steps: 3, seconds: 7 },
    });
    const evaluation = sampleEvaluation(run, 0.755);
    const lines = renderResults(
      [
        { run, folder: "f", evaluation, tokensPerSecond: { training: 12345, sampling: 678 } },
        { run: stopped, folder: "g", tokensPerSecond: {} },
      ],
      ["rl-atomic"],
    ).split("\n");
    assert.match(
      lines[0]!,
      /^Run +State +MEM +I +C +Z +CTX +I +C +Z +COMP +I +C +Z +chain +I +C +Z +pass@2 +Training +tok\/s +sampled\/s +Evaluation +tok\/s$/,
    );
    assert.match(lines[2]!, /^sft-comp +finished +(– +){8}76 +– +– +38 +76 +1 min 23 s +12,345 +678 +2 s +1,234$/);
    assert.match(lines[3]!, /^rl-comp +stopped 1\/3 +(– +){12}– +7 s +– +– +– +–$/);
    assert.match(lines[4]!, /^rl-atomic +not begun( +–)+$/);
    assert.match(lines.at(-1)!, /up to ±35 points with 4 questions/);
  });

  it("set runs side by side with differences to the baseline", async () => {
    const a = await sampleRecord(fixture, "sft-comp");
    const b = await sampleRecord(fixture, "rl-comp");
    const comparison = {
      runs: [
        { run: a, cells: sampleEvaluation(a, 0.5).cells, metrics: [] },
        { run: b, cells: sampleEvaluation(b, 0.75).cells, metrics: [] },
      ],
      differences: [{ path: "method", values: ["sft", "grpo"] }],
      dataDifferences: [{ path: "questions.train.comp", values: ["8000", "800"] }],
    };
    const text = renderComparison(comparison, 0);
    assert.match(text, /sft-comp \(baseline\) +rl-comp\n/);
    assert.match(text, /\nCOMP Zero-shot +answer +50 \[15–85\] +75 \[30–95\] +\+25\n/);
    assert.match(text, /\n +answer and chain +25 \[5–70\] +38 \[9–78\] +\+13\n/);
    assert.match(text, /\n +pass@2 +50 +75 +\+25\n/);
    assert.match(text, /\nmethod +sft +grpo\n\nWhat differs in the data .*\n.*\nquestions\.train\.comp +8000 +800$/);
    assert.match(renderComparison(comparison, 1), /50 \[15–85\] +−25 +75 \[30–95\]\n/);
    const certain = (accuracy: number) =>
      sampleEvaluation(a, accuracy).cells.map((cell) => ({ ...cell, questions: 100 }));
    const clear = [
      { run: a, cells: certain(0.2), metrics: [] },
      { run: b, cells: certain(0.8), metrics: [] },
    ];
    assert.match(renderComparison({ runs: clear, differences: [], dataDifferences: [] }, 0), /80 \[71–87\] +\+60\*\n/);
    const share = (questions: number, accuracy: number) => ({ questions, accuracy, strictAccuracy: 0 });
    const divided = certain(0.5).map((cell) => ({
      ...cell,
      wordings: { trained: share(50, 0.6), new: share(50, 0.4) },
    }));
    assert.match(
      renderComparison({ runs: [{ run: a, cells: divided, metrics: [] }], differences: [], dataDifferences: [] }, 0),
      /\n +answer, trained wordings +60 \[46–72\]\n +answer, new wordings +40 \[28–54\]\n/,
    );
    assert.match(
      renderComparison({ runs: [{ run: a, metrics: [] }], differences: [], dataDifferences: [] }, 0),
      /State +finished 12\/12\n\nNone of these runs/,
    );
  });
});
