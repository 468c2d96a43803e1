import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { generateDataset } from "../../../../src/core/dataset/generate.ts";
import { takeInTurn } from "../../../../src/core/dataset/instances.ts";
import { openDataset, type Dataset } from "../../../../src/core/dataset/open.ts";
import { trainingSelection } from "../../../../src/core/dataset/selection.ts";
import { levels, skills, type Question } from "../../../../src/core/dataset/types.ts";
import { smallCurriculum } from "./small.ts";

describe("questions", () => {
  let root: string;
  let dataset: Dataset;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "questions-"));
    const { folder } = await generateDataset(smallCurriculum(), "small", root);
    dataset = await openDataset(folder);
  });
  after(() => rm(root, { recursive: true, force: true }));

  const hops = ({ path }: Question): number => dataset.paths.get(path)!.relations.length;
  const isContextual = (name: string): boolean => dataset.graph.relation(name).group === "contextual";

  it("are as many as asked for, single hops in their share", async () => {
    for (const skill of skills) {
      const train = await dataset.questions(skill, "train");
      assert.equal(train.length, { mem: 120, ctx: 120, comp: 150 }[skill]);
      assert.equal(train.filter((question) => hops(question) === 1).length, { mem: 12, ctx: 36, comp: 0 }[skill]);
      const test = await dataset.questions(skill, "test");
      for (const level of levels) assert.equal(test.filter((question) => question.level === level).length, 20);
    }
  });

  it("are spread evenly over the paths that are open to them", async () => {
    const train = await dataset.questions("comp", "train");
    const counts = new Map<string, number>();
    for (const { path } of train) counts.set(path, (counts.get(path) ?? 0) + 1);
    const open = [...dataset.paths.values()].filter(
      ({ skill, splits }) => skill === "comp" && splits.includes("train"),
    );
    const spread = open.map(({ id }) => counts.get(id) ?? 0);
    assert.ok(Math.max(...spread) - Math.min(...spread) <= 1, spread.join(" "));
  });

  it("use all worlds, start persons and wordings", async () => {
    const train = await dataset.questions("ctx", "train");
    assert.deepEqual([...new Set(train.map(({ world }) => world))].sort(), [0, 1, 2]);
    assert.deepEqual([...new Set(train.map(({ wording }) => wording))].sort(), [0, 1, 2]);
    assert.ok(new Set(train.map(({ entities }) => entities[0])).size > 25);
  });

  it("show as many statements and distractors as asked for, and nothing that gives a parametric hop away", async () => {
    for (const skill of ["ctx", "comp"] as const) {
      for (const { context, path, entities } of await dataset.questions(skill, "train")) {
        const { relations } = dataset.paths.get(path)!;
        for (const { person, relations: shown, role } of context) {
          const needed = relations.filter((name, hop) => isContextual(name) && entities[hop] === person);
          assert.equal(role === "needed", needed.length > 0);
          assert.ok(needed.every((name) => shown.includes(name)));
          assert.equal(shown.length, Math.max(3, needed.length));
          if (relations.includes("boss") && !needed.includes("boss_of")) assert.ok(!shown.includes("boss_of"));
        }
        const distractors = context.filter(({ role }) => role === "disconnected").length;
        assert.ok(distractors === 1 || distractors === 2);
      }
    }
  });

  it("of MEM training carry irrelevant biographies in the share asked for", async () => {
    const bridged = (await dataset.questions("mem", "train")).filter(({ context }) => context.length > 0);
    assert.equal(bridged.length, 30);
    assert.deepEqual([...new Set(bridged.map(({ context }) => context.length))].sort(), [1, 2]);
    assert.deepEqual([...new Set(bridged.map(({ world }) => world))].sort(), [0, 1, 2]);
    assert.ok((await dataset.questions("mem", "test")).every(({ context }) => context.length === 0));
  });

  it("of one file are in random order, so that any first part is a fair sample", async () => {
    const first = (await dataset.questions("ctx", "train")).slice(0, 60);
    const single = first.filter((question) => hops(question) === 1).length;
    assert.ok(single > 8 && single < 30, String(single));
  });
});

describe("trainingSelection", () => {
  const question = (path: number, index: number): Question => ({
    id: `comp-train-${path}-${index}`,
    skill: "comp",
    level: "iid",
    split: "train",
    path: `comp-${path}`,
    entities: [index],
    world: 0,
    context: [],
    wording: 0,
    answer: "x",
  });
  const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 30 });
  const portions = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));
  const all = (counts: readonly number[]): Question[] =>
    counts.flatMap((count, path) => Array.from({ length: count }, (_, index) => question(path, index)));

  it("is nested, keeps the order, and takes the same share of every path", () => {
    fc.assert(
      fc.property(sizes, portions, fc.nat({ max: 99 }), (counts, [a, b], seed) => {
        const questions = all(counts);
        const [small, large] = [Math.min(a, b), Math.max(a, b)].map((p) => trainingSelection(questions, p, seed));
        const kept = new Set(large);
        assert.ok(small!.every((item) => kept.has(item)));
        assert.deepEqual(
          large,
          questions.filter((item) => kept.has(item)),
        );
        counts.forEach((count, path) => {
          const taken = small!.filter((item) => item.path === `comp-${path}`).length;
          assert.ok(Math.abs(taken - count * Math.min(a, b)) <= 1);
        });
      }),
    );
  });

  it("comes out at the portion over all paths, even where each has few questions", () => {
    const questions = all(Array.from({ length: 500 }, () => 3));
    const taken = trainingSelection(questions, 0.1, 0).length;
    assert.ok(Math.abs(taken - 150) < 30, String(taken));
    assert.equal(trainingSelection(questions, 1, 0).length, 1500);
    assert.equal(trainingSelection(questions, 0, 0).length, 0);
    assert.notDeepEqual(trainingSelection(questions, 0.5, 0), trainingSelection(questions, 0.5, 1));
  });
});

describe("takeInTurn", () => {
  it("takes evenly, and goes on with the others where a source runs dry", () => {
    const take = (count: number) =>
      takeInTurn(
        [["a1"], ["b1", "b2", "b3"], ["c1", "c2"]].map((list) => list.values()),
        count,
      );
    assert.deepEqual(take(4), ["a1", "b1", "c1", "b2"]);
    assert.deepEqual(take(9), ["a1", "b1", "c1", "b2", "c2", "b3"]);
    assert.deepEqual(take(0), []);
  });
});
