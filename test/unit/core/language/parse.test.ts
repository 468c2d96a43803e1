import assert from "node:assert/strict";
import fc from "fast-check";
import { relations } from "../../../../src/core/graph/relations.ts";
import type { KnowledgeGraph, Relation } from "../../../../src/core/graph/types.ts";
import { chainMatches, hopOf, parseChain, type ParsedChain } from "../../../../src/core/language/parse.ts";
import { answerMarker, extractAnswer } from "../../../../src/core/language/prompt.ts";
import type { Statement } from "../../../../src/core/language/statement.ts";
import { joinStatements, renderStatement } from "../../../../src/core/language/statement.ts";
import { fakeGraph, inUse } from "./fake-graph.ts";
import { nastyGraphs } from "./nasty-graph.ts";

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

/** Hops without what follows from their relation. */
function parse(text: string, known: KnowledgeGraph = graph): ParsedChain {
  const parsed = parseChain(text, known);
  return { ...parsed, hops: parsed.hops.map(({ subject, relation, object }) => ({ subject, relation, object })) };
}

/** True or not. */
function anyFact(nasty: KnowledgeGraph, relation: Relation, draw: (size: number) => number): Statement {
  const values = nasty.values[relation.object];
  const object = values ? values[draw(values.length)]! : draw(nasty.people.length);
  const phrasing = { world: 0, spec: inUse(1), key: "" };
  return renderStatement({ ...nasty, object: () => object }, draw(nasty.people.length), relation, phrasing);
}

