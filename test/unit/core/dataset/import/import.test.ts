import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { readCurriculum } from "../../../../../src/core/curriculum/read.ts";
import { auditDataset } from "../../../../../src/core/dataset/audit.ts";
import { generateDataset } from "../../../../../src/core/dataset/generate.ts";
import { importData, type Imported } from "../../../../../src/core/dataset/import/import.ts";
import { openDataset, type Dataset } from "../../../../../src/core/dataset/open.ts";
import { skills, splits, type QuestionRecord } from "../../../../../src/core/dataset/types.ts";
import { UserError } from "../../../../../src/core/errors.ts";
import { parseChain } from "../../../../../src/core/language/parse.ts";
import { scoreHops } from "../../../../../src/core/language/score.ts";
import { renderChain } from "../../../../../src/core/language/question.ts";
import { inTemporaryFolder, smallCurriculum } from "../small.ts";

async function recordsOf(dataset: Dataset): Promise<QuestionRecord[]> {
  const records: QuestionRecord[] = [];
  for (const split of splits)
    for (const skill of skills)
      for (const question of await dataset.questions(skill, split)) records.push(dataset.record(question));
  return records;
}

async function generated({ curriculum: file }: Imported): Promise<Dataset> {
  const { curriculum, name, root, warnings } = await readCurriculum(file);
  assert.deepEqual(warnings, []);
  return openDataset((await generateDataset(curriculum, name, root)).folder);
}

/** A question as the release has it: entities with the answer, another name for zero-shot. */
function releaseRecord(start: string, end: string, gen_type = "iid"): object {
  return {
    question: `Which pet does the boss of ${start} have?`,
    answer: `Rex ${end}`,
    answer_cot: `${start} works for ${end}. The pet of ${end} is Rex ${end}. So, the answer is: Rex ${end}`,
    instruction: "Answer.",
    context: "",
    entities: [start, end, `Rex ${end}`],
    relation_path: ["boss", "pet"],
    gen_type,
  };
}

