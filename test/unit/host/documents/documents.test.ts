import assert from "node:assert/strict";
import type { Dataset } from "../../../../src/core/dataset/open.ts";
import { skills, splits } from "../../../../src/core/dataset/types.ts";
import { completionOf, promptOf } from "../../../../src/core/language/prompt.ts";
import { nameAt, outlineEnds, type DatasetDocument } from "../../../../src/host/documents/dataset-document.ts";
import { openDocument } from "../../../../src/host/documents/open-document.ts";
import { questionsPerPage } from "../../../../src/host/documents/question-page.ts";
import { documentScheme, documentTarget, documentUri, type DatasetTarget } from "../../../../src/host/documents/uri.ts";
import { OpenedDataset } from "../../../../src/host/reader/opened-dataset.ts";
import { readHere, smallDataset } from "../fixtures.ts";

let dataset: Dataset;
let opened: OpenedDataset;
let dispose: () => Promise<void>;
before(async () => {
  ({ dataset, dispose } = await smallDataset());
  opened = await OpenedDataset.open(dataset.folder);
});
after(async () => {
  await opened.close();
  await dispose();
});

/** A target without its folder. */
type Part<T> = T extends DatasetTarget ? Omit<T, "dataset"> : never;
const read = (target: Part<DatasetTarget>): Promise<DatasetDocument> =>
  openDocument(opened, { ...target, dataset: dataset.folder });
const biography = (person: number, world = 0) => read({ kind: "biography", person, world, version: 0 });
const linesOf = ({ text }: DatasetDocument): string[] => text.split("\n");

/** Every place that is said to name a person or a fact does, and all that is marked lies in the text. */
function assertPlaces(document: DatasetDocument): void {
  const lines = linesOf(document);
  for (const { line, start, end, person } of document.names) {
    assert.equal(lines[line]!.slice(start, end), dataset.graph.people[person]!.name);
  }
  for (const { line, statement } of document.facts) assert.equal(lines[line], statement.text);
  for (const { line, start, end } of [...document.hovers, ...document.links]) {
    assert.ok(start < end && end <= lines[line]!.length, `line ${line} is too short: ${lines[line]!}`);
  }
  for (const { line, depth } of document.outline) assert.ok(lines[line] !== "" && depth >= 0);
  for (const { line } of document.lenses) assert.ok(line < lines.length);
  outlineEnds(document).forEach((end, entry) => {
    assert.ok(end >= document.outline[entry]!.line && lines[end] !== "");
  });
}

describe("a biography as a document", () => {
  it("holds every fact of the person, each on its line", async () => {
    for (const { id, parametric, contextual } of dataset.graph.people) {
      const document = await biography(id, 1);
      assertPlaces(document);
      const count = (group: string) => document.facts.filter(({ statement }) => statement.group === group).length;
      assert.equal(count("parametric"), parametric ? 20 : 0);
      assert.equal(count("contextual"), contextual ? 19 : 0);
    }
  });

  it("states the contextual facts of the chosen world, says which it is and offers another", async () => {
    const person = dataset.graph.people.find(({ contextual }) => contextual)!.id;
    const [first, second] = [await biography(person), await biography(person, 1)];
    assert.notEqual(first.text, second.text);
    const lens = second.lenses.find(({ action }) => "command" in action && action.command === "chooseWorld")!;
    assert.match(linesOf(second)[lens.line]!, /world 1 of 0 to 2/);
    for (const { statement } of second.facts) {
      const { subject, relation, object, world } = statement.triple;
      assert.equal(dataset.graph.object(subject, relation, world ?? 0), object);
    }
  });

  it("states the parametric facts in the chosen version, the same facts in another text", async () => {
    const person = dataset.graph.people.find(({ parametric, contextual }) => parametric && !contextual)!.id;
    const [first, second] = [0, 1].map((version) => read({ kind: "biography", person, world: 0, version }));
    const sentences = async (document: Promise<DatasetDocument>) =>
      (await document).facts.map(({ statement }) => statement.text);
    assert.notDeepEqual(await sentences(second!), await sentences(first!));
    assert.deepEqual(
      await sentences(second!),
      dataset.biography(person, 1).map(({ text }) => text),
    );
    const lens = (await second!).lenses.find(
      ({ action }) => "command" in action && action.command === "chooseVersion",
    )!;
    assert.match(linesOf(await second!)[lens.line]!, /version 1 of 0 to 1/);
  });

  it("knows who is named under the cursor", async () => {
    const document = await biography(0);
    const name = document.names.at(-1)!;
    assert.equal(nameAt(document, name.line, name.start), name);
    assert.equal(nameAt(document, name.line, name.end), name);
    assert.equal(nameAt(document, 1, 0), undefined);
  });

  it("counts the questions in which the person occurs, and leads to a list of as many", async () => {
    const { lenses } = await biography(0);
    const counted = Array.from(lenses[0]!.title.matchAll(/(\d+) (?:MEM|CTX|COMP)/g), ([, count]) => Number(count));
    const { action } = lenses[0]!;
    assert.ok("target" in action && action.target.kind === "questions");
    const list = await openDocument(opened, action.target);
    assert.equal(
      list.outline.filter(({ kind }) => kind === "question").length,
      counted.reduce((sum, count) => sum + count),
    );
    for (const { line } of list.links) {
      const [id = ""] = /\S+/.exec(linesOf(list)[line]!)!;
      const { entities, answer } = await opened.question(id);
      assert.ok(entities.includes(0) || answer === dataset.graph.people[0]!.name, id);
    }
  });
});

