import assert from "node:assert/strict";
import { differencesOf, flatten } from "../../../../src/core/runs/differences.ts";

const differences = (...settings: readonly object[]) => differencesOf(settings.map((one) => flatten(one)));

describe("differencesOf", () => {
  it("tells what differs by its dotted name, and what one of them lacks", () => {
    const a = { graph: { people: { shared: 60 } }, seed: 1 };
    assert.deepEqual(differences(a, { graph: { people: { shared: 30 }, deep: { er: null } }, seed: 1 }), [
      { path: "graph.people.shared", values: ["60", "30"] },
      { path: "graph.deep.er", values: ["–", "null"] },
    ]);
    assert.deepEqual(differences(a, structuredClone(a)), []);
  });

  it("of lists of names tells only those that not all have", () => {
    const lists = [["boss", "pet"], ["boss"], ["boss", "pet", "hobby"]].map((relations) => ({ relations }));
    assert.deepEqual(differences(...lists), [
      { path: "relations", values: ["1 in common, pet", "the 1 in common", "1 in common, pet, hobby"] },
    ]);
    assert.deepEqual(differences({ sizes: [1, 2] }, { sizes: [1, 3] }), [
      { path: "sizes", values: ["[1,2]", "[1,3]"] },
    ]);
  });
});
