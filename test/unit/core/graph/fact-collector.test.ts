import assert from "node:assert/strict";
import { FactCollector } from "../../../../src/core/graph/fact-collector.ts";
import { relations } from "../../../../src/core/graph/relations.ts";
import { UserError } from "../../../../src/core/errors.ts";

const collector = (): FactCollector => new FactCollector(relations, relations);

describe("facts from outside", () => {
  it("hold in their world where they are contextual, else in all", () => {
    const facts = collector();
    for (const [world, spouse] of ["Bob", "Cem"].entries()) {
      assert.equal(facts.conflict("Ann", "spouse", spouse, world), undefined);
      facts.add("Ann", "spouse", spouse, world);
    }
    facts.add("Ann", "boss", "Bob", 0);
    const graph = facts.graph();
    const id = (name: string): number => graph.people.find((person) => person.name === name)!.id;
    const spouses = [0, 1].flatMap((world) => ["Ann", "Bob", "Cem"].map((of) => graph.object(id(of), "spouse", world)));
    assert.equal(graph.worlds, 2);
    assert.deepEqual(spouses, [id("Bob"), id("Ann"), undefined, id("Cem"), undefined, id("Ann")]);
    assert.deepEqual(
      [graph.object(id("Ann"), "boss", 1), graph.object(id("Bob"), "boss_of", 1)],
      [id("Bob"), id("Ann")],
    );
  });

  it("contradict those of their world, of all worlds and, where they hold everywhere, of any", () => {
    const facts = collector();
    facts.add("Ann", "spouse", "Bob", 3);
    assert.deepEqual(facts.conflict("Ann", "spouse", "Cem", 3), { subject: "Ann", relation: "spouse", object: "Bob" });
    assert.deepEqual(facts.conflict("Cem", "spouse", "Bob", 3), { subject: "Bob", relation: "spouse", object: "Ann" });
    assert.equal(facts.conflict("Ann", "spouse", "Cem", 4), undefined);
    assert.deepEqual(facts.conflict("Ann", "spouse", "Cem"), { subject: "Ann", relation: "spouse", object: "Bob" });
    facts.add("Dee", "child", "Eve");
    assert.deepEqual(facts.conflict("Eve", "parent", "Ann", 4), { subject: "Eve", relation: "parent", object: "Dee" });
    facts.add("Fay", "parent", "Gus", 5);
    assert.deepEqual(facts.conflict("Gus", "child", "Ann"), { subject: "Gus", relation: "child", object: "Fay" });
  });

  it("are refused where they are of more worlds than memory holds", () => {
    const facts = collector();
    for (let i = 0; i < 2000; i++) facts.add(`A${i}`, "spouse", `B${i}`, i === 0 ? 9999 : 0);
    assert.throws(
      () => facts.graph(),
      (error) => error instanceof UserError && error.message.includes("number the worlds"),
    );
  });
});