describe("the facts that name a person", () => {
  it("are found where they stand in their subjects' biographies, all of them", async () => {
    for (const { id, name } of dataset.graph.people) {
      const mentions = await readHere()("mentions", dataset.folder, id, 1);
      for (const { person, line, start, end } of mentions) {
        assert.equal(linesOf(await biography(person.id, 1))[line]!.slice(start, end), name);
      }
      const facts = dataset.graph.people.flatMap((subject) =>
        dataset.graph.relations.filter((relation) => dataset.graph.object(subject.id, relation.name, 1) === id),
      );
      assert.equal(mentions.length, facts.length);
    }
  });
});

describe("a question as a document", () => {
  it("holds question, gold chain, context, prompt and completion as the model gets them", async () => {
    for (const skill of skills) {
      for (const split of splits) {
        for (const question of await dataset.questions(skill, split)) {
          const document = await read({ kind: "question", question: question.id });
          assertPlaces(document);
          const record = dataset.record(question);
          const sentences = document.facts.map(({ statement }) => statement.text);
          const hops = question.entities.length;
          assert.ok(record.answer_cot.startsWith(sentences.slice(0, hops).join(" ")));
          assert.equal(sentences.slice(hops).join(" "), record.context);
          assert.ok(document.text.includes(`\n${promptOf(record)}\n`));
          assert.ok(document.text.endsWith(`${completionOf(record)}\n`.trimStart()));
        }
      }
    }
  });

  it("says why it is of its level", async () => {
    for (const question of await dataset.questions("comp", "test")) {
      const { text } = await read({ kind: "question", question: question.id });
      const reason = {
        iid: /^I\.I\.D\.: COMP training and tests ask for this path, of different people, since it holds \w/m,
        composition: /^Composition: only composition relations; COMP training uses each of them, but never this path$/m,
        "zero-shot": /^Zero-shot: COMP training never uses \w/m,
      }[question.level];
      assert.match(text, reason);
    }
  });

  it("says how often training met its path, its start, its facts and its pairs of hops", async () => {
    const question = (await dataset.questions("comp", "test")).find(({ level }) => level === "iid")!;
    const trained = await dataset.questions("comp", "train");
    const { text } = await read({ kind: "question", question: question.id });
    const samePath = trained.filter(({ path }) => path === question.path).length;
    assert.ok(text.includes(`The path: ${samePath} training questions`), text);
    assert.match(text, /^ {2}the same fact: /m);
    assert.match(text, /^ {2}\w+ → \w+: /m);
  });

  it("leads to its neighbours in the file, to its path, and to all questions of the path", async () => {
    const [first, second] = await dataset.questions("mem", "train");
    const { lenses } = await read({ kind: "question", question: first!.id });
    assert.deepEqual(
      lenses.map(({ action }) => ("target" in action ? action.name : action.command)),
      [second!.id, first!.path, "openExplorer"],
    );
  });
});

