import assert from "node:assert/strict";
import type { Dataset } from "../../../../src/core/dataset/open.ts";
import { skills, splits } from "../../../../src/core/dataset/types.ts";
import { biographyOf } from "../../../../src/host/documents/biography.ts";
import { nameAt, type FactDocument } from "../../../../src/host/documents/fact-document.ts";
import { questionDocument } from "../../../../src/host/documents/question.ts";
import { documentTarget, documentUri } from "../../../../src/host/documents/uri.ts";
import { smallDataset } from "../fixtures.ts";

let dataset: Dataset;
let dispose: () => Promise<void>;
before(async () => {
  ({ dataset, dispose } = await smallDataset());
});
after(() => dispose());

/** Every place that is said to name a person or a fact does. */
function assertPlaces({ text, names, facts }: FactDocument): void {
  const lines = text.split("\n");
  for (const { line, start, end, person } of names) {
    assert.equal(lines[line]!.slice(start, end), dataset.graph.people[person]!.name);
  }
  for (const { line, statement } of facts) assert.equal(lines[line], statement.text);
}

describe("a biography as a document", () => {
  it("holds every fact of the person, each on its line", () => {
    for (const { id, parametric, contextual } of dataset.graph.people) {
      const document = biographyOf(dataset, id, 1);
      assertPlaces(document);
      const count = (group: string) => document.facts.filter(({ statement }) => statement.group === group).length;
      assert.equal(count("parametric"), parametric ? 20 : 0);
      assert.equal(count("contextual"), contextual ? 19 : 0);
    }
  });

  it("states the contextual facts of the chosen world, and which it is", () => {
    const person = dataset.graph.people.find(({ contextual }) => contextual)!.id;
    const [first, second] = [0, 1].map((world) => biographyOf(dataset, person, world));
    assert.notEqual(first!.text, second!.text);
    assert.match(second!.text.split("\n")[second!.worldLine!]!, /world 1 of 0 to 2/);
    for (const { statement } of second!.facts) {
      const { subject, relation, object, world } = statement.triple;
      assert.equal(dataset.graph.object(subject, relation, world ?? 0), object);
    }
  });

  it("knows who is named under the cursor", () => {
    const document = biographyOf(dataset, 0, 0);
    const name = document.names.at(-1)!;
    assert.equal(nameAt(document, name.line, name.start), name);
    assert.equal(nameAt(document, name.line, name.end), name);
    assert.equal(nameAt(document, 1, 0), undefined);
  });
});

describe("a question as a document", () => {
  it("holds question, context, gold chain and answer as the model gets them", async () => {
    for (const skill of skills) {
      for (const split of splits) {
        for (const question of await dataset.questions(skill, split)) {
          const document = questionDocument(dataset, question);
          assertPlaces(document);
          const record = dataset.record(question);
          const sentences = document.facts.map(({ statement }) => statement.text);
          const hops = question.entities.length;
          assert.equal(sentences.slice(0, -hops).join(" "), record.context);
          assert.ok(record.answer_cot.startsWith(sentences.slice(-hops).join(" ")));
          assert.ok(document.text.includes(record.question));
          assert.ok(document.text.trimEnd().endsWith(record.answer));
        }
      }
    }
  });
});

describe("the hover of a fact", () => {
  it("is a table of the triple, where it is known from, and the relation's levels", () => {
    const person = dataset.graph.people.find(({ contextual }) => contextual)!.id;
    const text = biographyOf(dataset, person, 2).facts.at(-1)!.markdown;
    assert.match(text, /\| Relation \| \w/);
    assert.match(text, /\| Known from \| the prompt \\\(contextual\\\) \|/);
    assert.match(text, /\| World \| 2 \|/);
    assert.match(text, /\| Levels \| CTX .+, COMP .+ \|/);
  });
});

describe("the URI of a document", () => {
  it("says what it shows, whatever the name", () => {
    const target = { kind: "biography", dataset: "/a b/ü%?#", person: 7, world: 2 } as const;
    const uri = documentUri("O/Neil", target);
    assert.equal(uri.path, "/.curriculum/O-Neil.biography");
    assert.deepEqual(documentTarget(uri), target);
    assert.equal(documentTarget({ scheme: "file", query: "" }), undefined);
  });
});
