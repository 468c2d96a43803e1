import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { UserError } from "../../../../src/core/errors.ts";
import type { Dataset } from "../../../../src/core/dataset/open.ts";
import type { Question } from "../../../../src/core/dataset/types.ts";
import { RunFolder } from "../../../../src/core/runs/folder.ts";
import type { EvaluationSample } from "../../../../src/core/runs/types.ts";
import type { EvaluationPlace } from "../../../../src/host/reader/evaluation-cache.ts";
import type { ReaderCall } from "../../../../src/host/reader/protocol.ts";
import { readHere, runRecord, smallDataset } from "../fixtures.ts";

describe("what the analysis panel reads", () => {
  let dataset: Dataset;
  let dispose: () => Promise<void>;
  let read: ReaderCall;
  let root: string;
  let asked: readonly Question[];

  before(async () => {
    ({ dataset, dispose } = await smallDataset());
    asked = await dataset.questions("comp", "test");
    root = await mkdtemp(path.join(tmpdir(), "reasoning-curriculum-"));
    read = readHere();
  });
  after(async () => {
    await dispose();
    await rm(root, { recursive: true });
  });

  /** The gold chain, its last hop and answer those of nobody. */
  const goldOf = (question: Question): string => dataset.record(question).answer_cot;
  const brokenOf = (question: Question): string => goldOf(question).replaceAll(question.answer, "Nobody Known");

  /** A run whose answer to the question of each position is right where `isRight` says so. */
  const evaluate = async (name: "sft" | "rl", isRight: (index: number) => boolean): Promise<EvaluationPlace> => {
    const folder = new RunFolder(path.join(root, name));
    const place = { name: "small", hash: "0", folder: dataset.folder };
    await folder.write(runRecord(name, { id: name, dataset: place }));
    const evaluation = folder.evaluationFolder(10);
    await mkdir(evaluation, { recursive: true });
    const samples = asked.flatMap((question, index) =>
      [-1, 0, 1].map((sample): EvaluationSample => ({
        question_id: question.id,
        skill: "comp",
        level: question.level,
        sample,
        completion: isRight(index) ? goldOf(question) : brokenOf(question),
        correct: isRight(index),
        chain_correct: isRight(index),
      })),
    );
    const lines = samples.map((sample) => `${JSON.stringify(sample)}\n`);
    await writeFile(path.join(evaluation, "samples.jsonl"), lines.join(""));
    await writeFile(path.join(evaluation, "summary.json"), JSON.stringify({ step: 10, cells: [] }));
    return { folder: folder.folder, step: 10 };
  };

  it("is a run beside another, their gap at each k", async () => {
    const before = await evaluate("sft", (index) => index % 2 === 0);
    const after = await evaluate("rl", () => true);
    const { run, reference, comparisons } = await read("analysis", after, before);
    const right = (levels: typeof run.levels) =>
      levels.reduce((sum, { lenient, questions }) => sum + lenient.value * questions, 0);
    assert.equal(Math.round(right(run.levels)), asked.length);
    assert.equal(Math.round(right(reference!.levels)), Math.ceil(asked.length / 2));
    for (const { gaps, paired } of comparisons) {
      assert.ok(paired);
      for (const { value, before: own } of gaps) assert.ok(Math.abs(value - (1 - own)) < 1e-9);
    }
    assert.deepEqual((await read("analysis", after)).comparisons, []);
  });

  it("is a page of the wrong chains that a filter lets through", async () => {
    const place = await evaluate("rl", (index) => index % 2 === 0);
    const all = await read("wrongChains", place, {}, 0);
    assert.equal(all.total, Math.floor(asked.length / 2));
    assert.equal(all.samples[0]!.text, dataset.record({ ...asked[1]!, context: [] }).question);
    const level = all.samples[0]!.level;
    const ofLevel = await read("wrongChains", place, { level }, 0);
    assert.deepEqual(
      ofLevel.samples,
      all.samples.filter((sample) => sample.level === level),
    );
    const early = await read("wrongChains", place, { progress: [0, 0.5] }, 0);
    const late = await read("wrongChains", place, { progress: [0.5, 2] }, 0);
    assert.equal(early.total + late.total, all.total);
    assert.equal((await read("wrongChains", place, { facts: "known" }, 0)).total, 0);
    assert.deepEqual((await read("wrongChains", place, {}, all.total)).samples, []);
  });

  it("is a wrong chain beside the gold one, hop by hop", async () => {
    const place = await evaluate("rl", () => false);
    const question = asked.find(({ path: id }) => dataset.paths.get(id)!.relations.length > 1)!;
    const detail = await read("wrongChain", place, question.id);
    const { relations } = dataset.paths.get(question.path)!;
    assert.deepEqual(
      detail.hops.flatMap(({ gold }) => gold?.relation ?? []),
      relations,
    );
    assert.equal(detail.hops[0]!.state, "right");
    assert.notEqual(detail.hops.at(-1)!.state, "right");
    assert.deepEqual(detail.answer, { gold: question.answer, stated: "Nobody Known" });
    assert.ok(detail.prompt.includes(detail.error.text));
    assert.equal(detail.error.hop, relations.length - 1);
  });

  it("is read again where the evaluation was made anew", async () => {
    const place = await evaluate("rl", () => false);
    assert.equal((await read("wrongChains", place, {}, 0)).total, asked.length);
    await evaluate("rl", (index) => index > 0);
    assert.equal((await read("wrongChains", place, {}, 0)).total, 1);
    const { run } = await read("analysis", place);
    assert.ok(run.errors[0]!.wrong === 1);
  });

  it("says that a chain is not wrong, or that there is no evaluation", async () => {
    const place = await evaluate("rl", () => true);
    await assert.rejects(read("wrongChain", place, asked[0]!.id), /no wrong chain of comp-test/);
    await assert.rejects(read("analysis", { ...place, step: 11 }), UserError);
  });
});
