import assert from "node:assert/strict";
import { describe, it } from "mocha";
import fc from "fast-check";
import { disjoint, wilsonInterval } from "../../../../src/core/analysis/wilson.ts";

describe("wilsonInterval", () => {
  it("agrees with published values", () => {
    // Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    const cases = [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const;
    for (const [successes, trials, low, high] of cases) {
      const interval = wilsonInterval(successes / trials, trials);
      assert.ok(Math.abs(interval.low - low) < 5e-5, `${successes}/${trials} low ${interval.low}`);
      assert.ok(Math.abs(interval.high - high) < 5e-5, `${successes}/${trials} high ${interval.high}`);
    }
  });

  it("holds the share, stays within 0…1, mirrors, and narrows with more trials", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0, max: 1, noNaN: true }), (trials, part) => {
        const share = Math.round(part * trials) / trials;
        const { low, high } = wilsonInterval(share, trials);
        assert.ok(0 <= low && low <= share + 1e-12 && share - 1e-12 <= high && high <= 1);
        const mirrored = wilsonInterval(1 - share, trials);
        assert.ok(Math.abs(mirrored.low - (1 - high)) < 1e-9);
        const more = wilsonInterval(share, 4 * trials);
        assert.ok(more.high - more.low < high - low);
      }),
    );
  });

  it("claims nothing without trials", () => {
    assert.deepEqual(wilsonInterval(0, 0), { low: 0, high: 1 });
  });
});

describe("disjoint", () => {
  it("is symmetric and false where the intervals touch", () => {
    assert.equal(disjoint({ low: 0, high: 0.4 }, { low: 0.41, high: 1 }), true);
    assert.equal(disjoint({ low: 0.41, high: 1 }, { low: 0, high: 0.4 }), true);
    assert.equal(disjoint({ low: 0, high: 0.4 }, { low: 0.4, high: 1 }), false);
  });
});
