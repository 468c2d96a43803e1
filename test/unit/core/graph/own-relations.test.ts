import assert from "node:assert/strict";
import fc from "fast-check";
import { curriculumSchema } from "../../../../src/core/curriculum/schema.ts";
import { buildGraph } from "../../../../src/core/graph/build.ts";
import { parseRelationFile } from "../../../../src/core/graph/relation-file.ts";
import type { Relation } from "../../../../src/core/graph/types.ts";
import { parseChain } from "../../../../src/core/language/parse.ts";
import { renderStatement } from "../../../../src/core/language/statement.ts";

const group = fc.constantFrom("parametric", "contextual");

function person(name: string, inverse: string | undefined, of: string): object {
  return {
    name,
    group: of,
    object: "person",
    ...(inverse !== undefined && { inverse }),
    statements: [`{subject}'s ${name} is {object}.`, `{subject} is, as for ${name}, with {object} at present.`],
    questions: [`Who is the ${name} of {subject}?`],
    reference: { noun: name, clause: `the ${name} of {subject}` },
  };
}

/** Tables of relations without inverse, symmetric ones, pairs of one group or of two, and attributes of a new kind. */
const tables = fc
  .array(fc.tuple(fc.constantFrom("plain", "symmetric", "pair", "attribute"), group, group), {
    minLength: 1,
    maxLength: 6,
  })
  .map((kinds) =>
    kinds.flatMap(([kind, of, back], i): object[] => {
      const name = `r${i}`;
      if (kind === "plain") return [person(name, undefined, of)];
      if (kind === "symmetric") return [person(name, name, of)];
      if (kind === "pair") return [person(name, `${name}back`, of), person(`${name}back`, name, back)];
      const statements = [`{subject} has as ${name} {a} {object}.`];
      return [{ name, group: of, object: "moon", statements, questions: [`Which ${name} has {subject}?`] }];
    }),
  );

describe("relations of one's own", () => {
  it("give graphs whose facts are functional, agree in both directions and read back in every wording", () => {
    fc.assert(
      fc.property(tables, fc.nat({ max: 100 }), (relations, seed) => {
        const values = { moon: ["Io", "Europa", "O'Neil's rock", "x.y"] };
        const { sources, diagnostics } = parseRelationFile(JSON.stringify({ relations, values }), "x", { drawn: true });
        assert.ok(sources, JSON.stringify(diagnostics));
        const people = { parametric: 8, contextual: 10, shared: 4 };
        const { graph: spec } = curriculumSchema.parse({ graph: { people, contextualWorlds: 2 } });
        const graph = buildGraph({ graph: spec, seed, sources });
        assert.deepEqual(
          graph.relations.map(({ name }) => name),
          relations.map((relation) => (relation as Relation).name),
        );
        for (const relation of graph.relations) {
          for (const { id, [relation.group]: has } of graph.people) {
            const object = graph.object(id, relation.name, 1);
            assert.equal(object !== undefined, has);
            if (object === undefined) continue;
            assert.notEqual(object, id);
            checkBack(relation, id, object);
            for (let wordings = 1; wordings <= relation.statements.length; wordings++) {
              const wording = { ...relation, statements: relation.statements.slice(wordings - 1) };
              const stated = renderStatement(graph, id, wording, {
                world: 1,
                spec: { wordings: 1, heldOutWordings: 0 },
                key: "",
              });
              const [hop] = parseChain(`${stated.text} So, the answer is: x`, graph).hops;
              assert.equal(hop?.relation, relation.name, stated.text);
              assert.equal(hop.subject, graph.people[id]!.name);
            }
          }
        }

        function checkBack({ inverse }: Relation, subject: number, object: number | string): void {
          if (inverse === undefined || typeof object !== "number") return;
          const back = graph.object(object, inverse, 1);
          if (back !== undefined) assert.equal(back, subject);
        }
      }),
      { numRuns: 60 },
    );
  });
});
