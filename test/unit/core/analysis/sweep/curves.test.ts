import assert from "node:assert/strict";
import { differenceOf } from "../../../../../src/core/analysis/difference.ts";
import { shareOf } from "../../../../../src/core/analysis/share.ts";
import { analyzeSweep, type SweptRun } from "../../../../../src/core/analysis/sweep/curves.ts";

const setting = "runs.sft-comp.data.portion.comp";
const values = [1, 0.1, 0.4].map((number) => ({ text: String(number), number }));

/** A run with right answers to so many of 200 questions of each COMP level. */
function run(base: string, place: number | undefined, seed: number, iid: number, zeroShot: number): SweptRun {
  const cell = (level: "iid" | "zero-shot", right: number) => ({
    ...{ skill: "comp" as const, level, questions: 200, passAtK: {} },
    ...{ accuracy: right / 200, strictAccuracy: right / 400 },
  });
  const part = { path: ["comp"], text: String(place) };
  return {
    id: `${base}-${place}-${seed}`,
    name: base,
    base,
    seed,
    settings: [
      ...(place === undefined ? [] : [{ path: setting, value: place, index: place, parts: [part] }]),
      { path: "seed", value: seed, index: seed, parts: [{ path: ["seed"], text: String(seed) }] },
    ],
    cells: [cell("iid", iid), cell("zero-shot", zeroShot)],
  };
}

const runs = [0, 1].flatMap((seed) => [
  run("sft-mem-ctx", undefined, seed, 140 + 2 * seed, 120),
  run("sft-comp", 1, seed, 60, 30),
  run("sft-comp", 2, seed, 120, 34),
  run("sft-comp", 0, seed, 180 - 10 * seed, 36),
]);

describe("analyzeSweep", () => {
  const analysis = analyzeSweep(setting, values, runs);

  it("has a curve a run of the file, over ascending numbers, seeds together", () => {
    assert.deepEqual(
      analysis.values.map(({ number }) => number),
      [0.1, 0.4, 1],
    );
    assert.deepEqual(
      analysis.curves.map(({ name, isFlat, points }) => [name, isFlat, points.map(({ value }) => value)]),
      [
        ["sft-mem-ctx", true, [0, 1, 2]],
        ["sft-comp", false, [0, 1, 2]],
      ],
    );
    const { lenient, strict, questions } = analysis.curves[1]!.points[2]!.cells[0]!;
    const { value, low, high, seeds, bySeed } = lenient;
    assert.deepEqual(
      { value, low, high, seeds, bySeed },
      { value: 0.875, low: 0.85, high: 0.9, seeds: 2, bySeed: [0.9, 0.85] },
    );
    assert.deepEqual([strict.value, questions], [0.4375, 400]);
  });

  it("gives a single seed Wilson's interval", () => {
    const [only] = analyzeSweep(setting, values, runs.slice(0, 1)).curves;
    const { low, high } = only!.points[0]!.cells[0]!.lenient;
    assert.deepEqual({ value: 0.7, low, high }, shareOf(140, 200));
  });

  it("finds where one run overtakes another on I.I.D., and that it fails on Zero-shot there", () => {
    const [crossover, ...others] = analysis.crossovers;
    assert.deepEqual(others, []);
    const { ahead, behind, from, after, meet, seeds, difference, zeroShot } = crossover!;
    assert.deepEqual(
      { ahead, behind, from, after, seeds },
      { ahead: "sft-comp", behind: "sft-mem-ctx", from: 2, after: 1, seeds: { ahead: 2, of: 2 } },
    );
    // From −21/200 at 0.4 to +34/200 at 1.
    assert.ok(Math.abs(meet! - (0.4 + (0.6 * 21) / 55)) < 1e-9);
    assert.ok(difference.low > 0.1 && difference.high < 0.24);
    assert.deepEqual([zeroShot!.ahead.value, zeroShot!.behind.value, zeroShot!.difference.high < 0], [0.18, 0.6, true]);
  });

  it("finds none where the order never changes, and none from the first value on", () => {
    const always = runs.map((one) =>
      one.base === "sft-comp" ? { ...one, cells: one.cells.map((cell) => ({ ...cell, accuracy: 1 })) } : one,
    );
    assert.deepEqual(analyzeSweep(setting, values, always).crossovers, []);
  });

  it("keeps other settings apart, and values that are no numbers in their order", () => {
    const part = { path: ["data", "ctx"], text: "2" };
    const other = { path: "runs.sft-comp.data", value: {}, index: 1, parts: [part] };
    const mixed = runs.map((one, i) => (i === 1 ? { ...one, settings: [...one.settings, other] } : one));
    const named = analyzeSweep(setting, [{ text: "b" }, { text: "a" }, { text: "c" }], mixed);
    assert.deepEqual(
      named.curves.map(({ name }) => name),
      ["sft-mem-ctx", "sft-comp@ctx=2", "sft-comp"],
    );
    assert.deepEqual(
      named.values.map(({ text }) => text),
      ["b", "a", "c"],
    );
  });
});

describe("differenceOf", () => {
  it("is Newcombe's interval", () => {
    // Newcombe (1998), table II, (a), method 10: 56/70 and 48/80.
    const { value, low, high } = differenceOf(shareOf(56, 70), shareOf(48, 80));
    assert.deepEqual(
      [value, low, high].map((one) => Number(one.toFixed(4))),
      [0.2, 0.0524, 0.3339],
    );
  });
});
