import assert from "node:assert/strict";
import { withThreshold } from "../../../../src/core/analysis/parse-threshold.ts";
import { defaultThresholds, thresholdsFrom } from "../../../../src/core/analysis/thresholds.ts";

describe("thresholds", () => {
  it("changes the one that is named", () => {
    assert.deepEqual(withThreshold(defaultThresholds, "gap=0.1"), { ...defaultThresholds, gap: 0.1 });
    assert.equal(withThreshold(defaultThresholds, " k = 16 ").k, 16);
  });

  it("says what is wrong with others", () => {
    const message = (text: string) => (): unknown => withThreshold(defaultThresholds, text);
    assert.throws(message("gap"), /key=value/);
    assert.throws(message("gp=0.1"), /There is no threshold "gp": did you mean "gap"\?/);
    assert.throws(message("gap=5"), /share from 0 to 1/);
    assert.throws(message("gap="), /share from 0 to 1/);
    assert.throws(message("k=0.5"), /whole number/);
    assert.throws(message("toString=1"), /There is no threshold/);
  });

  it("come from a setting as far as it holds any", () => {
    const setting = { gap: 0.1, k: 128, questions: 0, rlGain: "much", unknown: 1 };
    assert.deepEqual(thresholdsFrom(setting), { ...defaultThresholds, gap: 0.1, k: 128 });
  });
});
