import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { exportDataset, type ExportOptions } from "../../../../../src/core/dataset/export/export.ts";
import { exportFormats } from "../../../../../src/core/dataset/export/format.ts";
import { integerColumn, parquet, textColumn } from "../../../../../src/core/dataset/export/parquet.ts";
import { generateDataset } from "../../../../../src/core/dataset/generate.ts";
import { importRelease } from "../../../../../src/core/dataset/import/release.ts";
import { openDataset, type Dataset } from "../../../../../src/core/dataset/open.ts";
import { trainingSelection } from "../../../../../src/core/dataset/selection.ts";
import { levels, skills, splits, type QuestionRecord } from "../../../../../src/core/dataset/types.ts";
import { biographyDocument, completionOf, promptOf } from "../../../../../src/core/language/prompt.ts";
import { smallCurriculum } from "../small.ts";

describe("exports", () => {
  let root: string;
  let dataset: Dataset;
  let serial = 0;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "export-"));
    const curriculum = { ...smallCurriculum(), biographies: { versions: 2, paraphrase: true, permute: true } };
    dataset = await openDataset((await generateDataset(curriculum, "small", root)).folder);
  });
  after(() => rm(root, { recursive: true, force: true }));

  async function exported(options: Omit<ExportOptions, "out">): Promise<string> {
    const out = join(root, `out-${serial++}`);
    await exportDataset(dataset, { ...options, out });
    return out;
  }

  const read = (...path: readonly string[]): Promise<string> => readFile(join(...path), "utf8");
  const jsonLines = async (...path: readonly string[]): Promise<Record<string, unknown>[]> =>
    (await read(...path))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const recordsOf = async (skill: "mem" | "ctx" | "comp", split: "train" | "test"): Promise<QuestionRecord[]> =>
    (await dataset.questions(skill, split)).map((question) => dataset.record(question));

  async function bytesOf(folder: string): Promise<Record<string, string>> {
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    const contents = files
      .filter((file) => file.isFile())
      .map(async (file) => {
        const path = join(file.parentPath, file.name);
        return [path.slice(folder.length), (await readFile(path)).toString("base64")] as const;
      });
    return Object.fromEntries(await Promise.all(contents));
  }

  for (const format of exportFormats) {
    it(`${format}: same dataset, same bytes; every file of the card is there`, async () => {
      const [first, second] = [await exported({ format }), await exported({ format })];
      const bytes = await bytesOf(first);
      assert.deepEqual(bytes, await bytesOf(second));
      const card = await read(first, "README.md");
      const named = [...card.matchAll(/^ {4}path: (.+)$/gm)].map(([, path]) => `/${path!}`);
      const tables = Object.keys(bytes).filter(
        (path) => !["/README.md", "/dataset_info.json", "/reward.py"].includes(path),
      );
      assert.deepEqual(named.sort(), tables.sort());
      assert.equal([...card.matchAll(/default: true/g)].length, 1);
    });
  }

  it("writes the records whole as JSONL", async () => {
    const out = await exported({ format: "jsonl" });
    for (const split of splits) {
      for (const skill of skills) {
        assert.deepEqual(await jsonLines(out, `${skill}.${split}.jsonl`), await recordsOf(skill, split));
      }
    }
  });

  it("writes JSONL that the import reads back as it was, and in order", async () => {
    const curriculum = smallCurriculum({ graph: { contextualWorlds: 1 } });
    const oneWorld = await openDataset((await generateDataset(curriculum, "one-world", root)).folder);
    const out = join(root, "to-import");
    await exportDataset(oneWorld, { format: "jsonl", out });
    const files = splits.flatMap((split) =>
      skills.map((skill) => ({ path: join(out, `${skill}.${split}.jsonl`), split })),
    );
    const { records, warnings } = await importRelease(files);
    const questions = await Promise.all(
      splits.flatMap((split) => skills.map((skill) => oneWorld.questions(skill, split))),
    );
    assert.deepEqual(warnings, []);
    assert.deepEqual(
      [...records()],
      questions.flat().map((question) => oneWorld.record(question)),
    );
  });

  it("writes every version of every biography to learn by heart", async () => {
    const rows = await jsonLines(await exported({ format: "jsonl" }), "biographies.train.jsonl");
    const people = dataset.graph.people.filter(({ parametric }) => parametric);
    assert.deepEqual(
      rows.map(({ text }) => text),
      people.flatMap(({ id }) => [0, 1].map((version) => biographyDocument(dataset.biography(id, version)))),
    );
    assert.equal(new Set(rows.map(({ id }) => id)).size, 2 * people.length);
  });

  it("gives LLaMA-Factory what its dataset_info.json says", async () => {
    const out = await exported({ format: "llamafactory" });
    const info = JSON.parse(await read(out, "dataset_info.json")) as Record<
      string,
      { file_name: string; columns: Record<string, string> }
    >;
    assert.deepEqual(Object.keys(info).sort(), [
      ...["biographies", "biographies_sft"],
      ...["comp_test", "comp_train", "ctx_test", "ctx_train", "mem_test", "mem_train"],
    ]);
    for (const { file_name, columns } of Object.values(info)) {
      const rows = JSON.parse(await read(out, file_name)) as Record<string, string>[];
      assert.ok(rows.length > 0);
      for (const row of rows) for (const column of Object.values(columns)) assert.ok(row[column]);
    }
    const [row] = JSON.parse(await read(out, "comp.test.json")) as Record<string, string>[];
    const [record] = await recordsOf("comp", "test");
    assert.equal(row!["input"], `Context: ${record!.context}\nQuestion: ${record!.question}`);
    assert.deepEqual([row!["output"], row!["gen_type"]], [record!.answer_cot, record!.gen_type]);
  });

  it("gives TRL the texts of our own training, and the same as messages", async () => {
    const out = await exported({ format: "trl", skills: ["mem"] });
    const records = await recordsOf("mem", "train");
    const standard = await jsonLines(out, "standard", "mem.train.jsonl");
    const conversational = await jsonLines(out, "conversational", "mem.train.jsonl");
    records.forEach((record, i) => {
      const { answer, gen_type, id, answer_cot, instruction, context, question } = record;
      assert.deepEqual(standard[i], {
        ...{ prompt: promptOf(record), completion: completionOf(record) },
        ...{ answer, gen_type, id },
      });
      const content = [instruction, ...(context === "" ? [] : [`Context: ${context}`]), `Question: ${question}`];
      assert.deepEqual(conversational[i], {
        prompt: [{ role: "user", content: content.join("\n") }],
        completion: [{ role: "assistant", content: answer_cot }],
        ...{ answer, gen_type, id },
      });
    });
    const [biography] = await jsonLines(out, "standard", "biographies.train.jsonl");
    assert.match(`${String(biography!["prompt"])}${String(biography!["completion"])}`, /^Biography: \S.*\.$/);
  });

  it("gives verl nested columns that read back as they were", async () => {
    const out = await exported({ format: "verl", splits: ["train"] });
    const bytes = await readFile(join(out, "comp.train.parquet"));
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const rows = await parquetReadObjects({ file });
    const records = await recordsOf("comp", "train");
    assert.deepEqual(
      rows,
      records.map(({ instruction, context, question, gen_type, answer, id, relation_path, answer_cot }, index) => ({
        data_source: `reasoning-curriculum/comp/${gen_type}`,
        prompt: [{ role: "user", content: `${instruction}\nContext: ${context}\nQuestion: ${question}` }],
        ability: "comp",
        reward_model: { style: "rule", ground_truth: answer },
        extra_info: { split: "train", index: BigInt(index), id, gen_type, relation_path, answer_cot },
      })),
    );
    assert.deepEqual(
      parquetMetadata(file)
        .schema.filter(({ converted_type }) => converted_type === "LIST")
        .map(({ name }) => name),
      ["prompt", "relation_path"],
    );
  });

  it("writes Parquet in groups of rows", async () => {
    const count = 4500;
    const rows = Array.from({ length: count }, (_, i) => ({ name: `é${i}`, number: BigInt(i) }));
    const pieces = [...parquet([textColumn("name"), integerColumn("number")], rows)];
    const { buffer } = Uint8Array.from(Buffer.concat(pieces));
    assert.equal(pieces.length, 3);
    assert.deepEqual(await parquetReadObjects({ file: buffer }), rows);
    assert.equal(parquetMetadata(buffer).row_groups.length, 3);
  });

  it("exports the portion that a run of the same portion trains on, and all tests", async () => {
    const out = await exported({ format: "jsonl", portion: 0.3, skills: ["comp"] });
    const chosen = trainingSelection(await dataset.questions("comp", "train"), 0.3, dataset.manifest.seed);
    const ids = async (file: string): Promise<unknown[]> => (await jsonLines(out, file)).map(({ id }) => id);
    assert.deepEqual(
      await ids("comp.train.jsonl"),
      chosen.map(({ id }) => id),
    );
    assert.equal((await ids("comp.test.jsonl")).length, (await dataset.questions("comp", "test")).length);
    assert.deepEqual((await readdir(out)).sort(), ["README.md", "comp.test.jsonl", "comp.train.jsonl"]);
    assert.match(await read(out, "README.md"), /a portion of 0\.3/);
  });

  it("counts in the card what the files hold, and tells where it comes from", async () => {
    const { counts, generator, seed, hash } = dataset.manifest;
    const card = await read(await exported({ format: "jsonl" }), "README.md");
    for (const split of splits) {
      for (const skill of skills) {
        const cells = levels.map((level) => counts.questions[split][skill][level]);
        const sum = cells.reduce((a, b) => a + b, 0);
        assert.ok(card.includes(`| ${skill.toUpperCase()} | ${split} | ${[...cells, sum].join(" | ")} |`), card);
      }
    }
    assert.ok(card.includes("And 60 biographies to learn by heart."));
    assert.ok(card.includes(`generator \`${generator}\`, seed ${seed}, as dataset \`small-${hash}\``));
    const [, spec] = /```json\n(.*?)\n```/s.exec(card)!;
    const { seed: writtenSeed, ...written } = JSON.parse(spec!) as { seed: number };
    assert.deepEqual([writtenSeed, written], [seed, JSON.parse(JSON.stringify(dataset.spec))]);
  });

  it("names the folder that cannot be made, not the one that it is made from", async () => {
    const out = join(root, "x".repeat(250));
    await assert.rejects(exportDataset(dataset, { format: "jsonl", out }), { code: "ENAMETOOLONG", path: out });
  });

  it("overwrites nothing, and says what is in the way", async () => {
    const out = join(root, "full");
    await mkdir(out);
    await writeFile(join(out, "mine.txt"), "kept");
    const again = { format: "jsonl", out } as const;
    await assert.rejects(exportDataset(dataset, again), {
      name: "UserError",
      message: `${out}: is not empty, and an export overwrites nothing; choose another folder or empty it.`,
    });
    assert.deepEqual(await readdir(out), ["mine.txt"]);
    const file = join(out, "mine.txt");
    await assert.rejects(exportDataset(dataset, { ...again, out: file }), {
      name: "UserError",
      message: `${file}: a file is in the way of the export; choose another folder.`,
    });
  });

  it("takes an empty folder", async () => {
    const out = join(root, "empty");
    await mkdir(out);
    assert.deepEqual(await exportDataset(dataset, { format: "verl", out, skills: ["ctx"], splits: ["test"] }), {
      questions: (await dataset.questions("ctx", "test")).length,
      biographies: 0,
    });
    assert.deepEqual((await readdir(out)).sort(), ["README.md", "ctx.test.parquet", "reward.py"]);
  });

  it("refuses a portion that leaves nothing", async () => {
    await assert.rejects(exported({ format: "jsonl", portion: 1e-9, skills: ["mem"] }), {
      name: "UserError",
      message: "A portion of 1e-9 leaves no MEM training question of small; choose a larger one.",
    });
  });

  it("reports progress to its end, and leaves nothing behind when cancelled", async () => {
    const shares: number[] = [];
    await exported({ format: "trl", onProgress: (done, total) => shares.push(done / total) });
    assert.deepEqual(
      shares,
      [...shares].sort((a, b) => a - b),
    );
    assert.equal(shares.at(-1), 1);
    const before = await readdir(root);
    const cancelled = new AbortController();
    const out = join(root, "cancelled");
    const onProgress = (done: number): void => {
      if (done > 200) cancelled.abort();
    };
    await assert.rejects(exportDataset(dataset, { format: "trl", out, onProgress, signal: cancelled.signal }), {
      name: "AbortError",
    });
    assert.deepEqual(await readdir(root), before);
  });
});
