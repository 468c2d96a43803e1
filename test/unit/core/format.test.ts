import assert from "node:assert/strict";
import { formatCount, formatDuration } from "../../../src/core/format.ts";

describe("formats", () => {
  it("durations in two units at most", () => {
    const durations = [0, 0.01, 0.4, 59.4, 59.6, 200, 3599.6, 7500].map(formatDuration);
    assert.deepEqual(durations, [
      ...["0 s", "0.1 s", "0.4 s", "59 s", "1 min 00 s"],
      ...["3 min 20 s", "1 h 00 min", "2 h 05 min"],
    ]);
  });

  it("counts with their thousands apart", () => {
    assert.deepEqual([0, 999, 1000, 12345, 1234567].map(formatCount), ["0", "999", "1,000", "12,345", "1,234,567"]);
  });
});
