import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportDataset } from "../../src/core/dataset/export/export.ts";
import { exportFormats, type ExportFormat } from "../../src/core/dataset/export/format.ts";
import { generateDataset } from "../../src/core/dataset/generate.ts";
import { openDataset, type Dataset } from "../../src/core/dataset/open.ts";
import { skills, splits, type QuestionRecord, type Skill, type Split } from "../../src/core/dataset/types.ts";
import { answerMarker, completionOf, extractAnswer, promptOf } from "../../src/core/language/prompt.ts";
import { smallCurriculum } from "../unit/core/dataset/small.ts";
import { findPython, runScript } from "./python.ts";

type Row = Readonly<Record<string, unknown>>;
type Tables = Readonly<Record<string, Readonly<Record<string, readonly Row[]>>>>;

interface Answer {
  readonly tables: Readonly<Record<ExportFormat, Tables>>;
  readonly mixed: number;
  readonly types: Readonly<Record<string, string>>;
  readonly rewards: Readonly<Record<"verl" | "trl" | "messages", readonly number[]>>;
}

const completions = [
  `x. ${answerMarker} A b`,
  `${answerMarker}   A b \n and more`,
  `${answerMarker}\nA b`,
  `${answerMarker} A c. ${answerMarker} A b`,
  `${answerMarker} A b. ${answerMarker} A c`,
  `${answerMarker} a b`,
  `${answerMarker} A b.`,
  answerMarker,
  "A b",
  "",
];

describe("exports as Python reads them", function () {
  this.timeout(10 * 60_000);
  let parent = "";
  let dataset: Dataset;
  let answer: Answer;

  before(async function () {
    const python = findPython(this, "datasets", "pyarrow");
    parent = await mkdtemp(join(tmpdir(), "exports-"));
    dataset = await openDataset((await generateDataset(smallCurriculum(), "small", parent)).folder);
    const out = join(parent, "out");
    for (const format of exportFormats) await exportDataset(dataset, { format, out: join(out, format) });
    const texts = join(parent, "texts.json");
    await writeFile(texts, JSON.stringify(completions));
    answer = JSON.parse(runScript(python, "exports.py", out, texts)) as Answer;
  });
  after(() => rm(parent, { recursive: true, force: true }));

  const records = async (skill: Skill, split: Split): Promise<QuestionRecord[]> =>
    (await dataset.questions(skill, split)).map((question) => dataset.record(question));

  it("finds every table by the card's header, COMP where none is named", async () => {
    for (const [format, tables] of Object.entries(answer.tables)) {
      const comp = format === "trl" ? "standard-comp" : "comp";
      assert.deepEqual(tables[""], tables[comp], format);
      for (const skill of skills) {
        for (const split of splits) {
          const rows = tables[format === "trl" ? `conversational-${skill}` : skill]![split]!;
          assert.equal(rows.length, (await dataset.questions(skill, split)).length);
        }
      }
    }
  });

  it("reads the records whole from JSONL", async () => {
    for (const skill of skills) {
      for (const split of splits) {
        assert.deepEqual(answer.tables.jsonl[skill]![split], await records(skill, split));
      }
    }
  });

  it("reads the texts of our own training from TRL's files, and mixes them with biographies", async () => {
    const rows = answer.tables.trl["standard-ctx"]!["train"]!;
    const expected = (await records("ctx", "train")).map((record) => promptOf(record) + completionOf(record));
    assert.deepEqual(
      rows.map(({ prompt, completion }) => String(prompt) + String(completion)),
      expected,
    );
    const { mem, ctx, comp } = dataset.spec.questions.train;
    assert.equal(answer.mixed, dataset.manifest.counts.parametricPeople + mem + ctx + comp);
  });

  it("reads verl's Parquet with the types that verl's own data have", async () => {
    assert.deepEqual(answer.types, {
      data_source: "string",
      prompt: "list<element: struct<role: string, content: string>>",
      ability: "string",
      reward_model: "struct<style: string, ground_truth: string>",
      extra_info:
        "struct<split: string, index: int64, id: string, gen_type: string, relation_path: list<element: string>, answer_cot: string>",
    });
    const rows = answer.tables.verl["comp"]!["test"]!;
    assert.deepEqual(
      rows.map(({ reward_model, extra_info }) => ({ reward_model, extra_info })),
      (await records("comp", "test")).map(({ id, gen_type, relation_path, answer_cot, answer: gold }, index) => ({
        reward_model: { style: "rule", ground_truth: gold },
        extra_info: { split: "test", index, id, gen_type, relation_path, answer_cot },
      })),
    );
  });

  it("rewards as our own training does", () => {
    const expected = completions.map((completion) => (extractAnswer(completion) === "A b" ? 1 : 0));
    assert.deepEqual(expected.slice(0, 5), [1, 1, 1, 1, 0]);
    for (const rewards of Object.values(answer.rewards)) assert.deepEqual(rewards, expected);
  });
});
