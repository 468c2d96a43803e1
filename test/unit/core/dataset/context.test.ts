import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateDataset } from "../../../../src/core/dataset/generate.ts";
import { openDataset, type Dataset } from "../../../../src/core/dataset/open.ts";
import {
  levels,
  skills,
  type ContextEntry,
  type ContextRole,
  type Question,
} from "../../../../src/core/dataset/types.ts";
import { smallCurriculum } from "./small.ts";

describe("contexts with all kinds of distractors", () => {
  let root: string;
  let dataset: Dataset;
  let questions: Question[];

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "context-"));
    const curriculum = smallCurriculum({
      graph: { people: { parametric: 200, contextual: 200, shared: 150 } },
      questions: {
        train: { mem: 300, ctx: 300, comp: 300 },
        context: { statements: 4, distractors: { supporting: [0, 2], irrelevant: [1, 3], disconnected: [1, 2] } },
      },
    });
    const { folder } = await generateDataset(curriculum, "small", root);
    dataset = await openDataset(folder);
    const files = [
      dataset.questions("ctx", "train"),
      dataset.questions("comp", "train"),
      dataset.questions("comp", "test"),
    ];
    questions = (await Promise.all(files)).flat();
  });
  after(() => rm(root, { recursive: true, force: true }));

  const inRole = ({ context }: Question, role: ContextRole): ContextEntry[] =>
    context.filter((entry) => entry.role === role);
  const relationsOf = ({ path }: Question) =>
    dataset.paths.get(path)!.relations.map((name) => dataset.graph.relation(name));
  /** Entities and, where it is a person, the answer. */
  const peopleOf = (question: Question): number[] => {
    const answer = dataset.graph.object(question.entities.at(-1)!, relationsOf(question).at(-1)!.name, question.world);
    return typeof answer === "number" ? [...question.entities, answer] : [...question.entities];
  };
  const isContextual = (name: string): boolean => dataset.graph.relation(name).group === "contextual";
  const reaches = (from: readonly number[], to: number, world: number): boolean =>
    dataset.graph.relations.some(
      ({ name, object }) =>
        object === "person" && from.some((person) => dataset.graph.object(person, name, world) === to),
    );

  it("show nobody twice, and each biography at the length asked for", () => {
    for (const { context } of questions) {
      assert.equal(new Set(context.map(({ person }) => person)).size, context.length);
      for (const { relations } of context) {
        assert.ok(relations.length === 4 && new Set(relations).size === 4 && relations.every(isContextual));
      }
    }
  });

  it("supporting ones state a needed fact from its other end, and never a parametric one", () => {
    let found = 0;
    for (const question of questions) {
      const relations = relationsOf(question);
      for (const { person, relations: stated } of inRole(question, "supporting")) {
        const supports = relations.some(
          ({ name, group, inverse }, hop) =>
            group === "contextual" &&
            inverse !== undefined &&
            stated.includes(inverse) &&
            dataset.graph.object(question.entities[hop]!, name, question.world) === person &&
            dataset.graph.object(person, inverse, question.world) === question.entities[hop],
        );
        assert.ok(supports, question.id);
        for (const { name, group, inverse } of relations)
          if (group === "parametric" && inverse !== undefined && inverse !== name) assert.ok(!stated.includes(inverse));
        found++;
      }
    }
    assert.ok(found > 50, String(found));
  });

  it("irrelevant ones are connected to somebody in the question but off its path, disconnected ones are not", () => {
    for (const question of questions) {
      const people = peopleOf(question);
      for (const role of ["irrelevant", "disconnected"] as const) {
        for (const { person } of inRole(question, role)) {
          assert.ok(!people.includes(person));
          assert.equal(reaches(people, person, question.world), role === "irrelevant", question.id);
        }
      }
    }
  });

  it("come in the numbers asked for", () => {
    const numbers = (role: ContextRole): number[] =>
      [...new Set(questions.map((question) => inRole(question, role).length))].sort();
    assert.deepEqual(numbers("supporting").slice(0, 2), [0, 1]);
    assert.ok(Math.max(...numbers("supporting")) <= 2);
    assert.deepEqual(numbers("irrelevant"), [1, 2, 3]);
    assert.deepEqual(numbers("disconnected"), [1, 2]);
  });

  it("beside MEM questions show only people who have nothing to do with them", async () => {
    const bridged = (await dataset.questions("mem", "train")).filter(({ context }) => context.length > 0);
    assert.equal(bridged.length, 75);
    assert.ok(bridged.every((question) => inRole(question, "disconnected").length === question.context.length));
  });
});

describe("wordings held out of training", () => {
  it("are asked in half of every test cell, and nowhere in training", async () => {
    const root = await mkdtemp(join(tmpdir(), "wordings-"));
    try {
      const curriculum = smallCurriculum({ questions: { wordings: 5, heldOutWordings: 2 } });
      const dataset = await openDataset((await generateDataset(curriculum, "small", root)).folder);
      for (const skill of skills) {
        const train = await dataset.questions(skill, "train");
        assert.deepEqual([...new Set(train.map(({ wording }) => wording))].sort(), [0, 1, 2]);
        const test = await dataset.questions(skill, "test");
        for (const level of levels) {
          const own = test.filter((question) => question.level === level);
          assert.equal(own.filter(({ wording }) => wording >= 3).length, own.length / 2);
        }
        assert.deepEqual([...new Set(test.map(({ wording }) => wording))].sort(), [0, 1, 2, 3, 4]);
      }
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });
});
