import assert from "node:assert/strict";
import { relations } from "../../../../src/core/graph/relations.ts";
import { objectName, renderBiography, renderStatement } from "../../../../src/core/language/statement.ts";
import { fakeGraph, inUse } from "./fake-graph.ts";

const graph = fakeGraph(40);
const texts = (key: string, wordings = 3) =>
  renderBiography(graph, 5, { group: "parametric", world: 0, spec: inUse(wordings), key }).map(({ text }) => text);

describe("statements", () => {
  it("mark subject and object within the text", () => {
    for (const relation of relations) {
      for (const { id, name } of graph.people) {
        const statement = renderStatement(graph, id, relation, { world: 1, spec: inUse(3), key: "k" });
        const object = graph.object(id, relation.name, 1)!;
        assert.equal(statement.text.slice(...statement.subject), name);
        assert.equal(statement.text.slice(...statement.object), objectName(graph, object));
        assert.equal(statement.group, relation.group);
        assert.equal(statement.triple.world, relation.group === "contextual" ? 1 : undefined);
      }
    }
  });

  it("use as many wordings as are asked for", () => {
    const boss = graph.relation("boss");
    for (const wordings of [1, 2, 3]) {
      const used = new Set(
        Array.from(
          { length: 100 },
          (_, i) => renderStatement(graph, 5, boss, { world: 0, spec: inUse(wordings), key: `${i}` }).text,
        ),
      );
      assert.equal(used.size, wordings);
    }
  });

  it("keep the last wordings for what is new, of contextual relations alone", () => {
    const used = (name: string, isNew: boolean) =>
      new Set(
        Array.from({ length: 60 }, (_, i) => {
          const phrasing = { world: 0, spec: inUse(3, 1), key: `${i}`, isNew };
          const { text, subject, object } = renderStatement(graph, 5, graph.relation(name), phrasing);
          return `{subject}${text.slice(subject[1], object[0])}{object}.`;
        }),
      );
    const wordings = (name: string) => graph.relation(name).statements;
    assert.deepEqual(used("spouse", false), new Set(wordings("spouse").slice(0, 2)));
    assert.deepEqual(used("spouse", true), new Set(wordings("spouse").slice(2)));
    assert.deepEqual(used("boss", true), new Set(wordings("boss").slice(0, 2)));
  });

  it("give an object its article", () => {
    const works = { ...graph.relation("occupation"), statements: ["{subject} works as {a} {object}."] };
    const state = (occupation: string) => {
      const phrasing = { world: 0, spec: inUse(1), key: "" };
      const { text, object } = renderStatement({ ...graph, object: () => occupation }, 5, works, phrasing);
      assert.equal(text.slice(...object), occupation);
      return text.slice(graph.people[5]!.name.length);
    };
    assert.equal(state("actor"), " works as an actor.");
    assert.equal(state("nurse"), " works as a nurse.");
  });

  it("name the person and the relation that is missing", () => {
    const empty = { ...graph, object: () => undefined };
    assert.throws(
      () => renderStatement(empty, 5, graph.relation("boss"), { world: 2, spec: inUse(1), key: "" }),
      /Person 5 has no boss in world 2/,
    );
  });
});

describe("biographies", () => {
  it("state every relation of the group once, in an order and wording that the key decides", () => {
    assert.equal(texts("a").length, 20);
    assert.deepEqual(texts("a"), texts("a"));
    assert.notDeepEqual(texts("a", 1), texts("b", 1));
    assert.deepEqual(texts("a", 1).sort(), texts("b", 1).sort());
    assert.notDeepEqual(texts("a").sort(), texts("b").sort());
  });

  it("take their order from a key of its own, if it is given", () => {
    const biography = (key: string, order: string) =>
      renderBiography(graph, 5, { group: "parametric", world: 0, spec: inUse(3), key, order }).map(({ text }) => text);
    assert.deepEqual(biography("a", "a"), texts("a"));
    assert.deepEqual(biography("a", "b").sort(), texts("a").sort());
    assert.notDeepEqual(biography("a", "b"), texts("a"));
    const relationsOf = (key: string, order: string) =>
      renderBiography(graph, 5, { group: "parametric", world: 0, spec: inUse(3), key, order }).map(
        ({ triple }) => triple.relation,
      );
    assert.deepEqual(relationsOf("a", "b"), relationsOf("c", "b"));
  });

  it("hold the contextual facts of their world", () => {
    const born = (world: number) =>
      renderBiography(graph, 5, { group: "contextual", world, spec: inUse(1), key: "" }).find(
        ({ triple }) => triple.relation === "birth_place",
      )?.triple;
    assert.deepEqual(born(2), {
      subject: 5,
      relation: "birth_place",
      object: graph.object(5, "birth_place", 2),
      world: 2,
    });
  });

  it("leave out what a person lacks", () => {
    const petless = {
      ...graph,
      object: (person: number, name: string, world: number) =>
        name === "pet" ? undefined : graph.object(person, name, world),
    };
    const biography = renderBiography(petless, 5, { group: "parametric", world: 0, spec: inUse(1), key: "" });
    assert.equal(biography.length, 19);
  });

  it("state the relations listed in the order listed", () => {
    const listed = ["phone", "spouse", "boss"];
    const biography = renderBiography(graph, 5, { relations: listed, world: 0, spec: inUse(3), key: "a" });
    assert.deepEqual(
      biography.map(({ triple }) => triple.relation),
      listed,
    );
  });
});