describe("reading a chain", () => {
  it("gives back every relation in every wording", () => {
    for (const relation of relations) {
      for (let key = 0; key < 60; key++) {
        const phrasing = { world: key % 3, spec: inUse(3), key: `${key}` };
        const statement = renderStatement(graph, key % 40, relation, phrasing);
        assert.deepEqual(parse(statement.text, graph), { hops: [hopOf(statement)], malformed: [] });
      }
    }
  });

  it("gives back whole chains, full stops inside names and values included", () => {
    fc.assert(
      fc.property(fc.array(anyStatement, { minLength: 1, maxLength: 5 }), (chain) => {
        const answer = hopOf(chain.at(-1)!).object;
        const parsed = parse(` ${joinStatements(chain)} ${answerMarker} ${answer}`, graph);
        assert.deepEqual(parsed, { hops: chain.map(hopOf), malformed: [], answer });
        assert.ok(chainMatches(parsed, chain));
      }),
      { numRuns: 500 },
    );
  });

  it("gives back every wording of every relation, whatever people and values are called", () => {
    fc.assert(
      fc.property(nastyGraphs, fc.infiniteStream(fc.nat()), (nasty, numbers) => {
        const draw = (size: number) => numbers.next().value! % size;
        for (const relation of nasty.relations) {
          for (const wording of relation.statements) {
            const chain = Array.from({ length: 1 + draw(3) }, () =>
              anyFact(nasty, { ...relation, statements: [wording] }, draw),
            );
            const parsed = parse(` ${joinStatements(chain)} ${answerMarker} x`, nasty);
            assert.deepEqual(parsed.hops, chain.map(hopOf), joinStatements(chain));
            assert.deepEqual(parsed.malformed, []);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  const manners: Readonly<Record<string, (texts: readonly string[]) => string>> = {
    "in capitals": (texts) => texts.join(" ").toUpperCase(),
    "in small letters": (texts) => texts.join(" ").toLowerCase(),
    "with extra spaces": (texts) => `  ${texts.join("   ").replaceAll(" ", "  ")}  `,
    "without spaces between sentences": (texts) => texts.join(""),
    "without the last full stop": (texts) => texts.join(" ").slice(0, -1),
    "line by line, without full stops": (texts) => texts.map((text) => text.slice(0, -1)).join("\n"),
    "as a numbered list": (texts) => texts.map((text, i) => `${i + 1}. ${text}`).join("\n"),
    "in numbered steps": (texts) => texts.map((text, i) => `Step ${i + 1}: ${text}`).join(" "),
    "as a list in bold": (texts) => texts.map((text) => `- **${text}**`).join("\n"),
    "with curly apostrophes": (texts) => texts.join(" ").replaceAll("'", "’"),
    "told one after the other": (texts) =>
      texts.map((text, i) => `${["First", "Then", "Next", "After that", "Finally"][i]!}, ${text}`).join(" "),
    "joined by and": (texts) => `We know that ${texts.map((text) => text.slice(0, -1)).join(", and ")}.`,
    "as a reason": (texts) => `Since ${texts.map((text) => text.slice(0, -1)).join(", ")}.`,
    "in parentheses": (texts) => texts.map((text) => `(${text})`).join(" "),
    "with dashes and arrows": (texts) => texts.map((text) => `→ ${text} —`).join(" "),
    "with semicolons": (texts) => `${texts.map((text) => text.slice(0, -1)).join("; so ")}.`,
    "with sources in parentheses": (texts) => texts.map((text) => `${text.slice(0, -1)} (from the context).`).join(" "),
  };

  for (const [manner, tell] of Object.entries(manners)) {
    it(`gives back chains ${manner}`, () => {
      fc.assert(
        fc.property(fc.array(anyStatement, { minLength: 1, maxLength: 5 }), (chain) => {
          const text = tell(chain.map((statement) => statement.text));
          assert.deepEqual(parse(text, graph), { hops: chain.map(hopOf), malformed: [] }, text);
        }),
      );
    });
  }

  it("reads what is said, not what is true", () => {
    fc.assert(
      fc.property(fc.array(anyStatement, { minLength: 1, maxLength: 4 }), fc.nat({ max: 39 }), (chain, other) => {
        const wrong = chain.map((statement) => {
          const said = { ...hopOf(statement), subject: name(other) };
          return { said, text: said.subject + statement.text.slice(statement.subject[1]) };
        });
        const parsed = parse(wrong.map(({ text }) => text).join(" "), graph);
        assert.deepEqual(
          parsed.hops,
          wrong.map(({ said }) => said),
        );
      }),
    );
  });

  it("sets aside what states no fact about known people", () => {
    const parsed = parse(
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

  it("reads a statement before and after other words of its sentence, which it sets aside", () => {
    const hops = [{ subject: a, relation: "boss", object: b }];
    const read = (text: string) => parse(text, graph);
    assert.deepEqual(read(`${a}'s boss is ${b}, who is kind.`), { hops, malformed: ["who is kind."] });
    assert.deepEqual(read(`Looking closely, ${a}'s boss is ${b}.`), { hops, malformed: ["Looking closely,"] });
    assert.deepEqual(read(`${a}'s boss is not ${b}.`), { hops: [], malformed: [`${a}'s boss is not ${b}.`] });
    assert.deepEqual(read(`It is false that ${a}'s boss is ${b}.`).hops, []);
  });

  it("does not take a person's boss for someone the person is the boss of", () => {
    const relation = (text: string) => parse(text, graph).hops[0]?.relation;
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
          const { hops, malformed } = parse(text, graph);
          assert.ok(hops.length + malformed.length <= text.length);
        },
      ),
    );
  });

  it("makes something of chains cut up and shuffled", () => {
    const cut = fc.record({
      from: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat({ max: 20 }),
      by: fc.string(),
    });
    fc.assert(
      fc.property(fc.array(anyStatement, { maxLength: 4 }), fc.array(cut, { maxLength: 6 }), (chain, cuts) => {
        let text = joinStatements(chain);
        for (const { from, length, by } of cuts) {
          const at = Math.floor(from * text.length);
          text = text.slice(0, at) + by + text.slice(at + length);
        }
        const { hops, malformed } = parse(text, graph);
        for (const { subject, relation, object } of hops) {
          assert.ok(graph.people.some((person) => person.name === subject));
          if (graph.relation(relation).object === "person")
            assert.ok(graph.people.some((person) => person.name === object));
        }
        assert.ok(malformed.every((part) => part.trim() !== ""));
      }),
    );
  });

  const runaways: Readonly<Record<string, string>> = {
    "facts without an end": `${a} died in x and `.repeat(10_000),
    "sentences without a fact": "a. ".repeat(50_000),
    names: `${a}, `.repeat(10_000),
    beginnings: `${a}'s boss is `.repeat(10_000),
    connectives: "and so then ".repeat(10_000),
    "line breaks": "\n".repeat(100_000),
    asterisks: "*".repeat(100_000),
    answers: "so the answer is ".repeat(10_000),
  };
  for (const [what, text] of Object.entries(runaways)) {
    it(`stays fast on a completion that runs wild in ${what}`, () => {
      const started = performance.now();
      parse(text, graph);
      assert.ok(performance.now() - started < 1500);
    });
  }
});

describe("a right chain", () => {
  const phrasing = { world: 0, spec: inUse(1), key: "" };
  const boss = renderStatement(graph, 10, graph.relation("boss"), phrasing);
  const bossId = boss.triple.object as number;
  const phone = renderStatement(graph, bossId, graph.relation("phone"), phrasing);
  const gold = [boss, phone];
  const answer = hopOf(phone).object;
  const matches = (text: string) => chainMatches(parse(text, graph), gold);

  it("may use any wording", () => {
    assert.ok(matches(`${boss.text} ${phone.text} ${answerMarker} ${answer}`));
    assert.ok(
      matches(
        `${a} works under ${name(bossId)}. ${name(bossId)} can be called at ${answer}. ${answerMarker} ${answer}`,
      ),
    );
  });

  it("may state a hop from its other end", () => {
    const rest = `${phone.text} ${answerMarker} ${answer}`;
    const matchesAsParsed = (text: string) => chainMatches(parseChain(text, graph), gold);
    assert.ok(matchesAsParsed(`${name(bossId)} supervises ${a}. ${rest}`));
    assert.ok(!matchesAsParsed(`${a} supervises ${name(bossId)}. ${rest}`));
    assert.ok(!matchesAsParsed(`${name(bossId)} reports to ${a}. ${rest}`));
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
  it("is read however it is put, in the graph's spelling", () => {
    const read = (text: string) => parse(`${a}'s boss is ${b}. ${text}`, graph);
    const hops = [{ subject: a, relation: "boss", object: b }];
    const bold = `Therefore, the answer is: **${b}**.`;
    for (const text of [
      `So, the answer is: ${b}`,
      `So, the answer is: ${b.toUpperCase()}.`,
      `So the answer is ${b}.`,
      bold,
      `**Answer:** ${b}`,
      `The final answer is ${b}`,
      `Thus the correct answer is "${b}".`,
      `\n\nAnswer: ${b}\nI hope this helps.`,
    ])
      assert.deepEqual(read(text), { hops, malformed: [], answer: b }, text);
    assert.equal(extractAnswer(bold), undefined, "the reward asks for the taught form");
    assert.equal(read("So, the answer is: Kuhn Inc.").answer, "Kuhn Inc.");
    assert.equal(read("So, the answer is: Nowhere Land.").answer, "Nowhere Land");
    assert.equal(read("So, the answer is: ").answer, undefined);
    assert.equal(read("I give up.").answer, undefined);
  });

  it("may follow in the sentence of the last hop", () => {
    const parsed = parse(`${a}'s boss is ${b}, and therefore the answer is ${b}.`, graph);
    assert.deepEqual(parsed, { hops: [{ subject: a, relation: "boss", object: b }], malformed: [], answer: b });
  });

  it("is what follows the last marker on its line", () => {
    assert.equal(extractAnswer(` x. ${answerMarker} Kuhn Inc.`), "Kuhn Inc.");
    assert.equal(extractAnswer(`${answerMarker} a\n${answerMarker} b c \nmore`), "b c");
    assert.equal(extractAnswer("no marker"), undefined);
    assert.equal(extractAnswer(`${answerMarker} `), undefined);
    assert.equal(extractAnswer(""), undefined);
  });
});
