import assert from "node:assert/strict";
import { comparePassAtK } from "../../../../src/core/analysis/pass-at-k-compare.ts";
import { defaultThresholds } from "../../../../src/core/analysis/thresholds.ts";
import type { QuestionTally } from "../../../../src/core/analysis/types.ts";
import { drawTallies } from "./tallies.ts";

const samples = 128;

describe("comparison of pass@k", () => {
  it("sees synthesis where questions become possible that were not", () => {
    const before = drawTallies([0.3, 0, 0], 60, samples, "s0");
    const after = drawTallies([0.5, 0.5, 0], 60, samples, "s1");
    const { verdict, gaps, paired } = comparePassAtK(before, after)!;
    assert.equal(verdict, "synthesis");
    assert.ok(paired);
    assert.ok(Math.abs(gaps.at(-1)!.value - 1 / 3) < 0.02);
  });

  it("sees amplification where what was possible becomes likely", () => {
    const before = drawTallies([0.1, 0.05, 0], 60, samples, "a0");
    const after = drawTallies([0.7, 0.6, 0], 60, samples, "a1");
    const { verdict, trend, change } = comparePassAtK(before, after)!;
    assert.equal(verdict, "amplification");
    assert.ok(trend.high < 0 && change.high < 0);
  });

  it("sees neither, and no gain, where nothing has changed", () => {
    const before = drawTallies([0.3, 0], 60, samples, "n0");
    const { verdict, reason, needed } = comparePassAtK(before, before)!;
    assert.deepEqual([verdict, reason, needed], ["undecided", "no-gain", undefined]);
  });

  it("says how large a k would decide", () => {
    const before = drawTallies([0.3, 0, 0], 60, 16, "k0");
    const after = drawTallies([0.5, 0.5, 0], 60, 16, "k1");
    const { verdict, reason, needed } = comparePassAtK(before, after)!;
    assert.deepEqual([verdict, reason], ["undecided", "too-few-samples"]);
    assert.equal(needed?.samples, defaultThresholds.k);
  });

  it("says how many questions would decide, and with so many it does", () => {
    const chancesBefore = [0.3, 0, 0, 0, 0];
    const chancesAfter = [0.3, 0.02, 0, 0, 0];
    const few = comparePassAtK(drawTallies(chancesBefore, 4, 64, "q0"), drawTallies(chancesAfter, 4, 64, "q1"))!;
    assert.deepEqual([few.verdict, few.reason], ["undecided", "too-few-questions"]);
    assert.equal(few.needed?.verdict, "synthesis");
    assert.ok(few.needed.questions > few.questions && few.needed.questions < 200);
    const copies = Math.ceil((2 * few.needed.questions) / 5);
    const many = comparePassAtK(
      drawTallies(chancesBefore, copies, 64, "q2"),
      drawTallies(chancesAfter, copies, 64, "q3"),
    )!;
    assert.equal(many.verdict, "synthesis");
  });

  it("has narrower intervals where the same questions were asked", () => {
    const chances = Array.from({ length: 40 }, (_, i) => i / 40);
    const before = drawTallies(chances, 3, samples, "p0");
    const after = drawTallies(
      chances.map((p) => Math.min(1, p + 0.1)),
      3,
      samples,
      "p1",
    );
    const others = after.map((tally) => ({ ...tally, question: `other ${tally.question}` }));
    const [paired, apart] = [comparePassAtK(before, after)!, comparePassAtK(before, others)!];
    assert.deepEqual([paired.paired, apart.paired], [true, false]);
    assert.ok(paired.gaps[0]!.standardError < apart.gaps[0]!.standardError / 2);
    assert.equal(paired.gaps[0]!.value, apart.gaps[0]!.value);
  });

  it("has the standard error that theory gives for independent questions", () => {
    const before = drawTallies([0.5], 400, 1, "t0");
    const after = drawTallies([0.5], 400, 1, "t1").map((tally) => ({ ...tally, question: `x${tally.question}` }));
    const [gap] = comparePassAtK(before, after)!.gaps;
    assert.ok(Math.abs(gap!.standardError - Math.sqrt(0.5 / 400)) < 0.003);
  });

  it("compares the questions in common where one was asked more", () => {
    const before = drawTallies([0.5], 30, 4, "c");
    const { questions, gaps, paired } = comparePassAtK(before, before.slice(0, 10))!;
    assert.deepEqual([questions, paired, gaps[0]!.value], [10, true, 0]);
  });

  it("fits the trend by least squares over log2 k", () => {
    // pass@1 1/2, pass@2 1 against 0: gaps 0.5 and 1.
    const one = (correct: number): QuestionTally[] => [{ question: "q", samples: 2, correct }];
    assert.equal(comparePassAtK(one(0), one(1))!.trend.value, 0.5);
    assert.equal(comparePassAtK(one(0), [{ question: "q", samples: 1, correct: 1 }])!.trend.value, 0);
  });

  it("has nothing to say without samples", () => {
    assert.equal(comparePassAtK([], []), undefined);
  });
});
