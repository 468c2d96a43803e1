import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { accuracyChart, evaluatedSkills, passAtKChart, trainingCharts } from "../../../../webview/run/charts.ts";
import { configs, evaluation, metricRows } from "../../../webview/fixtures.ts";

const run = (name: string) => ({ config: configs[name]! });
const titles = (name: string) =>
  trainingCharts(run(name), metricRows(name, configs[name]!), "step").map(({ id }) => id);

describe("run panel charts", () => {
  it("shows the metrics that a run has, reward first", () => {
    assert.deepEqual(titles("sft-comp"), ["loss", "grad_norm", "entropy", "learning_rate", "tokens_per_second"]);
    assert.equal(titles("sft-comp-rl")[0], "reward");
  });

  it("draws the right answers beside the reward only where they are something else", () => {
    const row = { step: 1, time: 1, reward: 0.5, "rewards/outcome/mean": 0.5, "rewards/process/mean": 0.7 };
    const names = (outcome: number) =>
      trainingCharts(run("sft-comp-rl"), [{ ...row, "rewards/outcome/mean": outcome }], "step")[0]!.series.map(
        ({ name }) => name,
      );
    assert.deepEqual(names(0.5), ["reward ± std", "right hops"]);
    assert.deepEqual(names(0.3), ["reward ± std", "right answers", "right hops"]);
  });

  it("keeps a place before the first row for the charts that come with it", () => {
    for (const name of ["sft-comp", "sft-comp-rl"]) {
      const rows = metricRows(name, configs[name]!, 1);
      const ids = (of: typeof rows) => trainingCharts(run(name), of, "step").map(({ id }) => id);
      assert.deepEqual(
        ids([]).filter((id) => id !== "chain_accuracy"),
        ids(rows),
      );
    }
    assert.deepEqual(evaluatedSkills(run("sft-comp"), []), ["comp", "ctx", "mem"]);
    assert.deepEqual(evaluatedSkills({ config: { ...configs["sft-comp"]!, evaluateEvery: 0 } }, []), []);
  });

  it("tells the levels apart by name, colour and style, also while one is missing", () => {
    const rows = [{ step: 50, time: 9, "eval/comp/iid/accuracy": 0.5, "eval/comp/zero-shot/accuracy": 0.1 }];
    const { series } = accuracyChart(run("sft-comp"), rows, "comp", "time");
    assert.deepEqual(
      series.map(({ name, style, points }) => [name, style, points]),
      [
        ["I.I.D.", 0, [{ x: 9, y: 0.5 }]],
        ["Composition", 1, []],
        ["Zero-shot", 2, [{ x: 9, y: 0.1 }]],
      ],
    );
    assert.deepEqual(evaluatedSkills(run("sft-comp"), rows), ["comp"]);
  });

  it("orders pass@k by k, not by the digits of k", () => {
    const chart = passAtKChart(evaluation("sft-comp", 700), "comp")!;
    assert.deepEqual(
      chart.series[0]!.points.map(({ x }) => x),
      [1, 2, 4, 8, 16, 32, 64],
    );
  });

  it("has no pass@k chart without samples", () => {
    const summary = evaluation("sft-comp", 700);
    const cells = summary.cells.map((cell) => ({ ...cell, passAtK: {} }));
    assert.equal(passAtKChart({ ...summary, cells }, "comp"), undefined);
  });
});
