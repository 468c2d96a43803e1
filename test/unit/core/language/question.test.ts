import assert from "node:assert/strict";
import fc from "fast-check";
import { relations } from "../../../../src/core/graph/relations.ts";
import type { Relation } from "../../../../src/core/graph/types.ts";
import { composeQuestion } from "../../../../src/core/language/compose.ts";
import { chainMatches, parseChain } from "../../../../src/core/language/parse.ts";
import { biographyDocument, completionOf, extractAnswer, promptOf } from "../../../../src/core/language/prompt.ts";
import { renderChain, renderContext, renderQuestion } from "../../../../src/core/language/question.ts";
import { objectName, renderBiography } from "../../../../src/core/language/statement.ts";
import { isNewWording } from "../../../../src/core/language/wording.ts";
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

  it("tell different paths apart in each of 20 wordings, held out or not", () => {
    const twoHops = personRelations.flatMap((first) => relations.map((second) => [first, second]));
    const longer = personRelations.flatMap((first) =>
      twoHops.filter(([second]) => second !== first).map((rest) => [first, ...rest]),
    );
    const paths = [...relations.map((only) => [only]), ...twoHops, ...longer, ...fc.sample(anyPath, 2000)];
    const distinct = new Set(paths.map((path) => path.map(({ name }) => name).join())).size;
    for (const spec of [inUse(3), inUse(3, 1), inUse(20), inUse(20, 6)]) {
      for (let wording = 0; wording < spec.wordings; wording++) {
        const texts = new Set(paths.map((path) => composeQuestion(path, "Anna Smith", wording, spec)));
        assert.equal(texts.size, distinct, `wording ${wording} of ${spec.wordings}`);
      }
    }
  }).timeout(10_000);

  it("have as many wordings as forms and templates give", () => {
    const count = (path: string) => {
      const hops = path.split(" ").map(relation);
      return new Set(Array.from({ length: 20 }, (_, i) => composeQuestion(hops, "Anna Smith", i, inUse(20)))).size;
    };
    assert.equal(count("boss"), 3);
    assert.equal(count("boss occupation"), 12);
    assert.equal(count("boss spouse child occupation"), 20);
  });

  it("share no text between wordings held out and those of training", () => {
    const bare = (name: string) => ({ ...relation(name), questions: [relation(name).questions[0]!] });
    const few = [["boss", "spouse"].map(bare), [relation("boss"), bare("phone")]];
    fc.assert(
      fc.property(
        fc.oneof(anyPath, fc.constantFrom(...few)),
        fc.integer({ min: 2, max: 20 }),
        fc.nat({ max: 18 }),
        (path, wordings, least) => {
          const spec = inUse(wordings, 1 + (least % (wordings - 1)));
          const ask = (wording: number) => composeQuestion(path, "Anna Smith", wording, spec);
          const all = Array.from({ length: wordings }, (_, wording) => wording);
          const trained = new Set(all.filter((wording) => !isNewWording({ wording }, spec)).map(ask));
          for (const wording of all.filter((one) => isNewWording({ wording: one }, spec)))
            assert.ok(!trained.has(ask(wording)), ask(wording));
        },
      ),
    );
  });

  it("do without the relative clauses that a relation does not have", () => {
    const { noun, clause } = relation("boss").reference!;
    const plain = { ...relation("boss"), reference: { noun, clause } };
    assert.equal(
      composeQuestion([plain, relation("hobby")], "Anna Smith", 2, inUse(3)),
      "What is the favorite pastime of the person who supervises Anna Smith?",
    );
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

  it("in a new wording state contextual facts in new wordings, parametric ones as in training", () => {
    const spec = inUse(3, 1);
    for (let i = 0; i < 20; i++) {
      for (const wording of [1, 2]) {
        const { path, question } = questions(graph, ["spouse", "boss", "major"], { id: `comp-test-${i}`, wording });
        const [spouse, boss, major] = renderChain(graph, path, question, spec);
        assert.equal(spouse!.text.includes("exchanged wedding vows"), wording === 2);
        assert.equal(major!.text.includes("took a degree"), wording === 2);
        assert.ok(!boss!.text.includes("works under"));
        assert.ok(renderQuestion(graph, path, question, spec).context.includes(spouse!.text));
      }
    }
  });

  it("of an import keep the texts they came with", () => {
    const verbatim = { instruction: "Do.", question: "Who?", context: "", answer_cot: "So, the answer is: X" };
    const { path, question } = questions(graph, ["boss"], {});
    const record = renderQuestion(graph, path, { ...question, verbatim }, inUse(1));
    assert.deepEqual({ ...record, ...verbatim }, record);
    assert.deepEqual(record.relation_path, ["boss"]);
  });

  it("state the context entry by entry", () => {
    const { question } = questions(graph, ["spouse", "boss"], {});
    const context = renderContext(graph, question, inUse(3));
    assert.deepEqual(
      context.map((statements) => statements.map(({ triple }) => triple.relation)),
      question.context.map(({ relations: stated }) => stated),
    );
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
