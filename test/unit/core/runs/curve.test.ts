import assert from "node:assert/strict";
import fc from "fast-check";
import { metricCurve, metricNames } from "../../../../src/core/runs/curve.ts";
import type { MetricRow } from "../../../../src/core/runs/types.ts";

const rows: readonly MetricRow[] = [
  { step: 1, time: 0.5, loss: 4, entropy: 1, num_tokens: 10 },
  { step: 2, time: 1, loss: Number.NaN, entropy: 2, num_tokens: 20 },
  { step: 3, time: 1.5, entropy: 3, num_tokens: 30 },
  { step: 4, time: 2, loss: 2, entropy: 5, num_tokens: 40 },
  { step: 5, time: 2.5, loss: 1, entropy: 7, num_tokens: 50 },
];

describe("metricCurve", () => {
  it("leaves out rows without a finite value of either metric", () => {
    assert.deepEqual(metricCurve(rows, "entropy", "loss"), { step: [1, 4, 5], x: [1, 5, 7], y: [4, 2, 1], stride: 1 });
  });

  it("merges rows where there are too many: at the last step, time and token, with the mean and the extremes", () => {
    const merged = { step: [4, 5], y: [3, 1], stride: 2, low: [2, 1], high: [4, 1] };
    assert.deepEqual(metricCurve(rows, "num_tokens", "loss", 2), { ...merged, x: [40, 50] });
    assert.deepEqual(metricCurve(rows, "entropy", "loss", 2), { ...merged, x: [3, 7] });
  });

  it("keeps to its limit, ends at the last row and loses no extreme", () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 40 }), (losses, most) => {
        const curve = metricCurve(
          losses.map((loss, index) => ({ step: index + 1, time: index, loss })),
          "step",
          "loss",
          most,
        );
        assert.ok(curve.y.length <= most);
        assert.equal(curve.x.at(-1), losses.length);
        assert.equal(Math.min(...(curve.low ?? curve.y)), Math.min(...losses));
        assert.equal(Math.max(...(curve.high ?? curve.y)), Math.max(...losses));
      }),
    );
  });
});

describe("metricNames", () => {
  it("names every metric once", () => {
    assert.deepEqual(metricNames(rows), ["loss", "entropy", "num_tokens"]);
  });
});
