import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { metricCurve } from "../../../../src/core/runs/curve.ts";
import type { ComparedRun } from "../../../../src/core/runs/types.ts";
import {
  againstChart,
  againstPair,
  levelRows,
  metricChart,
  passAtKCharts,
  runLabels,
  shownPairs,
} from "../../../../webview/compare/model.ts";
import { comparison, configs, runRecord } from "../../../webview/fixtures.ts";

const [sftComp, sftCompRl, atomic] = comparison.runs as [ComparedRun, ComparedRun, ComparedRun];
const unevaluated: ComparedRun = { run: runRecord("queued", configs["sft-comp"]!, { state: "queued" }), metrics: [] };

const value = (runs: readonly ComparedRun[], baseline: number, run: number) =>
  levelRows(runs, baseline, "accuracy").find(({ skill, level }) => skill === "comp" && level === "zero-shot")!.values[
    run
  ];

describe("levelRows", () => {
  it("signs differences against the baseline and marks those beyond the intervals", () => {
    const up = value([sftComp, atomic], 0, 1)!;
    assert.ok(Math.abs(up.difference! - 0.37) < 1e-12);
    assert.equal(up.distinct, true);
    const down = value([sftComp, atomic], 1, 0)!;
    assert.ok(Math.abs(down.difference! + 0.37) < 1e-12);
  });

  it("does not mark differences within the intervals, nor the baseline itself", () => {
    assert.equal(value([sftComp, sftCompRl], 0, 1)!.distinct, false);
    assert.equal(value([sftComp, sftCompRl], 0, 0)!.difference, undefined);
  });

  it("leaves a gap for a run without evaluation and compares nothing with it", () => {
    assert.equal(value([sftComp, unevaluated], 0, 1), undefined);
    assert.equal(value([sftComp, unevaluated], 1, 0)!.difference, undefined);
    assert.deepEqual(levelRows([unevaluated], 0, "accuracy"), []);
  });

  it("compares whole chains where asked", () => {
    const [row] = levelRows([sftComp, atomic], 0, "strictAccuracy");
    assert.deepEqual([row!.skill, row!.level], ["comp", "iid"]);
    assert.ok(Math.abs(row!.values[0]!.share - 0.84 * 0.9) < 1e-12);
  });
});

const curves = (runs: readonly ComparedRun[], x: string, y: string) => ({
  x,
  y,
  curves: runs.map(({ metrics }) => metricCurve(metrics, x, y)),
});

describe("overlaid runs", () => {
  it("keep their style where an earlier run has no values", () => {
    const { series } = metricChart([unevaluated, atomic], curves([unevaluated, atomic], "step", "loss"), "step");
    assert.deepEqual(
      series.map(({ name, style }) => [name, style]),
      [["sft-atomic", 1]],
    );
  });

  it("have a pass@k chart a level", () => {
    assert.deepEqual(
      passAtKCharts([sftComp, sftCompRl], "comp").map(({ id, series }) => [id, series.length]),
      [
        ["pass-at-k-comp-iid", 2],
        ["pass-at-k-comp-composition", 2],
        ["pass-at-k-comp-zero-shot", 2],
      ],
    );
  });

  it("of one name are told apart by id", () => {
    const twin = { ...sftComp, run: { ...sftComp.run, id: "other.sft-comp-000000" } };
    assert.deepEqual(runLabels([sftComp, twin, atomic]), [sftComp.run.id, twin.run.id, "sft-atomic"]);
  });
});

describe("metric against metric", () => {
  const rows = [
    { step: 1, time: 1, loss: 3, entropy: 2 },
    { step: 2, time: 2, loss: 2, entropy: 3 },
  ];

  it("keeps the order of training and names the step of each point", () => {
    const run = { ...atomic, metrics: rows };
    const { series, isPath } = againstChart([run], curves([run], "loss", "entropy"));
    assert.ok(isPath);
    assert.deepEqual(series[0]!.points, [
      { x: 3, y: 2, step: 1 },
      { x: 2, y: 3, step: 2 },
    ]);
  });

  it("asks for the curves of the charts alone, by the axis that is chosen", () => {
    const metrics = ["loss", "entropy", "memory"];
    assert.deepEqual(shownPairs(metrics, { axis: "tokens" }), [
      { x: "num_tokens", y: "loss" },
      { x: "num_tokens", y: "entropy" },
      { x: "loss", y: "entropy" },
    ]);
    assert.deepEqual(shownPairs(metrics, { axis: "time", metrics: ["memory"], against: { x: "memory", y: "loss" } }), [
      { x: "time", y: "memory" },
      { x: "memory", y: "loss" },
    ]);
    assert.equal(againstPair(["loss"], undefined), undefined);
  });
});
