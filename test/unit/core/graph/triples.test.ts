import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { UserError } from "../../../../src/core/errors.ts";
import { NO_FACT } from "../../../../src/core/graph/compact.ts";
import { relations as table } from "../../../../src/core/graph/relations.ts";
import { checkTriples, readTripleGraph } from "../../../../src/core/graph/triples.ts";
import { inTemporaryFolder } from "../dataset/small.ts";

/** What is said of a text, as `severity line: message`. */
function said(text: string): string[] {
  return checkTriples(text, "x.tsv", table).map(({ severity, line, message }) => `${severity} ${line}: ${message}`);
}

async function graphOf(text: string) {
  let graph: ReturnType<typeof readTripleGraph> | undefined;
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, "facts.csv");
    writeFileSync(file, text);
    graph = readTripleGraph(file, table, table);
    await Promise.resolve();
  });
  return graph!;
}

describe("triples", () => {
  it("reads CSV and TSV, with and without header, quotes, byte-order mark and CRLF", async () => {
    const rows = [
      ["Ann O'Neil", "boss", "Zoë, the second"],
      ["Zoë, the second", "pet", "Rex"],
    ];
    const quoted = rows.map((row) => row.map((cell) => `"${cell}"`));
    for (const [cells, delimiter] of [
      [quoted, ","],
      [rows, "\t"],
    ] as const) {
      for (const header of ["", ["subject", "relation", "object"].join(delimiter) + "\r\n"]) {
        const text = `\uFEFF${header}${cells.map((row) => row.join(delimiter)).join("\r\n")}\r\n`;
        assert.deepEqual(said(text), [
          "warning 1: 1 fact is added, the other directions of symmetric and inverse relations.",
        ]);
        const graph = await graphOf(text);
        const [ann, zoe] = ["Ann O'Neil", "Zoë, the second"].map((name) =>
          graph.people.findIndex((p) => p.name === name),
        );
        assert.equal(graph.object(ann!, "boss", 0), zoe);
        assert.equal(graph.object(zoe!, "boss_of", 0), ann);
        assert.equal(graph.object(zoe!, "pet", 0), "Rex");
        assert.equal(graph.object(ann!, "pet", 0), undefined);
      }
    }
  });

  it("knows a header by its first or its second column", () => {
    for (const header of ["Subject,p,o", "entity1,relation,entity2", "head,boss,tail"])
      assert.deepEqual(said(`${header}\na,pet,Rex`), [], header);
  });

  it("takes a name for one however its accents are encoded", async () => {
    const graph = await graphOf("Ren\u00e9,pet,Rex\nRene\u0301,hobby,chess");
    assert.deepEqual(
      graph.people.map(({ name }) => name),
      ["Ren\u00e9"],
    );
  });

  it("numbers parametric people first, then those with both kinds of facts, then contextual ones, then the rest", async () => {
    const graph = await graphOf("a,spouse,b\nc,pet,Rex\nd,pet,Tom\nd,rival,e\nf,classmate,g\nh,influenced_by,i");
    const groups = graph.people.map(({ parametric, contextual }) => [parametric, contextual].map(Number).join(""));
    assert.deepEqual(
      groups,
      groups.toSorted((a, b) => ["10", "11", "01", "00"].indexOf(a) - ["10", "11", "01", "00"].indexOf(b)),
    );
  });

  const wrong: readonly (readonly [name: string, text: string, expected: RegExp])[] = [
    ["two cells", "a,boss,b\nc,boss", /^error 2: 2 cells where subject, relation and object are 3/],
    ["an empty cell", "a,boss,", /^error 1: the object is empty/],
    [
      "an unknown relation",
      "a,boss,b\nb,bosss,c",
      /^error 2: "bosss" is no relation of the table; add it to graph\.relationFile, or write "boss"\./,
    ],
    ["nothing", "subject,relation,object\n", /^error 1: it holds no triple/],
    ["a quote without end", 'a,boss,b\nb,pet,"Rex', /^error \d: no table: /],
    ["other marks between cells", "a;boss;b\nb;boss;c", /^error 1: 1 cell where .* put commas or tabs between them/],
    ["bytes of another encoding", "a,boss,b\nRen\uFFFD,boss,b", /^error 2: the text is no UTF-8/],
    ["UTF-16", "a\0,\0b\0o\0s\0s\0,\0b\0", /^error 1: the text is no UTF-8/],
    ["a line separator in a cell", "a,boss,b\u2028c", /^error 1: a cell holds a line break/],
    ["a line break in a cell", 'a,boss,"b\nc"', /^error 2: a cell holds a line break/],
  ];
  for (const [name, text, expected] of wrong) {
    it(`says what is wrong: ${name}`, async () => {
      assert.match(said(text).find((message) => message.startsWith("error")) ?? "", expected);
      await assert.rejects(
        graphOf(text),
        (error) => error instanceof UserError && /facts\.csv:\d: /.test(error.message),
      );
    });
  }

  it("keeps the first of several objects, and counts what contradicts the other direction", async () => {
    const text = "a,spouse,b\na,spouse,c\nc,spouse,b\nc,child,d\ne,child,d\nf,child,f";
    assert.deepEqual(said(text).slice(0, -1), [
      "warning 2: (a, spouse, c) gives a second object beside (a, spouse, b): the first is kept.",
      "warning 3: (c, spouse, b) contradicts (b, spouse, a): the first is kept.",
      "warning 5: (e, child, d) contradicts (d, parent, c): the first is kept.",
      "warning 6: (f, child, f) relates f to itself: it is left out.",
    ]);
    const graph = await graphOf(text);
    const id = (name: string): number => graph.people.findIndex((person) => person.name === name);
    assert.equal(graph.object(id("a"), "spouse", 0), id("b"));
    assert.equal(graph.object(id("c"), "child", 0), id("d"));
  });

  it("shows the first offenders of a kind and how many there are", () => {
    const messages = said(Array.from({ length: 9 }, (_, i) => `a,boss,b${i}`).join("\n"));
    assert.equal(messages.filter((message) => message.includes("second object")).length, 3);
    assert.match(messages[2]!, /and 5 more such lines/);
  });

  it("reads any text into a graph or a sentence", () => {
    const piece = fc.constantFrom("a", "b", "boss", "pet", ",", "\t", '"', "\n", "\r\n", " ", "é", "'", "\uFEFF");
    fc.assert(
      fc.property(
        fc.array(piece).map((all) => all.join("")),
        (text) => {
          for (const { message, line } of checkTriples(text, "x", table)) {
            assert.ok(line >= 1);
            assert.doesNotMatch(message, /undefined|\[object/);
          }
        },
      ),
    );
  });

  it("gives, of any triples, a functional graph that agrees in both directions and holds what was said first", async () => {
    const name = fc.constantFrom("Ann", "Bob", "Cem", "Dee", "Eva");
    const relation = fc.constantFrom(...["boss", "boss_of", "spouse", "child", "pet"]);
    const triples = fc.array(fc.tuple(name, relation, name), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(triples, async (rows) => {
        const graph = await graphOf(rows.map((row) => row.join(",")).join("\n"));
        for (const { name: relationName, inverse, object: kind } of graph.relations) {
          graph.row(relationName, 0).forEach((object, subject) => {
            if (object === NO_FACT) return;
            if (kind === "person") assert.notEqual(object, subject);
            if (inverse !== undefined) assert.equal(graph.object(object, inverse, 0), subject);
          });
        }
        const [subject, first, object] = rows.find(([s, r, o]) => r === "pet" || s !== o) ?? [];
        if (subject === undefined) return;
        const found = graph.object(
          graph.people.findIndex((p) => p.name === subject),
          first!,
          0,
        );
        assert.equal(typeof found === "number" ? graph.people[found]?.name : found, object);
      }),
      { numRuns: 50 },
    );
  });
});
