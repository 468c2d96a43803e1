import assert from "node:assert/strict";
import fc from "fast-check";
import { UserError } from "../../../../src/core/errors.ts";
import { buildGraph as build, type GraphSource } from "../../../../src/core/graph/build.ts";
import { NO_FACT, type CompactGraph } from "../../../../src/core/graph/compact.ts";
import { population } from "../../../../src/core/graph/people.ts";
import { relations } from "../../../../src/core/graph/relations.ts";

type GraphSpec = GraphSource["graph"];

const buildGraph = (graph: GraphSpec, seed: number): CompactGraph => build({ graph, seed });

const spec = (parametric: number, contextual: number, shared: number, rest: Partial<GraphSpec> = {}): GraphSpec => ({
  people: { parametric, contextual, shared },
  contextualWorlds: 1,
  attributeValues: 50,
  ...rest,
});

/** Even numbers of people, and never a single one on either side of the shared ones. */
const specs = fc
  .record({
    parametric: fc.integer({ min: 2, max: 12 }).map((n) => 2 * n),
    contextual: fc.integer({ min: 2, max: 12 }).map((n) => 2 * n),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    contextualWorlds: fc.integer({ min: 1, max: 4 }),
    attributeValues: fc.integer({ min: 2, max: 60 }),
    relations: fc.option(
      fc.subarray(
        relations.map(({ name }) => name),
        { minLength: 1 },
      ),
      { nil: undefined },
    ),
  })
  .map(({ parametric, contextual, share, relations: names, ...rest }) => {
    const shared = 2 * Math.floor((Math.min(parametric, contextual) * share) / 2);
    return spec(parametric, contextual, shared, { ...rest, ...(names ? { relations: names } : {}) });
  });

const seeds = fc.nat({ max: 1000 });

function everyFact(
  graph: CompactGraph,
  check: (subject: number, relation: string, object: number, world: number) => void,
) {
  for (const { name, group } of graph.relations) {
    for (let world = 0; world < (group === "parametric" ? 1 : graph.worlds); world++) {
      graph.row(name, world).forEach((object, subject) => {
        check(subject, name, object, world);
      });
    }
  }
}

describe("buildGraph", () => {
  it("gives everybody of a group exactly one other object of the right kind in each relation", () => {
    fc.assert(
      fc.property(specs, seeds, (graphSpec, seed) => {
        const graph = buildGraph(graphSpec, seed);
        everyFact(graph, (subject, name, object) => {
          const { group, object: kind } = graph.relation(name);
          if (!graph.people[subject]![group]) {
            assert.equal(object, NO_FACT);
            return;
          }
          if (kind !== "person") {
            assert.ok(graph.values[kind]![object] !== undefined);
            return;
          }
          assert.notEqual(object, subject);
          assert.ok(graph.people[object]![group]);
        });
      }),
      { numRuns: 40 },
    );
  });

  it("tells symmetric and inverse relations alike in both directions, in every world", () => {
    fc.assert(
      fc.property(specs, seeds, (graphSpec, seed) => {
        const graph = buildGraph(graphSpec, seed);
        const names = new Set(graph.relations.map(({ name }) => name));
        everyFact(graph, (subject, name, object, world) => {
          const { inverse } = graph.relation(name);
          if (object === NO_FACT || inverse === undefined || !names.has(inverse)) return;
          const { group } = graph.relation(inverse);
          assert.equal(graph.people[subject]![group], graph.people[object]![group]);
          if (graph.people[subject]![group]) assert.equal(graph.object(object, inverse, world), subject);
        });
      }),
      { numRuns: 40 },
    );
  });

  it("has unique names of which none begins with another, and no value that nobody has", () => {
    const graph = buildGraph(spec(400, 400, 100), 3);
    const names = graph.people.map(({ name }) => name).sort();
    names.slice(1).forEach((name, i) => {
      assert.ok(!name.startsWith(names[i]!), `${names[i]!} / ${name}`);
    });
    for (const [kind, pool] of Object.entries(graph.values)) {
      assert.ok(pool.length <= 50);
      const rows = graph.relations.filter(({ object }) => object === kind).map(({ name }) => graph.row(name, 0));
      pool.forEach((value, index) => {
        assert.ok(
          rows.some((row) => row.includes(index)),
          `${kind}: ${value}`,
        );
      });
    }
  });

  it("numbers parametric-only people first, then shared, then contextual-only", () => {
    const { people } = buildGraph(spec(6, 8, 4), 0);
    const kinds = people.map(({ parametric, contextual }) => `${parametric ? "p" : ""}${contextual ? "c" : ""}`);
    assert.equal(kinds.join(" "), "p p pc pc pc pc c c c c");
    assert.deepEqual(population({ parametric: 6, contextual: 8, shared: 4 }, "contextual"), { first: 2, count: 8 });
  });

  it("assigns contextual facts anew in each world, each world independent of how many there are", () => {
    const few = buildGraph(spec(20, 20, 20, { contextualWorlds: 2 }), 1);
    const many = buildGraph(spec(20, 20, 20, { contextualWorlds: 5 }), 1);
    for (const { name } of few.relations.filter(({ object }) => object === "person")) {
      assert.deepEqual(few.row(name, 1), many.row(name, 1));
    }
    assert.notDeepEqual(many.row("spouse", 0), many.row("spouse", 1));
    assert.notDeepEqual(many.row("major", 0), many.row("major", 1));
    assert.deepEqual(many.row("boss", 0), many.row("boss", 4));
    assert.deepEqual(many.row("boss_of", 0), many.row("boss_of", 4), "the inverse of a parametric relation is fixed");
  });

  it("is a function of the seed, and different seeds differ", () => {
    const rows = (seed: number) => buildGraph(spec(20, 20, 10), seed).row("boss", 0);
    assert.deepEqual(rows(5), rows(5));
    assert.notDeepEqual(rows(5), rows(6));
  });

  it("gives no two people one phone number or email while there are enough", () => {
    const graph = buildGraph(spec(50, 50, 50), 0);
    for (const name of ["phone", "email"]) assert.equal(new Set(graph.row(name, 0)).size, 50);
  });

  it("lets nobody die before they are born", () => {
    const graph = buildGraph(spec(200, 2, 2, { attributeValues: 300 }), 0);
    const year = (person: number, relation: string) => Number((graph.object(person, relation, 0) as string).slice(-4));
    for (const { id } of graph.people) assert.ok(year(id, "birth_date") <= year(id, "died_on"));
  });

  it("refuses numbers of people that symmetric or inverse relations do not allow", () => {
    const refuses = (graphSpec: GraphSpec, message: RegExp) => {
      assert.throws(
        () => buildGraph(graphSpec, 0),
        (error) => error instanceof UserError && message.test(error.message),
      );
    };
    refuses(spec(5, 6, 4, { relations: ["roommate"] }), /graph\.people\.parametric.*odd.*roommate/);
    refuses(spec(6, 7, 4, { relations: ["spouse"] }), /graph\.people\.contextual.*odd.*spouse/);
    refuses(spec(6, 6, 5, { relations: ["boss", "boss_of"] }), /graph\.people\.shared/);
    refuses(spec(2_000_000, 2, 2), /graph\.people.*at most/);
    assert.ok(buildGraph(spec(5, 7, 4, { relations: ["boss", "major"] }), 0));
  });
});
