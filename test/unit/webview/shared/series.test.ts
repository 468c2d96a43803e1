import assert from "node:assert/strict";
import { describe, it } from "mocha";
import fc from "fast-check";
import { downsample } from "../../../../webview/shared/downsample.ts";
import { metricPoints, nearestPoint, unionOfX, type Point } from "../../../../webview/shared/series.ts";
import { smooth } from "../../../../webview/shared/smoothing.ts";

const points = fc
  .array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 300 })
  .map((values): Point[] => values.map((y, x) => ({ x, y })));

describe("metricPoints", () => {
  const rows = [
    { step: 1, time: 0.5, loss: 2, reward: 0.5, reward_std: 0.1 },
    { step: 2, time: 1, "eval/comp/iid/accuracy": 0.3 },
    { step: 3, time: 1.5, loss: Number.NaN, reward: 0.6 },
  ];

  it("leaves out rows without a finite value", () => {
    assert.deepEqual(metricPoints(rows, "loss", "step"), [{ x: 1, y: 2 }]);
    assert.deepEqual(metricPoints(rows, "eval/comp/iid/accuracy", "time"), [{ x: 1, y: 0.3 }]);
  });

  it("puts a band around the values that have a deviation", () => {
    assert.deepEqual(metricPoints(rows, "reward", "step", "reward_std"), [
      { x: 1, y: 0.5, low: 0.4, high: 0.6 },
      { x: 3, y: 0.6 },
    ]);
  });
});

describe("nearestPoint", () => {
  it("finds what a search of all points finds", () => {
    fc.assert(
      fc.property(points, fc.double({ min: -10, max: 310, noNaN: true }), (all, x) => {
        const nearest = nearestPoint(all, x)!;
        assert.equal(Math.abs(nearest.x - x), Math.min(...all.map((point) => Math.abs(point.x - x))));
      }),
    );
    assert.equal(nearestPoint([], 3), undefined);
  });
});

describe("unionOfX", () => {
  it("is ascending and without duplicates", () => {
    const series = [
      [3, 10],
      [1, 3],
    ].map((xs, style) => ({
      name: String(style),
      color: "red",
      style,
      points: xs.map((x) => ({ x, y: 0 })),
    }));
    assert.deepEqual(unionOfX(series), [1, 3, 10]);
  });
});

describe("smooth", () => {
  it("leaves a constant line where it is, from its first point on", () => {
    const line = Array.from({ length: 20 }, (_, x) => ({ x, y: 3 }));
    for (const { y } of smooth(line, 0.9)) assert.ok(Math.abs(y - 3) < 1e-12);
  });

  it("weighs the past as TensorBoard does", () => {
    const [first, second] = smooth(
      [
        { x: 0, y: 0 },
        { x: 1, y: 1 },
      ],
      0.6,
    );
    assert.equal(first!.y, 0);
    assert.ok(Math.abs(second!.y - 0.4 / (1 - 0.36)) < 1e-12);
  });

  it("weighs points that stand for many rows as much as the rows would be", () => {
    const rows = Array.from({ length: 1000 }, (_, x) => ({ x, y: x < 500 ? 0 : 1 }));
    const means = Array.from({ length: 100 }, (_, point) => ({ x: point * 10 + 9, y: rows[point * 10]!.y }));
    const whole = smooth(rows, 0.98);
    const merged = smooth(means, 0.98 ** 10);
    for (const { x, y } of merged) assert.ok(Math.abs(y - whole[x]!.y) < 0.03);
  });

  it("smooths x as well on a path", () => {
    const path = [
      { x: 0, y: 0, step: 1 },
      { x: 1, y: 1, step: 2 },
    ];
    const [, second] = smooth(path, 0.6, true);
    assert.equal(second!.x, second!.y);
    assert.equal(second!.step, 2);
  });

  it("keeps within the values and takes the band along", () => {
    fc.assert(
      fc.property(points, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (line, weight) => {
        const ys = line.map(({ y }) => y);
        const banded = line.map((point) => ({ ...point, low: point.y - 1, high: point.y + 1 }));
        for (const { y, low, high } of smooth(banded, weight)) {
          assert.ok(y >= Math.min(...ys) - 1e-6 && y <= Math.max(...ys) + 1e-6);
          assert.ok(Math.abs(y - 1 - low!) < 1e-6 && Math.abs(y + 1 - high!) < 1e-6);
        }
      }),
    );
  });
});

describe("downsample", () => {
  it("keeps order, ends, extremes and the limit", () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 4, max: 100 }), (line, limit) => {
        const kept = downsample(line, limit);
        assert.ok(kept.length <= Math.max(limit, line.length <= limit ? line.length : 0));
        assert.equal(kept[0], line[0]);
        assert.equal(kept.at(-1), line.at(-1));
        assert.ok(kept.every((point, index) => index === 0 || kept[index - 1]!.x < point.x));
        const extremes = (all: readonly Point[]) => [
          Math.min(...all.map(({ y }) => y)),
          Math.max(...all.map(({ y }) => y)),
        ];
        assert.deepEqual(extremes(kept), extremes(line));
      }),
    );
  });
});
