import assert from "node:assert/strict";
import type { Person } from "../../../../src/core/graph/types.ts";
import type { ReaderCall } from "../../../../src/host/reader/protocol.ts";
import type { TreeNode } from "../../../../src/host/trees/node.ts";
import { peopleNode } from "../../../../src/host/trees/people-nodes.ts";

const people = Array.from({ length: 20_000 }, (_, id): Person => {
  const name = `${String.fromCharCode(65 + Math.floor(id / 5000))}nn ${String(id).padStart(5, "0")}`;
  return { id, name, parametric: true, contextual: false };
});
let asked = 0;
const read = ((method) => {
  asked++;
  assert.equal(method, "people");
  return Promise.resolve(people);
}) as ReaderCall;

describe("20,000 people in the tree", () => {
  it("stand in pages under their initials, below a row that searches, and are read once", async () => {
    const [search, ...letters] = await peopleNode("people", "/x", { people: people.length, worlds: 1 }, read)
      .children!();
    assert.deepEqual(search!.command!.arguments, ["/x"]);
    assert.deepEqual(
      letters.map(({ label, description }) => `${label} ${description!}`),
      ["A 5,000", "B 5,000", "C 5,000", "D 5,000"],
    );
    const pages = (await Promise.all(letters.map(async ({ children }) => children!()))).flat();
    const rows = (await Promise.all(pages.map(async ({ children }) => children!()))).flat();
    assert.deepEqual(
      rows.map(({ label }: TreeNode) => label),
      people.map(({ name }) => name),
    );
    assert.equal(asked, 1);
  });
});
