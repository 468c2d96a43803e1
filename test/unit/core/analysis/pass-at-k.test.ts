import assert from "node:assert/strict";
import fc from "fast-check";
import { passAtK, powersUpTo } from "../../../../src/core/analysis/pass-at-k.ts";

/** Share of the k-subsets of n samples that hold a right one, by going through all of them. */
function byEnumeration(n: number, c: number, k: number): number {
  let subsets = 0;
  let hits = 0;
  for (let set = 0; set < 2 ** n; set++) {
    const members = Array.from({ length: n }, (_, i) => i).filter((i) => set & (1 << i));
    if (members.length !== k) continue;
    subsets++;
    if (members.some((i) => i < c)) hits++;
  }
  return hits / subsets;
}

describe("pass@k", () => {
  it("is the share of k-subsets that hold a right sample", () => {
    for (let n = 1; n <= 8; n++)
      for (let c = 0; c <= n; c++)
        for (let k = 1; k <= n; k++) assert.ok(Math.abs(passAtK(n, c, k) - byEnumeration(n, c, k)) < 1e-12);
  });

  it("is c / n at k = 1, does not fall with k, and is 1 at k = n where any sample is right", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1024 }), fc.nat(), (n, seed) => {
        const c = seed % (n + 1);
        const values = powersUpTo(n).map((k) => passAtK(n, c, k));
        assert.ok(Math.abs(values[0]! - c / n) < 1e-12);
        for (let i = 1; i < values.length; i++) assert.ok(values[i]! >= values[i - 1]! - 1e-12);
        assert.equal(passAtK(n, c, n), c > 0 ? 1 : 0);
      }),
    );
  });

  it("stays exact where factorials overflow", () => {
    assert.ok(Math.abs(passAtK(4096, 1, 512) - 512 / 4096) < 1e-12);
    assert.equal(passAtK(4, 1, 4), 1);
  });
});
