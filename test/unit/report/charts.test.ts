import assert from "node:assert/strict";
import fc from "fast-check";
import { barChart } from "../../../src/report/bar-chart.ts";
import { lineChart } from "../../../src/report/line-chart.ts";
import { escape } from "../../../src/report/markup.ts";
import { boundsOf, roundTicks } from "../../../src/report/scale.ts";
import type { ChartModel } from "../../../webview/shared/series.ts";

const chart = (points: ChartModel["series"][0]["points"], change: Partial<ChartModel> = {}): ChartModel => ({
  ...{ id: "loss", title: "Loss <of> training", xLabel: "step", xFormat: "number", xScale: "linear" },
  ...{ yFormat: "number", smoothable: false },
  series: [{ name: "a & b", color: "var(--vscode-charts-blue)", style: 1, points }],
  ...change,
});

/** Of every path and text. */
const numbersIn = (svg: string): number[] =>
  Array.from(svg.matchAll(/(?:[ML ]|x="|y=")(-?[\d.]+|NaN|Infinity)/g), ([, number]) => Number(number));

describe("charts of a report", () => {
  it("stay within their frame, whatever the values", () => {
    const value = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(fc.array(fc.record({ x: fc.nat(1000), y: value }), { maxLength: 30 }), (points) => {
        const drawn = lineChart(chart(points.sort((a, b) => a.x - b.x)));
        const svg = drawn.slice(0, drawn.indexOf("</svg>"));
        assert.ok(numbersIn(svg.replace(/^.*?viewBox="[^"]*"/, "")).every((number) => number >= -5 && number <= 465));
      }),
    );
  });

  it("say their values and names as text, escaped", () => {
    const points = [
      { x: 1, y: 0.5, low: 0.4, high: 0.6 },
      { x: 2, y: 0.75, low: 0.7, high: 0.8 },
    ];
    const drawn = lineChart(chart(points, { xScale: "log2", yFormat: "percent", yDomain: [0, 1], yRule: 0 }));
    assert.ok(drawn.includes("Loss &lt;of&gt; training") && drawn.includes("a &amp; b"));
    assert.ok(drawn.includes("<td>75.0 %</td>") && drawn.includes("a &amp; b: low"));
    assert.ok(!drawn.includes("<of>"));
  });

  it("draw each bar with its interval, the second series hatched", () => {
    const bar = { value: 0.5, low: 0.4, high: 0.6, note: "5 of 10" };
    const drawn = barChart({
      ...{ id: "levels", title: "Levels", category: "Level", format: "percent", most: 1 },
      series: ["run", "start"].map((name) => ({ name, color: "red" })),
      groups: [{ id: "iid", label: "I.I.D.", bars: [bar, undefined] }],
    });
    assert.equal(drawn.match(/class="whisker"/g)?.length, 1);
    assert.ok(drawn.includes("url(#hatch-levels-1)") && drawn.includes('id="hatch-levels-1"'));
    assert.ok(drawn.includes("5 of 10"));
  });

  it("have round ticks between their bounds", () => {
    assert.deepEqual(roundTicks(0, 1, 5), [0, 0.2, 0.4, 0.6, 0.8, 1]);
    assert.deepEqual(roundTicks(-0.1, 0.4, 5), [-0.1, 0, 0.1, 0.2, 0.3, 0.4]);
    assert.deepEqual(roundTicks(7, 7, 5), [7]);
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: -1e5, max: 1e5 }),
        fc.double({ noNaN: true, min: 1e-3, max: 1e5 }),
        (low, span) => {
          const ticks = roundTicks(low, low + span, 5);
          assert.ok(
            ticks.length <= 7 && ticks.every((tick) => tick >= low - span * 1e-6 && tick <= low + span * (1 + 1e-6)),
          );
        },
      ),
    );
    assert.deepEqual(
      [boundsOf([]), boundsOf([2, 1])],
      [
        [0, 1],
        [1, 2],
      ],
    );
  });

  it("leave no markup in text", () => {
    fc.assert(fc.property(fc.string(), (text) => !/[<>"]/.test(escape(text))));
  });
});
