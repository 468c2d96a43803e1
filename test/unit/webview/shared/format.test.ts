import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  formatCompact,
  formatNumber,
  formatPercent,
  formatPoints,
  formatScientific,
  formatTick,
} from "../../../../webview/shared/format.ts";

describe("the ticks of an axis", () => {
  it("have as many digits as tell them apart", () => {
    const ticks = [0.002, 0.001998, 0.001996];
    assert.deepEqual(
      ticks.map((tick) => formatTick(tick, ticks, "scientific")),
      ["2e-3", "1.998e-3", "1.996e-3"],
    );
    assert.equal(formatTick(0.002, [0.001, 0.002], "scientific"), "2e-3");
    assert.equal(formatTick(0.5, [0, 0.5, 1], "wholePercent"), "50 %");
  });
});

describe("formats", () => {
  it("shares and their differences", () => {
    assert.equal(formatPercent(0.8434), "84.3 %");
    assert.equal(formatPoints(0.12), "+12.0");
    assert.equal(formatPoints(-0.0304), "−3.0");
    assert.equal(formatPoints(-0.0001), "±0.0");
  });

  it("numbers keep four digits and no idle zeros", () => {
    assert.deepEqual([0, 12, 0.5, 3.14159, 0.0005, 1234567.8, -0.25].map(formatNumber), [
      "0",
      "12",
      "0.5",
      "3.142",
      "5e-4",
      "1.23e6",
      "-0.25",
    ]);
    assert.equal(formatScientific(0.002), "2e-3");
    assert.deepEqual([688_000, 4_700_000, 950].map(formatCompact), ["688k", "4.7M", "950"]);
  });
});
