import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Dataset } from "../../../../src/core/dataset/open.ts";
import type { Question } from "../../../../src/core/dataset/types.ts";
import { RunFolder } from "../../../../src/core/runs/folder.ts";
import type { EvaluationPlace } from "../../../../src/host/reader/evaluation-cache.ts";
import type { ReaderCall } from "../../../../src/host/reader/protocol.ts";
import { answersOnPage } from "../../../../src/protocol/compare-panel.ts";
import { readHere, runRecord, smallDataset } from "../fixtures.ts";

describe("the same question answered by each run", () => {
  let dataset: Dataset;
  let read: ReaderCall;
  let dispose: () => Promise<void>;
  let root: string;
  let comp: readonly Question[];
  let runs: Readonly<Record<string, EvaluationPlace>>;

  /** A run that answers as told; `lucky`: the answer alone. */
  const evaluated = async (name: string, answer: (index: number) => "right" | "lucky" | "wrong") => {
    const folder = path.join(root, name);
    const samples = comp.map((question, index) => {
      const state = answer(index);
      const { answer_cot: chain } = dataset.record(question);
      const completion = state === "right" ? chain : `So, the answer is: ${state === "lucky" ? question.answer : "me"}`;
      const { id: question_id, skill, level } = question;
      const correct = state !== "wrong";
      return { question_id, skill, level, sample: -1, completion, correct, chain_correct: state === "right" };
    });
    const place = new RunFolder(folder).evaluationFolder(4);
    await mkdir(place, { recursive: true });
    const lines = samples.map((sample) => `${JSON.stringify(sample)}\n`).join("");
    await writeFile(path.join(place, "samples.jsonl"), lines);
    const { name: curriculum, hash } = dataset.manifest;
    await new RunFolder(folder).write(
      runRecord("sft", { dataset: { name: curriculum, hash, folder: dataset.folder } }),
    );
    return { folder, step: 4 };
  };

  before(async () => {
    ({ dataset, dispose } = await smallDataset());
    read = readHere();
    root = await mkdtemp(path.join(tmpdir(), "answers-"));
    comp = await dataset.questions("comp", "test");
    runs = {
      a: await evaluated("a", (index) => (index % 2 === 0 ? "right" : "wrong")),
      b: await evaluated("b", (index) => (index % 4 === 0 ? "lucky" : "wrong")),
    };
  });
  after(async () => {
    await dispose();
    await rm(root, { recursive: true });
  });

  const found = async (filter: object, offset = 0) => {
    const { total, questions } = await read("answers", dataset.folder, runs, { wanted: {}, ...filter }, offset);
    return { total, ids: questions.map(({ id }) => id), questions };
  };
  const idsOf = (test: (index: number) => boolean): string[] =>
    comp.flatMap(({ id }, index) => (test(index) ? [id] : []));

  it("is found by who was right and who was wrong", async () => {
    const all = await found({});
    assert.equal(all.total, comp.length);
    assert.deepEqual(all.questions[0]!.states, { a: "right", b: "lucky" });
    const one = await found({ wanted: { a: "right", b: "wrong" } });
    assert.deepEqual(one.ids, idsOf((index) => index % 4 === 2).slice(0, answersOnPage));
    assert.equal((await found({ wanted: { b: "right" }, strict: true })).total, 0);
    assert.equal((await found({ wanted: { gone: "right" } })).total, 0);
  });

  it("is found by level and by its words, page by page", async () => {
    const { level } = comp[0]!;
    assert.equal((await found({ level })).total, comp.filter((one) => one.level === level).length);
    assert.equal((await found({ skill: "mem" })).total, 0);
    const { answer, id } = comp[0]!;
    const named = await found({ query: `${answer.toUpperCase()} ${id}` });
    assert.deepEqual(named.ids, [id]);
    assert.deepEqual((await found({}, comp.length - 1)).ids, [comp.at(-1)!.id]);
  });

  it("stands beside the gold chain, hop by hop, with each run's answer", async () => {
    const [question] = comp;
    const detail = await read("answerDetail", dataset.folder, runs, question!.id);
    assert.match(detail.prompt, /\?/);
    const [a, b] = detail.answers;
    assert.deepEqual([a!.runId, a!.state, a!.stated], ["a", "right", question!.answer]);
    assert.ok(a!.hops.every(({ state }) => state === "right"));
    assert.deepEqual([b!.runId, b!.state, b!.stated], ["b", "lucky", question!.answer]);
    assert.ok(b!.hops.every(({ state, gold }) => state === "missing" && gold !== undefined));
    assert.equal(b!.hops.length, question!.entities.length);
  });
});
