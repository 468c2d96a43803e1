import assert from "node:assert/strict";
import fc from "fast-check";
import { relations } from "../../../../src/core/graph/relations.ts";
import { chainMatches, hopOf, parseChain } from "../../../../src/core/language/parse.ts";
import { answerMarker, extractAnswer } from "../../../../src/core/language/prompt.ts";
import type { Statement } from "../../../../src/core/language/statement.ts";
import { joinStatements, renderStatement } from "../../../../src/core/language/statement.ts";
import { fakeGraph, inUse } from "./fake-graph.ts";

const graph = fakeGraph(40);
const name = (person: number) => graph.people[person]!.name;
const [a, b, c] = [name(10), name(11), name(12)];

const anyStatement: fc.Arbitrary<Statement> = fc
  .record({
    subject: fc.nat({ max: 39 }),
    relation: fc.constantFrom(...relations),
    world: fc.nat({ max: 2 }),
    key: fc.string(),
  })
  .map(({ subject, relation, world, key }) =>
    renderStatement(graph, subject, relation, { world, spec: inUse(3), key }),
  );

describe("reading a chain", () => {
  it("gives back every relation in every wording", () => {
    for (const relation of relations) {
      for (let key = 0; key < 60; key++) {
        const phrasing = { world: key % 3, spec: inUse(3), key: `${key}` };
        const statement = renderStatement(graph, key % 40, relation, phrasing);
        assert.deepEqual(parseChain(statement.text, graph), { hops: [hopOf(statement)], malformed: [] });
      }
    }
  });

  it("gives back whole chains, full stops inside names and values included", () => {
    fc.assert(
      fc.property(fc.array(anyStatement, { minLength: 1, maxLength: 5 }), (chain) => {
        const answer = hopOf(chain.at(-1)!).object;
        const parsed = parseChain(` ${joinStatements(chain)} ${answerMarker} ${answer}`, graph);
        assert.deepEqual(parsed, { hops: chain.map(hopOf), malformed: [], answer });
        assert.ok(chainMatches(parsed, chain));
      }),
      { numRuns: 500 },
    );
  });

  it("sets aside what states no fact about known people", () => {
    const parsed = parseChain(
      `${a}'s boss is ${b}. ${b} is is boss. ${b}'s spouse is Nobody Known. Nobody Known's pet is odd. ${b} died in Nowhere. Well. ${c}'s boss`,
      graph,
    );
    assert.deepEqual(parsed, {
      hops: [
        { subject: a, relation: "boss", object: b },
        { subject: b, relation: "died_in", object: "Nowhere" },
      ],
      malformed: [
        `${b} is is boss.`,
        `${b}'s spouse is Nobody Known.`,
        "Nobody Known's pet is odd.",
        "Well.",
        `${c}'s boss`,
      ],
    });
  });

  it("does not take a person's boss for someone the person is the boss of", () => {
    const relation = (text: string) => parseChain(text, graph).hops[0]?.relation;
    assert.equal(relation(`${a} reports to ${b}.`), "boss");
    assert.equal(relation(`${a} is the boss of ${b}.`), "boss_of");
    assert.equal(relation(`${a} influenced ${b}.`), "influence");
    assert.equal(relation(`${a} was influenced by ${b}.`), "influenced_by");
  });

  it("never throws", () => {
    const pieces = fc.constantFrom(
      a,
      b,
      "'s boss is ",
      " died in ",
      ". ",
      ".",
      " ",
      "\n",
      `${answerMarker} `,
      "$(",
      "é",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "grapheme" }),
          fc.array(pieces).map((parts) => parts.join("")),
        ),
        (text) => {
          const { hops, malformed } = parseChain(text, graph);
          assert.ok(hops.length + malformed.length <= text.length);
        },
      ),
    );
  });

  it("stays fast on a completion that runs wild", () => {
    const started = performance.now();
    parseChain(`${a} died in x. `.repeat(1000) + "a. ".repeat(5000), graph);
    assert.ok(performance.now() - started < 2000);
  });
});

describe("a right chain", () => {
  const phrasing = { world: 0, spec: inUse(1), key: "" };
  const boss = renderStatement(graph, 10, graph.relation("boss"), phrasing);
  const bossId = boss.triple.object as number;
  const phone = renderStatement(graph, bossId, graph.relation("phone"), phrasing);
  const gold = [boss, phone];
  const answer = hopOf(phone).object;
  const matches = (text: string) => chainMatches(parseChain(text, graph), gold);

  it("may use any wording", () => {
    assert.ok(matches(`${boss.text} ${phone.text} ${answerMarker} ${answer}`));
    assert.ok(
      matches(
        `${a} works under ${name(bossId)}. ${name(bossId)} can be called at ${answer}. ${answerMarker} ${answer}`,
      ),
    );
  });

  it("has every hop, in order, nothing beside them, and the answer", () => {
    assert.ok(!matches(`${phone.text} ${boss.text} ${answerMarker} ${answer}`));
    assert.ok(!matches(`${phone.text} ${answerMarker} ${answer}`));
    assert.ok(!matches(`${boss.text} ${phone.text} ${phone.text} ${answerMarker} ${answer}`));
    assert.ok(!matches(`${boss.text} Well. ${phone.text} ${answerMarker} ${answer}`));
    assert.ok(!matches(`${boss.text} ${phone.text} ${answerMarker} 1${answer}`));
    assert.ok(!matches(`${boss.text} ${phone.text}`));
  });
});

describe("the answer", () => {
  it("is what follows the last marker on its line", () => {
    assert.equal(extractAnswer(` x. ${answerMarker} Kuhn Inc.`), "Kuhn Inc.");
    assert.equal(extractAnswer(`${answerMarker} a\n${answerMarker} b c \nmore`), "b c");
    assert.equal(extractAnswer("no marker"), undefined);
    assert.equal(extractAnswer(`${answerMarker} `), undefined);
    assert.equal(extractAnswer(""), undefined);
  });
});