describe("pages of questions", () => {
  it("show every question of the filter once, in the order of their files", async () => {
    const filter = { skill: "comp", split: "train" } as const;
    const all = (await dataset.questions("comp", "train")).map(({ id }) => id);
    const ids: string[] = [];
    for (let page = 0; page * questionsPerPage < all.length; page++) {
      const document = await read({ kind: "questions", filter, page });
      assertPlaces(document);
      ids.push(...document.outline.filter(({ kind }) => kind === "question").map(({ detail }) => detail!));
    }
    assert.deepEqual(ids, all);
  });

  it("give question and answer on one line and the gold chain on hover", async () => {
    const [question] = await dataset.questions("ctx", "test");
    const document = await read({ kind: "questions", filter: { skill: "ctx", split: "test" }, page: 0 });
    const line = linesOf(document).findIndex((text) => text.includes(question!.id));
    const record = dataset.record(question!);
    assert.ok(linesOf(document)[line]!.endsWith(`${record.question} → ${record.answer}`));
    const hover = document.hovers.find((one) => one.line === line)!;
    assert.ok(record.answer_cot.startsWith(hover.markdown.split("\n").at(-1)!.replaceAll("\\", "")));
  });

  it("say so where nothing is found", async () => {
    const { text } = await read({ kind: "questions", filter: { text: "no such word" }, page: 0 });
    assert.match(text, /No questions\./);
  });
});

describe("lists of a dataset", () => {
  it("name every person once, under the initial", async () => {
    const document = await read({ kind: "people" });
    assertPlaces(document);
    assert.deepEqual(
      document.names.map(({ person }) => person).sort((a, b) => a - b),
      dataset.graph.people.map(({ id }) => id),
    );
  });

  it("count the questions of every path", async () => {
    const document = await read({ kind: "paths" });
    assertPlaces(document);
    const counted = linesOf(document).flatMap((line) => {
      const [, test, train] = /^ {2}\S+ +(\d+) train +(\d+) test/.exec(line) ?? [];
      return test ? [Number(test) + Number(train)] : [];
    });
    assert.equal(counted.length, dataset.paths.size);
    const files = dataset.manifest.files.filter(({ path }) => path.endsWith(".jsonl") && path.startsWith("questions/"));
    assert.equal(
      counted.reduce((sum, count) => sum + count),
      files.reduce((sum, { records }) => sum + records, 0),
    );
  });
});

describe("the summary of a dataset", () => {
  it("holds counts, every setting of the spec, and every file with its hash", async () => {
    const document = await read({ kind: "dataset" });
    assertPlaces(document);
    const { questions } = dataset.manifest.counts;
    const { iid, composition, "zero-shot": zeroShot } = questions.test.comp;
    const row = ["COMP test", iid, composition, zeroShot, iid + composition + zeroShot].join(" +");
    assert.match(document.text, new RegExp(`^${row}$`, "m"));
    assert.match(document.text, /^graph\.people\.shared: 6$/m);
    assert.match(document.text, /^questions\.context\.distractors\.disconnected: 0 … 2$/m);
    for (const { path, sha256 } of dataset.manifest.files) {
      assert.match(document.text, new RegExp(`^${path} .*${sha256}$`, "m"));
    }
  });
});

describe("the hover of a fact", () => {
  it("is a table of the triple, where it is known from, and the relation's levels", async () => {
    const person = dataset.graph.people.find(({ contextual }) => contextual)!.id;
    const text = (await biography(person, 2)).hovers.at(-1)!.markdown;
    assert.match(text, /\| Relation \| \w/);
    assert.match(text, /\| Known from \| the prompt \\\(contextual\\\) \|/);
    assert.match(text, /\| World \| 2 \|/);
    assert.match(text, /\| Levels \| CTX .+, COMP .+ \|/);
  });
});

describe("the URI of a document", () => {
  it("says what it shows, whatever the name", () => {
    const target = { kind: "biography", dataset: "/a b/ü%?#", person: 7, world: 2, version: 0 } as const;
    const uri = documentUri("O/Neil", target);
    assert.equal(uri.path, "/.curriculum/O-Neil.biography");
    assert.deepEqual(documentTarget(uri), target);
    assert.equal(documentTarget({ scheme: "file", query: uri.query }), undefined);
    assert.equal(documentTarget({ scheme: documentScheme, query: "" }), undefined);
  });
});
