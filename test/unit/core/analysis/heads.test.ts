import assert from "node:assert/strict";
import fc from "fast-check";
import { headReport } from "../../../../src/core/analysis/heads.ts";
import { holm, mcNemar, pairedEstimate } from "../../../../src/core/analysis/paired.ts";
import { plantedProbe } from "./probes.ts";

describe("silenced heads", () => {
  // Head 1 of layer 0 carries CTX; all others are idle.
  const before = plantedProbe({
    questions: 12,
    correct: ({ number }) => number < 9,
    without: ({ layer, head }, answer) => answer.correct && !(layer === 0 && head === 1 && answer.skill === "ctx"),
  });

  it("shows the head that a skill needs, and no other, though many are tested", () => {
    const { after } = headReport(before, undefined, { skill: "ctx", measure: "answer" })!;
    assert.equal(after.questions, 24);
    assert.equal(after.baseline, 0.75);
    assert.deepEqual(
      after.effects.map(({ layer, head, accuracy }) => [layer, head, accuracy]),
      [
        [0, 0, 0.75],
        [0, 1, 0],
        [1, 0, 0.75],
        [1, 1, 0.75],
      ],
    );
    const [idle, needed] = after.effects as [(typeof after.effects)[number], (typeof after.effects)[number]];
    assert.ok(needed.change.value === -0.75 && needed.change.high < 0 && needed.adjustedP < 0.001);
    assert.ok(idle.change.value === 0 && idle.change.low < 0 && idle.change.high > 0 && idle.adjustedP === 1);
    const { after: mem } = headReport(before, undefined, { skill: "mem", measure: "answer" })!;
    assert.ok(mem.effects.every(({ change }) => change.value === 0));
  });

  it("tells what a stage changes, on the questions that both were asked", () => {
    const after = plantedProbe({
      questions: 20,
      headQuestions: 6,
      without: ({ layer, head }, answer) => !(layer === 1 && head === 0 && answer.skill === "ctx"),
    });
    const report = headReport(after, before, { skill: "ctx", level: "iid", measure: "answer" })!;
    assert.equal(report.after.questions, 6);
    assert.deepEqual(
      report.shifts!.map(({ change }) => change.value),
      [0, 1, -1, 0],
    );
  });

  it("says nothing where no head was silenced", () => {
    assert.equal(headReport(plantedProbe({ headQuestions: 0 }), before, { skill: "mem", measure: "chain" }), undefined);
  });
});

describe("paired differences", () => {
  const pairs = (gains: number, losses: number, same = 5): number[] => [
    ...Array.from({ length: gains }, () => 1),
    ...Array.from({ length: losses }, () => -1),
    ...Array.from({ length: same }, () => 0),
  ];

  it("have McNemar's exact p", () => {
    // Twice the binomial tail.
    assert.ok(Math.abs(mcNemar(pairs(1, 5)) - (2 * 7) / 64) < 1e-12);
    assert.ok(Math.abs(mcNemar(pairs(0, 10)) - 2 / 1024) < 1e-12);
    assert.equal(mcNemar(pairs(0, 0)), 1);
    assert.equal(mcNemar(pairs(4, 4)), 1);
  });

  it("have Agresti and Min's interval", () => {
    // b = 6, c = 2 of 20: center (2 − 6) / 22, with half a pair added to each cell.
    const { value, low, high } = pairedEstimate(pairs(2, 6, 12));
    assert.equal(value, -0.2);
    const half = (1.959963984540054 * Math.sqrt(9 - 16 / 22)) / 22;
    assert.ok(Math.abs(low - (-4 / 22 - half)) < 1e-12 && Math.abs(high - (-4 / 22 + half)) < 1e-12);
  });

  it("keep their order when adjusted, and never become smaller", () => {
    assert.deepEqual(
      holm([0.01, 0.04, 0.03, 0.005]).map((p) => Number(p.toFixed(4))),
      [0.03, 0.06, 0.06, 0.02],
    );
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }), (ps) => {
        const adjusted = holm(ps);
        assert.ok(adjusted.every((p, i) => p >= ps[i]! && p <= 1));
        for (const [i, a] of ps.entries())
          for (const [j, b] of ps.entries()) if (a < b) assert.ok(adjusted[i]! <= adjusted[j]!);
      }),
    );
  });
});