describe("importData", () => {
  it("gives back the questions that our own export of whole records holds", async () => {
    const small = fc.integer({ min: 1, max: 3 });
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 1000 }), small, small, async (seed, wordings, contextualWorlds) => {
        await inTemporaryFolder(async (folder) => {
          const curriculum = smallCurriculum({
            seed,
            graph: { contextualWorlds },
            questions: { wordings, test: 10 },
          });
          const { folder: original } = await generateDataset(curriculum, "small", folder);
          const exported = await recordsOf(await openDataset(original));
          const file = join(folder, "whole.jsonl");
          writeFileSync(file, exported.map((record) => `${JSON.stringify(record)}\n`).join(""));
          const imported = await importData({ files: [file], out: join(folder, "out"), name: "back" });
          const dataset = await generated(imported);
          const back = await recordsOf(dataset);
          assert.deepEqual(back, exported, imported.warnings.join("\n"));
          const { checks } = await auditDataset(dataset.folder);
          assert.deepEqual(
            checks.filter(({ violations }) => violations > 0),
            [],
          );
        });
      }),
      { numRuns: 4 },
    );
  });

  it("makes a dataset of the release's form that stands the audit, with the wordings of its chains", async () => {
    await inTemporaryFolder(async (folder) => {
      const people = Array.from({ length: 12 }, (_, i) => `${"ABCDEFGHIJKL"[i]!}nn Lee`);
      const pairs = people.map((name, i) => [name, people[(i + 1) % people.length]!] as const);
      const [train, test] = [join(folder, "mem_train.json"), join(folder, "mem_testing.json")];
      writeFileSync(
        train,
        JSON.stringify(
          pairs.slice(0, 6).map(([a, b]) => releaseRecord(a, b)),
          null,
          1,
        ),
      );
      writeFileSync(
        test,
        JSON.stringify(
          pairs.slice(6).map(([a, b]) => releaseRecord(a, b)),
          null,
          1,
        ),
      );
      const imported = await importData({ files: [train, test], out: folder, name: "release" });
      assert.deepEqual(imported.warnings, []);
      const dataset = await generated(imported);
      assert.equal((await dataset.questions("mem", "train")).length, 6);
      const [question] = await dataset.questions("mem", "test");
      assert.equal(question?.verbatim?.question, `Which pet does the boss of ${pairs[6]![0]} have?`);
      const gold = renderChain(dataset.graph, dataset.paths.get(question.path)!, question, dataset.spec.questions);
      assert.equal(scoreHops(parseChain(question.verbatim.answer_cot, dataset.graph), gold).right, 2);
      const { checks } = await auditDataset(dataset.folder);
      assert.deepEqual(
        checks.flatMap(({ examples }) => examples),
        [],
      );
    });
  });

  it("counts what it leaves out and names the first of it", async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, "data.json");
      const good = releaseRecord("Ann Lee", "Bea Lee");
      const lines = [
        good,
        { ...good, answer: "Tom", entities: ["Ann Lee", "Bea Lee", "Tom"] },
        { ...good, gen_type: "ood" },
        { ...good, entities: ["Ann Lee"] },
        { ...good, relation_path: ["boss", "boss"] },
        { ...releaseRecord("Ann Lee", "Cea Lee") },
        good,
        { output: "Ann Lee's boss is Bea Lee." },
      ];
      writeFileSync(file, `[${lines.map((line) => JSON.stringify(line)).join(",\n")},\n{"a": 1`);
      const { warnings } = await importData({ files: [file], out: folder, name: "x" });
      const said = warnings.join("\n");
      for (const expected of [
        /1 record is left out: data\.json:2: has a chain that does not end in its answer Tom/,
        /data\.json:3: has no right gen_type/,
        /data\.json:4: has 1 entities for 2 hops/,
        /data\.json:5: has a relation twice in its path/,
        /data\.json:6: contradicts \(Ann Lee, boss, Bea Lee\)/,
        /data\.json:7: asks what another record asks/,
        /data\.json:9: is no valid JSON/,
        /1 text without a question is left out/,
      ])
        assert.match(said, expected);
    });
  });

  it("says so where nothing is left, and leaves nothing behind", async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, "data.json");
      writeFileSync(file, '[{"gen_type": "iid", "relation_path": ["boss"]}]');
      await assert.rejects(
        importData({ files: [file], out: join(folder, "out"), name: "x" }),
        (error) =>
          error instanceof UserError && error.message.includes("no question can be imported: 1 record is left out"),
      );
      assert.deepEqual(readdirSync(join(folder, "out")), []);
    });
  });

  it("leaves nothing behind when it is cancelled, at whatever moment", async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, "data.jsonl");
      const people = Array.from({ length: 4001 }, (_, i) => `Ann Lee the ${i}th`);
      const records = people.slice(1).map((name, i) => JSON.stringify(releaseRecord(people[i]!, name)));
      writeFileSync(file, records.join("\n"));
      const out = join(folder, "out");
      // Two turns in each of the three times that the records are read.
      for (let turn = 0; turn < 6; turn++) {
        let turns = 0;
        const signal = {
          throwIfAborted: () => {
            if (turns++ === turn) AbortSignal.abort().throwIfAborted();
          },
        };
        const imported = importData({ files: [file], out, name: "x" }, { signal: signal as unknown as AbortSignal });
        await assert.rejects(imported, { name: "AbortError" }, `turn ${turn}`);
        assert.deepEqual(readdirSync(out), []);
      }
    });
  });

  it("overwrites nothing, and takes back what it wrote before it met what is in the way", async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, "data.json");
      writeFileSync(file, JSON.stringify([releaseRecord("Ann Lee", "Bea Lee")]));
      writeFileSync(join(folder, "x.curriculum.json"), "mine");
      const choice = { files: [file], out: folder, name: "x" };
      await assert.rejects(
        importData(choice),
        (error) => error instanceof UserError && error.message.includes("x.curriculum.json: is there already"),
      );
      assert.equal(readFileSync(join(folder, "x.curriculum.json"), "utf8"), "mine");
      assert.ok(!existsSync(join(folder, "x.records.jsonl")) && !existsSync(join(folder, "x.relations.json")));
    });
  });

  it("tells how far it is, and clears away what a killed one left", async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, "data.json");
      writeFileSync(file, JSON.stringify([releaseRecord("Ann Lee", "Bea Lee")]));
      const { pid } = spawnSync(process.execPath, ["-e", ""]);
      mkdirSync(join(folder, `.import-${pid}`));
      writeFileSync(join(folder, `.import-${pid}`, "x.records.jsonl"), "{}");
      const told: (readonly [number, number])[] = [];
      const onProgress = (done: number, total: number): void => void told.push([done, total]);
      await importData({ files: [file], out: folder, name: "x" }, { onProgress });
      const total = 3 * readFileSync(file).length;
      assert.deepEqual(told.at(-1), [total, total]);
      const names = ["data.json", "x.curriculum.json", "x.records.jsonl", "x.relations.json"];
      assert.deepEqual(readdirSync(folder).sort(), names);
    });
  });

  it("copies triples, with a draft of the relations that nobody described", async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, "kin.tsv");
      writeFileSync(file, "head\trelation\ttail\nAnn\tfather_of\tBob\nBob\tfather_of\tCem\nCem\teye color\tblue\n");
      const imported = await importData({ files: [file], out: join(folder, "out"), name: "kin" });
      assert.match(imported.warnings[0]!, /kin\.relations\.json is a draft/);
      const { curriculum } = await readCurriculum(imported.curriculum);
      assert.deepEqual(
        curriculum.sources?.names.map((name) => curriculum.sources!.relations.find((one) => one.name === name)!.object),
        ["person", "eye_color"],
      );
    });
  });

  it("leaves triples where they are, if that is their place", async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, "kin.csv");
      writeFileSync(file, "Ann,father_of,Bob\nBob,father_of,Cem\n");
      await importData({ files: [file], out: folder, name: "kin" });
      assert.deepEqual(readdirSync(folder).sort(), ["kin.csv", "kin.curriculum.json", "kin.relations.json"]);
    });
  });
});
