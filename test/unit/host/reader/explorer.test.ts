import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Dataset } from "../../../../src/core/dataset/open.ts";
import { skills, splits, type Question } from "../../../../src/core/dataset/types.ts";
import { RunFolder } from "../../../../src/core/runs/folder.ts";
import type { EvaluationSample } from "../../../../src/core/runs/types.ts";
import { exampleOf } from "../../../../src/host/reader/explorer.ts";
import type { ReaderCall } from "../../../../src/host/reader/protocol.ts";
import { readHere, runRecord, smallDataset } from "../fixtures.ts";

describe("what the explorer reads", () => {
  let dataset: Dataset;
  let read: ReaderCall;
  let dispose: () => Promise<void>;
  let questions: readonly Question[];
  before(async () => {
    ({ dataset, dispose } = await smallDataset());
    read = readHere();
    const files = splits.flatMap((split) => skills.map((skill) => dataset.questions(skill, split)));
    questions = (await Promise.all(files)).flat();
  });
  after(() => dispose());

  it("is every path with its relations and the number of its questions", async () => {
    const { paths, relations, ...rest } = await read("explorer", dataset.folder);
    const { name, hash } = dataset.manifest;
    assert.deepEqual(rest, { folder: dataset.folder, name, hash });
    const count = (id: string, wanted: string): number =>
      questions.filter(({ path, split }) => path === id && split === wanted).length;
    assert.deepEqual(
      paths.map((path) => ({ ...path, relations: path.relations.map((position) => relations[position]!.name) })),
      [...dataset.paths.values()].map(({ id, skill, level, relations }) => ({
        id,
        skill,
        level,
        relations,
        questions: { train: count(id, "train"), test: count(id, "test") },
      })),
    );
    for (const { name, levels } of relations) {
      for (const skill of skills) assert.equal(levels[skill], dataset.levels[skill].get(name));
    }
  });

  it("is a path's questions, tests first, and the first of them as the model is asked it", async () => {
    const question = questions.find(({ split, context }) => split === "test" && context.length > 0)!;
    const detail = await read("pathDetail", dataset.folder, question.path, 0, {});
    assert.equal(detail.total, questions.filter(({ path }) => path === question.path).length);
    assert.equal(detail.questions[0]!.split, "test");
    const first = questions.find(({ id }) => id === detail.example!.id)!;
    const record = dataset.record(first);
    const { context, chain, ...texts } = detail.example!;
    assert.deepEqual(texts, { id: first.id, answer: record.answer });
    assert.equal(detail.questions[0]!.text, record.question);
    const stated = context.flatMap(({ statements }) => statements.map(({ text }) => text));
    assert.equal(stated.join(" "), record.context);
    assert.ok(record.answer_cot.startsWith(chain.map(({ text }) => text).join(" ")));
    assert.deepEqual(
      chain.map(({ relation }) => relation),
      record.relation_path,
    );
    assert.deepEqual(await read("explorerExample", dataset.folder, first.id), detail.example);
  });

  it("is an imported question as it is written there", () => {
    const verbatim = { instruction: "i", question: "Who?", context: "A is B.", answer_cot: "A is B. So, B" };
    assert.deepEqual(exampleOf({ ...questions[0]!, id: "x", answer: "B", verbatim }, dataset), {
      id: "x",
      answer: "B",
      context: [],
      chain: [],
      verbatim: { context: "A is B.", chain: "A is B. So, B" },
    });
  });

  it("is a later page of a path's questions, empty past the end", async () => {
    const [{ path }] = questions as [Question];
    const whole = await read("pathDetail", dataset.folder, path, 0, {});
    const rest = await read("pathDetail", dataset.folder, path, 1, {});
    assert.deepEqual(rest.questions, whole.questions.slice(1));
    assert.deepEqual((await read("pathDetail", dataset.folder, path, whole.total, {})).questions, []);
  });

  it("is how often a run's greedy answers were right, read again after another evaluation", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "reasoning-curriculum-"));
    const asked = questions.filter(({ skill, split }) => skill === "comp" && split === "test");
    const evaluate = async (correct: (index: number) => boolean): Promise<void> => {
      const samples = asked.flatMap((question, index) =>
        [-1, 0].map((sample): EvaluationSample => ({
          question_id: question.id,
          skill: "comp",
          level: question.level,
          sample,
          completion: "",
          correct: sample === 0 || correct(index),
          chain_correct: false,
        })),
      );
      const evaluation = path.join(folder, "evaluations", "step-7");
      await mkdir(evaluation, { recursive: true });
      await writeFile(
        path.join(evaluation, "samples.jsonl"),
        samples.map((one) => `${JSON.stringify(one)}\n`).join(""),
      );
      await writeFile(path.join(evaluation, "summary.json"), "{}");
      const place = { name: "small", hash: "0", folder: dataset.folder };
      await new RunFolder(folder).write(runRecord("sft", { dataset: place }));
    };
    try {
      const run = { folder, step: 7 };
      await evaluate((index) => index === 0);
      const first = await read("pathAccuracy", run);
      const sum = (accuracies: typeof first) => accuracies.reduce((total, { correct }) => total + correct, 0);
      assert.equal(sum(first), 1);
      assert.equal(
        first.reduce((total, one) => total + one.questions, 0),
        asked.length,
      );
      const detail = await read("pathDetail", dataset.folder, asked[0]!.path, 0, { sft: run });
      assert.deepEqual(detail.questions.find(({ id }) => id === asked[0]!.id)!.correct, { sft: true });
      await evaluate(() => true);
      assert.equal(sum(await read("pathAccuracy", run)), asked.length);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
