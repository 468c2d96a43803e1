import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { barRows, barTable, longestBar, spokenGroup } from "../../../../webview/shared/bars-model.ts";
import { divisionBars, levelBars } from "../../../../webview/analysis/model/accuracy.ts";
import { errorCharts, hopBars, kindBars, progressBars } from "../../../../webview/analysis/model/errors.ts";
import { filterText } from "../../../../webview/analysis/model/filter-text.ts";
import { comparisonOf, gapChart, passAtKChart } from "../../../../webview/analysis/model/pass-at-k.ts";
import { analysisSeries } from "../../../../webview/analysis/model/series.ts";
import { compComparisons, neededText, verdictText } from "../../../../webview/analysis/model/verdict.ts";
import type { PanelAnalysis } from "../../../../src/protocol/analysis-panel.ts";
import { panelAnalysis } from "../../../webview/analysis-fixtures.ts";

const { run, reference } = panelAnalysis;
const alone: PanelAnalysis = { run, comparisons: [] };

describe("accuracy as bars", () => {
  it("has the run and the reference beside each other, COMP first, with what they are shares of", () => {
    const { groups, series } = levelBars(panelAnalysis, "answer");
    assert.deepEqual(
      series.map(({ name }) => name),
      ["rl", "sft"],
    );
    assert.equal(groups.length, 9);
    assert.equal(groups[0]!.label, "COMP I.I.D.");
    assert.deepEqual(
      groups[0]!.bars.map((bar) => bar!.note),
      ["38 of 60", "30 of 60"],
    );
    assert.equal(levelBars(alone, "answer").groups[0]!.bars.length, 1);
  });

  it("counts the strict measure by itself", () => {
    assert.equal(levelBars(alone, "chain").groups[0]!.bars[0]!.note, "30 of 60");
  });

  it("lists hops in their order and relations from the worst on", () => {
    const labels = (division: "hops" | "relations") =>
      divisionBars(panelAnalysis, { skill: "comp", level: undefined, division, measure: "answer" }).groups.map(
        ({ label }) => label,
      );
    assert.deepEqual(labels("hops"), ["2 hops", "3 hops"]);
    assert.deepEqual(labels("relations"), ["boss", "spouse"]);
  });

  it("is empty for a level that was not divided", () => {
    const bars = divisionBars(alone, { skill: "mem", level: "iid", division: "hops", measure: "answer" });
    assert.deepEqual(bars.groups, []);
  });
});

