import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { chartRows, toCsv } from "../../../../webview/shared/csv.ts";
import type { ChartModel } from "../../../../webview/shared/series.ts";

describe("toCsv", () => {
  it("quotes what RFC 4180 asks to quote, and nothing else", () => {
    assert.equal(
      toCsv(
        ["a", "b,c"],
        [
          ['say "hi"', 1.5],
          ["two\nlines", undefined],
        ],
      ),
      'a,"b,c"\r\n"say ""hi""",1.5\r\n"two\nlines",\r\n',
    );
  });
});

describe("chartRows", () => {
  it("has a row for every x of any series and no value where a series has none", () => {
    const chart: ChartModel = {
      id: "loss",
      title: "Loss",
      xLabel: "step",
      xFormat: "number",
      xScale: "linear",
      yFormat: "number",
      smoothable: true,
      series: [
        {
          name: "a",
          color: "red",
          style: 0,
          points: [
            { x: 1, y: 10 },
            { x: 3, y: 30 },
          ],
        },
        { name: "b", color: "blue", style: 1, points: [{ x: 2, y: 20 }] },
      ],
    };
    assert.deepEqual(chartRows(chart), {
      header: ["step", "a", "b"],
      rows: [
        [1, 10, undefined],
        [2, undefined, 20],
        [3, 30, undefined],
      ],
    });
  });
});
