import assert from "node:assert/strict";
import fc from "fast-check";
import { CompactGraph, NO_FACT } from "../../../../src/core/graph/compact.ts";
import { relations as paper } from "../../../../src/core/graph/relations.ts";
import { someoneWalks, walk } from "../../../../src/core/paths/walk.ts";

const relations = paper.filter(({ name }) => ["boss", "spouse", "child"].includes(name));

/** People of whom few facts are known. */
function sparseGraph(objects: readonly (readonly number[])[]): CompactGraph {
  const people = objects[0]!.map((_, id) => ({ id, name: `P${id}`, parametric: true, contextual: true }));
  const facts = new Map(relations.map(({ name }, i) => [name, [Int32Array.from(objects[i]!)]]));
  return new CompactGraph({ relations, people, worlds: 1, values: {}, loadFacts: () => facts });
}

describe("someoneWalks", () => {
  it("finds a way where one of the people has one, and no other", () => {
    const size = 6;
    const object = fc.oneof({ weight: 3, arbitrary: fc.constant(NO_FACT) }, fc.nat({ max: size - 1 }));
    const row = fc.array(object, { minLength: size, maxLength: size });
    fc.assert(
      fc.property(fc.tuple(row, row, row), fc.shuffledSubarray(relations, { minLength: 1 }), (rows, hops) => {
        const graph = sparseGraph(rows);
        const names = hops.map(({ name }) => name);
        const expected = graph.people.some(({ id }) => walk(graph, names, id, 0) !== undefined);
        assert.equal(someoneWalks(graph, names, 0), expected);
      }),
    );
  });
});
