import assert from "node:assert/strict";
import { describe, it } from "mocha";
import fc from "fast-check";
import { between, rescaled, type YScale } from "../../../../webview/shared/y-zoom.ts";

/** 0…10 upwards over 100 pixels, from 110 to 10. */
const linear: YScale = { apply: (value) => 110 - 10 * value, invert: (pixel) => (110 - pixel) / 10, range: [110, 10] };
/** 1…100 over the same. */
const logarithmic: YScale = {
  apply: (value) => 110 - 50 * Math.log10(value),
  invert: (pixel) => 10 ** ((110 - pixel) / 50),
  range: [110, 10],
};

describe("zoom of y", () => {
  it("shows what lies between two pixels, whichever comes first", () => {
    assert.deepEqual(between(linear, 30, 60), [5, 8]);
    assert.deepEqual(between(linear, 60, 30), [5, 8]);
    assert.equal(between(linear, 60, 60), undefined);
    assert.equal(between({ apply: linear.apply }, 30, 60), undefined);
  });

  it("keeps the value under the pointer where it is, on a logarithmic axis too", () => {
    const factors = fc.double({ min: 0.1, max: 5, noNaN: true });
    fc.assert(
      fc.property(factors, fc.integer({ min: 11, max: 109 }), fc.boolean(), (factor, at, isLog) => {
        const scale = isLog ? logarithmic : linear;
        const [low, high] = rescaled(scale, factor, at)!;
        const before = scale.invert!(at);
        const of = isLog ? Math.log10 : (value: number) => value;
        const share = (of(before) - of(low)) / (of(high) - of(low));
        assert.ok(Math.abs(share - (110 - at) / 100) < 1e-9);
      }),
    );
  });

  it("moves without a change of height", () => {
    assert.deepEqual(rescaled(linear, 1, 60, 0.1), [1, 11]);
  });
});
