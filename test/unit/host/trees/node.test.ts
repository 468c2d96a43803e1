import assert from "node:assert/strict";
import { paged, type TreeNode } from "../../../../src/host/trees/node.ts";

const row = (n: number): TreeNode => ({ id: `row/${n}`, label: `person ${n}` });
const rows = (count: number) =>
  paged(
    "people",
    Array.from({ length: count }, (_, n) => n),
    row,
    (n) => `person ${n}`,
  );

describe("tree pages", () => {
  it("shows few items themselves", () => {
    assert.deepEqual(
      rows(200).map(({ id }) => id),
      Array.from({ length: 200 }, (_, n) => `row/${n}`),
    );
  });

  it("makes rows of 20,000 items only when their page is opened", async () => {
    let made = 0;
    const pages = paged(
      "people",
      Array.from({ length: 20_000 }, (_, n) => n),
      (n) => {
        made++;
        return row(n);
      },
      (n) => `person ${n}`,
    );
    assert.equal(pages.length, 100);
    assert.equal(made, 0);
    assert.equal(pages[0]!.label, "00001–00200");
    assert.equal(pages[0]!.description, "person 0 … person 199");
    assert.equal((await pages[99]!.children!()).at(-1)!.label, "person 19999");
    assert.equal(made, 200);
  });

  it("loses no item on the last, shorter page", async () => {
    const children = await Promise.all(rows(401).map(async ({ children }) => children!()));
    assert.deepEqual(
      children.map(({ length }) => length),
      [200, 200, 1],
    );
  });
});
