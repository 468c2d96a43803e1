import assert from "node:assert/strict";
import fc from "fast-check";
import { relations } from "../../../../src/core/graph/relations.ts";
import type { Relation } from "../../../../src/core/graph/types.ts";
import { composeQuestion } from "../../../../src/core/language/compose.ts";
import { chainMatches, parseChain } from "../../../../src/core/language/parse.ts";
import { biographyDocument, completionOf, extractAnswer, promptOf } from "../../../../src/core/language/prompt.ts";
import { renderChain, renderQuestion } from "../../../../src/core/language/question.ts";
import { objectName, renderBiography } from "../../../../src/core/language/statement.ts";
import { fakeGraph, inUse } from "./fake-graph.ts";
import { questions } from "./questions.ts";

const graph = fakeGraph(40);
const relation = (name: string) => relations.find((candidate) => candidate.name === name)!;
const ask = (path: string, wording: number) =>
  composeQuestion(path.split(" ").map(relation), "Anna Smith", wording, inUse(3));

const personRelations = relations.filter(({ object }) => object === "person");
const anyPath: fc.Arbitrary<Relation[]> = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...personRelations), { minLength: 1, maxLength: 4 }),
    fc.constantFrom(...relations),
  )
  .map(([hops, last]) => [...hops, last]);

describe("multi-hop questions", () => {
  it("read as English", () => {
    assert.equal(ask("spouse boss died_in", 0), "What is the place of death of the boss of the spouse of Anna Smith?");
    assert.equal(ask("mentoring best_friend", 2), "Who is the best friend of the person whom Anna Smith mentors?");
    assert.equal(ask("boss", 1), "Who does Anna Smith report to?");
  });

  it("name the start person once, never pile up possessives, and differ by wording", () => {
    fc.assert(
      fc.property(anyPath, (path) => {
        const texts = [0, 1, 2].map((wording) => composeQuestion(path, "Conan O'Connor", wording, inUse(3)));
        assert.equal(new Set(texts).size, 3);
        for (const text of texts) {
          assert.equal(text.split("Conan O'Connor").length, 2);
          assert.ok(text.split("'s ").length <= 2, text);
          assert.match(text, /^[A-Z](?!.* {2})[^?{}]*[^ ]\?$/);
        }
      }),
    );
  });

  it("tell different paths apart in every wording", () => {
    const pairs = personRelations.flatMap((first) => relations.map((second) => [first, second]));
    for (const wording of [0, 1, 2]) {
      assert.equal(
        new Set(pairs.map((path) => composeQuestion(path, "Anna Smith", wording, inUse(3)))).size,
        pairs.length,
      );
    }
  });

  it("take a name as it is", () => {
    assert.equal(composeQuestion([relation("boss")], "Ann $& $1", 0, inUse(3)), "Who is the boss of Ann $& $1?");
  });

  it("refuse to go on from an attribute", () => {
    assert.throws(() => ask("phone boss", 0), /cannot go on from phone/);
  });
});

describe("question records", () => {
  it("hold the release's fields", () => {
    const { path, question } = questions(graph, ["spouse", "boss", "phone"], { world: 1 });
    const record = renderQuestion(graph, path, question, inUse(1));
    const [first, second, third] = question.entities.map((person) => objectName(graph, person));
    assert.deepEqual(record, {
      id: "comp-train-000001",
      skill: "comp",
      gen_type: "iid",
      split: "train",
      relation_path: ["spouse", "boss", "phone"],
      entities: [first, second, third],
      instruction: "Answer the question step by step, from the context and from what you know.",
      question: `What is the phone number of the boss of the spouse of ${first}?`,
      context: record.context,
      answer_cot: `${first}'s spouse is ${second}. ${second}'s boss is ${third}. ${third}'s phone number is ${question.answer}. So, the answer is: ${question.answer}`,
      answer: question.answer,
    });
    assert.ok(record.context.startsWith(`${first}'s spouse is ${second}. ${first}'s best friend is `));
    assert.equal(promptOf(record), `Context: ${record.context}\nQuestion: ${record.question}\nAnswer:`);
  });

  it("have a prompt without a context line where there is no context", () => {
    const { path, question } = questions(graph, ["boss", "phone"], { context: false });
    const record = renderQuestion(graph, path, question, inUse(3));
    assert.equal(record.context, "");
    assert.equal(promptOf(record), `Question: ${record.question}\nAnswer:`);
  });

  it("word a chain's contextual hops as the context does", () => {
    for (let i = 0; i < 20; i++) {
      const { path, question } = questions(graph, ["spouse", "boss", "major"], { id: `comp-test-${i}` });
      const [spouse, , major] = renderChain(graph, path, question, inUse(3));
      const { context } = renderQuestion(graph, path, question, inUse(3));
      assert.ok(context.includes(spouse!.text));
      assert.ok(context.includes(major!.text));
    }
  });

  it("end in the answer, and their own chain is right", () => {
    fc.assert(
      fc.property(anyPath, fc.integer({ min: 1, max: 3 }), fc.nat({ max: 39 }), (path, wordings, start) => {
        const names = path.map(({ name }) => name);
        const made = questions(graph, names, { start, wording: wordings - 1, id: `mem-test-${start}` });
        const completion = completionOf(renderQuestion(graph, made.path, made.question, inUse(wordings)));
        assert.equal(extractAnswer(completion), made.question.answer);
        assert.ok(completion.endsWith(` ${made.question.answer}`));
        const chain = renderChain(graph, made.path, made.question, inUse(wordings));
        assert.ok(chainMatches(parseChain(completion, graph), chain), completion);
      }),
    );
  });
});

describe("texts fed to models", () => {
  it("hold every name after exactly one space, before punctuation, a possessive or a space", () => {
    const biographies = graph.people.flatMap(({ id }) =>
      (["parametric", "contextual"] as const).map((group) =>
        biographyDocument(renderBiography(graph, id, { group, world: 0, spec: inUse(3), key: `${id}` })),
      ),
    );
    const records = fc.sample(anyPath, 100).flatMap((path, i) => {
      const names = path.map(({ name }) => name);
      const made = questions(graph, names, { start: i % 40, wording: i % 3, context: i % 2 === 0 });
      const record = renderQuestion(graph, made.path, made.question, inUse(3));
      return [promptOf(record) + completionOf(record)];
    });
    const people = graph.people.map(({ name }) => name);
    for (const text of [...biographies, ...records]) {
      assert.doesNotMatch(text, / {2}|^\s|\n /);
      for (const name of people) {
        for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
          assert.match(text.slice(at - 2, at), /\S /, text);
          assert.match(text.slice(at + name.length), /^([.?] |[.?]\n|[.?]$|'s |$| )/, text);
        }
      }
    }
  });
});
