import assert from "node:assert/strict";
import { open, truncate } from "node:fs/promises";
import path from "node:path";
import { UserError } from "../../../../src/core/errors.ts";
import type { Dataset } from "../../../../src/core/dataset/open.ts";
import { levels, skills, splits } from "../../../../src/core/dataset/types.ts";
import { QuestionFiles, type QuestionFilter } from "../../../../src/host/reader/question-files.ts";
import type { ReaderCall } from "../../../../src/host/reader/protocol.ts";
import { readHere, smallDataset } from "../fixtures.ts";

describe("the reader", () => {
  let dataset: Dataset;
  let read: ReaderCall;
  let dispose: () => Promise<void>;
  before(async () => {
    ({ dataset, dispose } = await smallDataset());
    read = readHere();
  });
  after(() => dispose());

  const everyQuestion = async () =>
    (await Promise.all(splits.flatMap((split) => skills.map((skill) => dataset.questions(skill, split))))).flat();

  const find = async (filter: QuestionFilter) =>
    (await read("findQuestions", dataset.folder, filter, 0, Infinity)).questions;

  it("finds people by parts of their name in any order", async () => {
    const { name } = dataset.graph.people[3]!;
    const reversed = name.split(" ").reverse().join(" ").toUpperCase();
    const found = await read("findPeople", dataset.folder, reversed);
    assert.ok(found.some(({ id }) => id === 3));
    assert.deepEqual(await read("findPeople", dataset.folder, "nobody at all"), []);
  });

  it("finds every question of a skill, split and level, with its text", async () => {
    for (const skill of skills) {
      for (const split of splits) {
        const questions = await dataset.questions(skill, split);
        const texts = questions.map((question) => dataset.record(question).question);
        assert.deepEqual(
          (await find({ skill, split })).map(({ text }) => text),
          texts,
        );
        for (const level of levels) {
          assert.equal(
            (await find({ skill, split, level })).length,
            questions.filter((question) => question.level === level).length,
          );
        }
      }
    }
  });

  it("gives any page of all questions, tests and COMP first", async () => {
    const all = await find({});
    assert.equal(all.length, (await everyQuestion()).length);
    assert.ok(all[0]!.id.startsWith("comp-test-"));
    const { questions, total } = await read("findQuestions", dataset.folder, {}, 30, 20);
    assert.equal(total, all.length);
    assert.deepEqual(questions, all.slice(30, 50));
  });

  it("finds questions by id, relation and name, in all files at once", async () => {
    const [question] = await dataset.questions("comp", "test");
    assert.deepEqual(
      (await find({ text: question!.id })).map(({ id }) => id),
      [question!.id],
    );
    const [relation] = dataset.paths.get(question!.path)!.relations;
    const { name } = dataset.graph.people[question!.entities[0]!]!;
    const found = await find({ text: `${name} ${relation}`.toUpperCase() });
    assert.ok(found.some(({ id }) => id === question!.id));
    for (const { relations } of found) assert.ok(relations.some((one) => one.includes(relation!)));
    assert.deepEqual(await find({ text: `${question!.id} nothing` }), []);
  });

  it("finds questions by the value that answers them", async () => {
    const isPerson = new Set(dataset.graph.people.map(({ name }) => name));
    const questions = await everyQuestion();
    const values = [...new Set(questions.map(({ answer }) => answer))].filter((answer) => !isPerson.has(answer));
    assert.ok(values.length > 5);
    for (const value of values.slice(0, 20)) {
      const found = await find({ text: value.toUpperCase() });
      assert.ok(found.length > 0, value);
      for (const { id } of questions.filter(({ answer }) => answer === value))
        assert.ok(
          found.some((one) => one.id === id),
          `${value}: ${id}`,
        );
    }
  });

  it("finds and counts the questions in which a person occurs, at a hop or as the answer", async () => {
    const questions = await everyQuestion();
    const files = await QuestionFiles.open(dataset);
    for (const { id: person, name } of dataset.graph.people) {
      const own = questions.filter(({ entities, answer }) => entities.includes(person) || answer === name);
      const found = await find({ person });
      assert.deepEqual(found.map(({ id }) => id).sort(), own.map(({ id }) => id).sort());
      const counts = files.counts(person);
      for (const skill of skills) {
        for (const split of splits) {
          const expected = own.filter((one) => one.skill === skill && one.split === split).length;
          assert.equal(counts[skill][split], expected);
          assert.equal((await find({ person, skill, split })).length, expected);
        }
      }
    }
  });

  it("finds the questions of a path", async () => {
    const questions = await everyQuestion();
    for (const path of dataset.paths.keys()) {
      const own = questions.filter((question) => question.path === path);
      assert.equal((await find({ path })).length, own.length);
    }
    await assert.rejects(find({ path: "comp-9999" }), /there is no path comp-9999/);
  });

  it("opens the last question of a file, and says which is not there", async () => {
    const last = (await dataset.questions("comp", "train")).at(-1)!;
    const document = await readHere()("document", { kind: "question", dataset: dataset.folder, question: last.id });
    assert.ok(document.text.includes(dataset.record(last).question));
    for (const id of ["comp-train-999999", "nonsense"]) {
      await assert.rejects(read("document", { kind: "question", dataset: dataset.folder, question: id }), (error) => {
        assert.ok(error instanceof UserError && error.message.includes(id));
        return true;
      });
    }
  });

  it("says which file of a dataset is damaged, and reads it again when it is mended", async () => {
    const file = path.join(dataset.folder, "people.jsonl");
    const handle = await open(file, "r+");
    const text = await handle.readFile("utf8");
    await truncate(file, 10);
    const damaged = readHere();
    await assert.rejects(damaged("people", dataset.folder), /people\.jsonl: has 10 bytes/);
    await handle.write(text, 0);
    await handle.close();
    assert.equal((await damaged("people", dataset.folder)).length, dataset.graph.people.length);
  });
});
