import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateDataset } from "../../../../src/core/dataset/generate.ts";
import { openDataset } from "../../../../src/core/dataset/open.ts";
import { UserError } from "../../../../src/core/errors.ts";
import { smallCurriculum } from "./small.ts";

describe("openDataset", function () {
  this.timeout(20_000);
  let root: string;
  let whole: string;
  let serial = 0;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "open-"));
    ({ folder: whole } = await generateDataset(smallCurriculum(), "small", root));
  });
  after(() => rm(root, { recursive: true, force: true }));

  async function copy(): Promise<string> {
    const folder = join(root, `copy-${serial++}`);
    await cp(whole, folder, { recursive: true });
    return folder;
  }

  it("gives back what was generated", async () => {
    const dataset = await openDataset(whole);
    const { counts } = dataset.manifest;
    assert.equal(dataset.graph.people.length, counts.people);
    assert.equal(dataset.levels.comp.size, 14);
    for (const skill of ["mem", "ctx", "comp"] as const) {
      for (const question of await dataset.questions(skill, "train")) {
        const record = dataset.record(question);
        assert.ok(record.answer_cot.endsWith(` ${record.answer}`));
        assert.deepEqual(record.relation_path, dataset.paths.get(question.path)!.relations);
      }
    }
    const biography = dataset.biography(0).map(({ triple }) => triple.relation);
    assert.deepEqual(biography.sort(), ["boss", "child", "classmate", "died_in", "email", "hobby", "roommate"]);
    assert.equal(await dataset.questions("mem", "test"), await dataset.questions("mem", "test"));
  });

  async function setFormat(folder: string, formatVersion: number): Promise<void> {
    const file = join(folder, "manifest.json");
    const manifest = JSON.parse(await readFile(file, "utf8")) as object;
    await writeFile(file, JSON.stringify({ ...manifest, formatVersion }));
  }

  const damages: [string, (folder: string) => Promise<void>, RegExp][] = [
    ["no manifest", (folder) => rm(join(folder, "manifest.json")), /manifest\.json is missing; generate/],
    [
      "half a manifest",
      (folder) => truncate(join(folder, "manifest.json"), 300),
      /manifest\.json: .*delete the folder/,
    ],
    [
      "an earlier version's",
      (folder) => setFormat(folder, 1),
      /earlier version \(format 1, not 2\); move its folder away and generate it again/,
    ],
    ["a later version's", (folder) => setFormat(folder, 3), /later version \(format 3, not 2\); update/],
    [
      "a missing file",
      (folder) => rm(join(folder, "paths.jsonl")),
      /paths\.jsonl: missing.*generate the dataset again/,
    ],
    [
      "a truncated file",
      (folder) => truncate(join(folder, "questions/comp.test.jsonl"), 99),
      /comp\.test\.jsonl: has 99 bytes/,
    ],
  ];
  for (const [what, damage, message] of damages) {
    it(`refuses ${what}`, async () => {
      const folder = await copy();
      await damage(folder);
      await assert.rejects(openDataset(folder), (error) => error instanceof UserError && message.test(error.message));
    });
  }

  it("names the line of a record that cannot be read", async () => {
    const folder = await copy();
    const file = join(folder, "questions/mem.train.jsonl");
    const text = await readFile(file, "utf8");
    const second = text.indexOf("\n") + 1;
    await writeFile(file, `${text.slice(0, second)}!${text.slice(second + 1)}`);
    const dataset = await openDataset(folder);
    await assert.rejects(dataset.questions("mem", "train"), /mem\.train\.jsonl:2: not valid JSON/);
  });
});
