import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { neighbours } from "../../../../webview/explorer/model/neighbours.ts";
import { arbitraryRows, row } from "./paths.ts";

const opposite = { longer: "shorter", shorter: "longer", replaced: "replaced", reordered: "reordered" };

describe("neighbours", () => {
  it("are those one change away: of its skill first, and of these the trained ones", () => {
    const path = row("a", [0, 2, 4]);
    const rows = [
      path,
      row("swapped", [2, 0, 4], { questions: { train: 0, test: 1 } }),
      row("atomic", [4], { skill: "ctx" }),
      row("half", [0, 2], { skill: "mem" }),
      row("other", [0, 3, 4]),
      row("more", [0, 1, 2, 4]),
      row("less", [0, 4]),
      row("far", [3, 1, 4]),
      row("two more", [0, 1, 2, 3, 4]),
    ];
    assert.deepEqual(
      neighbours(path, rows).map((one) => [one.path.id, one.kinship]),
      [
        ["other", "replaced"],
        ["more", "longer"],
        ["less", "shorter"],
        ["swapped", "reordered"],
        ["half", "shorter"],
      ],
    );
  });

  it("are each other's, and never the path itself", () => {
    fc.assert(
      fc.property(arbitraryRows, (rows) => {
        for (const path of rows) {
          for (const near of neighbours(path, rows)) {
            assert.notDeepEqual(near.path.relations, path.relations);
            const back = neighbours(near.path, rows).find((one) => one.path === path);
            assert.equal(back?.kinship, opposite[near.kinship]);
          }
        }
      }),
    );
  });
});
