import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { layOutFlow, leastFlowHeight, rowPitch } from "../../../../webview/explorer/model/flow-layout.ts";
import { buildFlow, totalWeight, type Weight } from "../../../../webview/explorer/model/flow.ts";
import { longest, type PathRow } from "../../../../webview/explorer/model/paths.ts";
import { arbitraryRows, row } from "./paths.ts";

const weight = fc.constantFrom<Weight>("paths", "questions");
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const reaching = (rows: readonly PathRow[], hop: number) => rows.filter(({ relations }) => relations.length > hop);
const near = (a: number, b: number) => {
  assert.ok(Math.abs(a - b) < 1e-6, `${a} is not ${b}`);
};

describe("buildFlow", () => {
  it("loses no path: columns, segments and links hold all that reach them", () => {
    fc.assert(
      fc.property(arbitraryRows, weight, (rows, by) => {
        const { columns, links } = buildFlow(rows, longest(rows), by);
        columns.forEach((nodes, hop) => {
          const expected = totalWeight(reaching(rows, hop), by);
          assert.equal(sum(nodes.map((node) => node.weight)), expected);
          assert.equal(sum(nodes.flatMap(({ segments }) => segments.map((segment) => segment.weight))), expected);
          const arriving = links.filter((link) => link.hop === hop - 1);
          if (hop > 0) assert.equal(sum(arriving.map((link) => link.weight)), expected);
        });
      }),
    );
  });

  it("merges paths of one skill alone", () => {
    const rows = [row("a", [0, 2]), row("b", [0, 2, 4]), row("c", [0, 2], { skill: "mem" })];
    const { columns, links } = buildFlow(rows, 3, "paths");
    assert.deepEqual(
      columns.map((nodes) => nodes.map(({ name, paths }) => [name, paths.length])),
      [[["boss", 3]], [["spouse", 3]], [["city", 1]]],
    );
    assert.deepEqual(
      links.map(({ hop, skill, paths }) => [hop, skill, paths.map(({ id }) => id).join()]),
      [
        [0, "comp", "a,b"],
        [1, "comp", "b"],
        [0, "mem", "c"],
      ],
    );
  });
});

describe("layOutFlow", () => {
  it("keeps rows apart and within the drawing, and ribbons within their boxes", () => {
    fc.assert(
      fc.property(arbitraryRows, weight, fc.integer({ min: 0, max: 800 }), (rows, by, extra) => {
        const flow = buildFlow(rows, longest(rows), by);
        const height = leastFlowHeight(flow) + extra;
        const { columns, ribbons } = layOutFlow(flow, { width: 900, height });
        for (const boxes of columns) {
          boxes.forEach((box, index) => {
            assert.ok(box.y >= -1e-6 && box.y + box.height <= height + 1e-6);
            const previous = boxes[index - 1];
            if (previous === undefined) return;
            const distance = box.y + box.height / 2 - (previous.y + previous.height / 2);
            assert.ok(distance >= rowPitch - 1e-6 && box.y >= previous.y + previous.height);
          });
        }
        for (const { hop, from, to, y0, y1, thickness } of ribbons.values()) {
          const start = columns[hop]!.find(({ relation }) => relation === from)!;
          const end = columns[hop + 1]!.find(({ relation }) => relation === to)!;
          assert.ok(y0 >= start.y - 1e-6 && y0 + thickness <= start.y + start.height + 1e-6);
          assert.ok(y1 >= end.y - 1e-6 && y1 + thickness <= end.y + end.height + 1e-6);
        }
      }),
    );
  });

  it("fills the height where there is more than the rows need", () => {
    const flow = buildFlow([row("a", [0, 2]), row("b", [1, 2])], 2, "paths");
    const { columns } = layOutFlow(flow, { width: 900, height: 400 });
    near(columns[0]![1]!.y + columns[0]![1]!.height, 400 - 1.5);
  });
});