describe("bars", () => {
  const bars = levelBars(panelAnalysis, "answer");

  it("are a table of values, bounds and counts, as numbers for files and as text for reading", () => {
    const { header, rows } = barRows(bars);
    assert.equal(header.length, 1 + 2 * 4);
    assert.equal(rows[0]![1], 38 / 60);
    assert.equal(barTable(bars).rows[0]![1], "63.3 %");
  });

  it("are read aloud with their intervals", () => {
    assert.match(spokenGroup(bars, bars.groups[0]!), /^COMP I\.I\.D\.: rl 63\.3 % \(38 of 60; 95 %: .* sft 50\.0 % \(/);
  });

  it("end their axis at a number whose quarters are round, not before the longest interval", () => {
    const kinds = kindBars(panelAnalysis, { knownOnly: false });
    const longest = Math.max(...kinds.groups.flatMap((group) => group.bars.map((bar) => bar?.high ?? 0)));
    assert.ok(longestBar(kinds) >= longest);
    assert.equal(longestBar({ ...kinds, groups: [] }), 1);
  });
});

describe("errors as bars", () => {
  const all = { knownOnly: false };

  it("puts each first error into one bin of the chain", () => {
    const { groups } = progressBars(panelAnalysis, all);
    const sum = groups.reduce((total, { bars }) => total + bars[0]!.value, 0);
    assert.ok(Math.abs(sum - 1) < 1e-9);
    // Hop 1 of 2 lies at 0, hop 2 at 50 %, an error behind the last hop at 100 %.
    assert.deepEqual(
      groups.map(({ bars }) => bars[0]!.note),
      ["16 of 20", "0 of 20", "3 of 20", "0 of 20", "1 of 20"],
    );
  });

  it("leads from every bar to the wrong chains behind it", () => {
    assert.deepEqual(progressBars(panelAnalysis, all).filterOf("2"), { progress: [0.5, 0.75] });
    assert.deepEqual(hopBars(panelAnalysis, all).filterOf("2 1"), { hops: 2, hop: 1 });
    for (const chart of errorCharts(panelAnalysis, all))
      for (const { id } of chart.groups) assert.notEqual(filterText(chart.filterOf(id)), "all wrong chains");
  });

  it("has every kind of either run, and those of questions whose facts are known", () => {
    const kinds = kindBars(panelAnalysis, all);
    assert.deepEqual(
      kinds.groups.map(({ id }) => id),
      ["object", "relation", "malformed"],
    );
    assert.equal(kindBars(panelAnalysis, { knownOnly: true }).groups[0]!.bars[0]!.note, "11 of 12");
  });

  it("tells composition from memory only where facts were asked alone", () => {
    const unasked = Object.fromEntries(Object.entries(run).filter(([name]) => name !== "atoms")) as typeof run;
    const has = (analysis: PanelAnalysis) => errorCharts(analysis, all).some(({ id }) => id === "error-atoms");
    assert.ok(has(panelAnalysis));
    assert.ok(!has({ run: unasked, comparisons: [] }));
  });
});

describe("pass@k", () => {
  it("draws the run and the reference with their bands over k", () => {
    const { series } = passAtKChart(panelAnalysis, "comp", "zero-shot", "answer");
    for (const { points } of series) {
      assert.deepEqual(
        points.map(({ x }) => x),
        [1, 2, 4, 8, 16, 32, 64],
      );
      for (const { y, low, high } of points) assert.ok(low! <= y && y <= high!);
    }
  });

  it("draws the gap with the line of no gap within its axis", () => {
    const { yDomain, yRule, series } = gapChart(comparisonOf(panelAnalysis, "comp", "iid", "answer")!);
    assert.equal(yRule, 0);
    assert.ok(yDomain![0] <= Math.min(0, ...series[0]!.points.map(({ low }) => low!)));
    assert.ok(yDomain![1] >= Math.max(...series[0]!.points.map(({ high }) => high!)));
  });

  it("names two evaluations of one run by their steps", () => {
    const twice = { run, reference: { ...run, step: 20 }, comparisons: [] };
    assert.deepEqual(
      analysisSeries(twice).map(({ name }) => name),
      ["rl, step 40", "rl, step 20"],
    );
    assert.equal(analysisSeries({ run, reference: reference!, comparisons: [] })[0]!.name, "rl");
  });
});

describe("the verdict", () => {
  const [zeroShot, , iid] = compComparisons(panelAnalysis, "answer");

  it("is about the hardest level first, with the numbers behind it", () => {
    assert.equal(zeroShot!.level, "zero-shot");
    assert.equal(zeroShot!.verdict, "synthesis");
    assert.match(verdictText(zeroShot!), /^At k = 1 the gap is \+\d.*; at k = 64 it is \+\d.* persists/);
    assert.equal(iid!.verdict, "amplification");
    assert.match(verdictText(iid!), /curves meet/);
  });

  it("says what would decide, where something would", () => {
    assert.equal(neededText(zeroShot!), undefined);
    const undecided = {
      ...zeroShot!,
      verdict: "undecided",
      reason: "too-few-samples",
      needed: { verdict: "synthesis", questions: 80, samples: 128 },
    } as const;
    assert.match(verdictText(undecided), /more samples/);
    assert.match(neededText(undecided)!, /80 questions with 128 samples each would decide for synthesis/);
  });
});
