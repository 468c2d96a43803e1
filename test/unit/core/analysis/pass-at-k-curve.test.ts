import assert from "node:assert/strict";
import fc from "fast-check";
import { passAtKCurve } from "../../../../src/core/analysis/pass-at-k-curve.ts";
import type { QuestionTally } from "../../../../src/core/analysis/types.ts";
import { createRandom } from "../../../../src/core/random.ts";
import { drawTallies } from "./tallies.ts";

const tally = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.nat(40))
  .map(([samples, correct]): QuestionTally => ({ question: "q", samples, correct: Math.min(samples, correct) }));

describe("pass@k curve", () => {
  it("rises with k, holds its intervals around it, within 0…1", () => {
    fc.assert(
      fc.property(fc.array(tally, { minLength: 1, maxLength: 12 }), (tallies) => {
        const { points, samples } = passAtKCurve(tallies);
        assert.equal(samples, Math.min(...tallies.map((one) => one.samples)));
        points.forEach(({ k, value, low, high }, i) => {
          assert.equal(k, 2 ** i);
          assert.ok(0 <= low && low <= value + 1e-9 && value <= high + 1e-9 && high <= 1, `${low} ${value} ${high}`);
          assert.ok(i === 0 || value >= points[i - 1]!.value - 1e-9);
        });
      }),
      { numRuns: 30 },
    );
  });

  it("is 1 − (1 − p)^k on average where each question has a chance p of its own", () => {
    const chances = [0.02, 0.1, 0.5];
    const { points } = passAtKCurve(drawTallies(chances, 4000, 32, "curve"));
    for (const { k, value } of points) {
      const expected = chances.reduce((sum, p) => sum + 1 - (1 - p) ** k, 0) / chances.length;
      assert.ok(Math.abs(value - expected) < 0.01, `k = ${k}: ${value} for ${expected}`);
    }
  });

  it("covers the true value with its intervals about 95 times in a hundred", () => {
    const random = createRandom(0, "coverage");
    let covered = 0;
    const worlds = 200;
    for (let world = 0; world < worlds; world++) {
      const chances = Array.from({ length: 60 }, () => (random.float() < 0.4 ? random.float() : 0));
      const tallies = drawTallies(chances, 1, 16, `coverage/${world}`);
      const point = passAtKCurve(tallies).points.find(({ k }) => k === 4)!;
      // E over p: 0.4 (1 − ∫(1 − p)^4) = 0.4 · 4/5
      if (point.low <= 0.32 && 0.32 <= point.high) covered++;
    }
    assert.ok(covered / worlds > 0.9 && covered / worlds < 0.99, `${covered} of ${worlds}`);
  });

  it("does not claim certainty where no sample is right", () => {
    const { points } = passAtKCurve([{ question: "a", samples: 4, correct: 0 }]);
    assert.ok(points.every(({ value, low, high }) => value === 0 && low === 0 && high > 0.5));
  });

  it("counts whole chains where asked to", () => {
    const [point] = passAtKCurve([{ question: "a", samples: 2, correct: 2, chainCorrect: 1 }], "chain").points;
    assert.equal(point?.value, 0.5);
  });

  it("has no points without samples", () => {
    assert.deepEqual(passAtKCurve([]).points, []);
  });

  it("gives the same numbers whenever it is asked", () => {
    const tallies = drawTallies([0.1, 0.6], 20, 8, "same");
    assert.deepEqual(passAtKCurve(tallies), passAtKCurve(tallies));
  });
});
