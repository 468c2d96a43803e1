import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  cellPassage,
  coverageState,
  pairCoverage,
  positionCoverage,
  type CoverageMatrix,
} from "../../../../webview/explorer/model/coverage.ts";
import { contains } from "../../../../webview/explorer/model/filters.ts";
import { longest, type PathRow } from "../../../../webview/explorer/model/paths.ts";
import { coverageTable } from "../../../../webview/explorer/model/table-rows.ts";
import { arbitraryRows, relations, row } from "./paths.ts";

/** Every cell counted by asking each path whether it goes along the cell's passage, which is also what a click shows. */
function assertCounts(matrix: CoverageMatrix, rows: readonly PathRow[]): void {
  matrix.rows.forEach((_, r) => {
    matrix.columns.forEach((__, c) => {
      const cell = matrix.cells.find(({ row: at, column }) => at === r && column === c);
      const expected = rows.filter((path) => contains(path, cellPassage(matrix, r, c)));
      assert.deepEqual(cell?.paths ?? [], expected);
      assert.equal(cell?.train ?? 0, expected.filter(({ questions }) => questions.train > 0).length);
      assert.equal(cell?.test ?? 0, expected.filter(({ questions }) => questions.test > 0).length);
    });
  });
}

describe("coverage", () => {
  it("by position counts the paths that a filter by the cell shows", () => {
    fc.assert(
      fc.property(arbitraryRows, (rows) => {
        assertCounts(positionCoverage(rows, relations, longest(rows)), rows);
      }),
    );
  });

  it("by pair counts the paths that a filter by the cell shows", () => {
    fc.assert(
      fc.property(arbitraryRows, (rows) => {
        assertCounts(pairCoverage(rows, relations), rows);
      }),
    );
  });

  it("tells apart what is trained, tested, both and neither", () => {
    const rows = [
      row("a", [0, 2], { questions: { train: 3, test: 0 } }),
      row("b", [1, 2], { questions: { train: 0, test: 3 } }),
    ];
    const { cells } = positionCoverage(rows, relations, 2);
    assert.deepEqual(
      cells.map((cell) => [cell.row, cell.column, coverageState(cell)]),
      [
        [0, 0, "train"],
        [0, 2, "train"],
        [1, 0, "test"],
        [1, 2, "test"],
        [2, 1, "both"],
        [2, 2, "both"],
      ],
    );
    assert.equal(coverageState({ train: 0, test: 0 }), "none");
  });

  it("as a table names the gaps too", () => {
    const { header, rows } = coverageTable(pairCoverage([row("a", [0, 2])], relations), undefined);
    assert.equal(rows.length, 4 * relations.length);
    assert.deepEqual(rows[2], ["boss", "spouse", "in training and in tests", 1, 1, 1]);
    assert.deepEqual(rows[3], ["boss", "rival", "in no path", 0, 0, 0]);
    assert.equal(header.length, rows[0]!.length);
  });
});
