import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseCurriculumFile } from "../../../../src/core/curriculum/parse.ts";
import { formatDiagnostic, placeFieldError, readCurriculum } from "../../../../src/core/curriculum/read.ts";
import { FieldError } from "../../../../src/core/errors.ts";
import { datasetHash } from "../../../../src/core/dataset/folder.ts";
import { relationsOf } from "../../../../src/core/graph/select.ts";
import { inTemporaryFolder } from "../dataset/small.ts";

const relations = JSON.stringify({ relations: [{ name: "boss", statements: ["{subject} serves {object}."] }] });

const moon = {
  name: "moon",
  group: "contextual",
  statements: ["{subject} orbits {object}."],
  questions: ["What does {subject} orbit?"],
};

/** What is said of a curriculum beside some files, with paths as from the folder. */
async function said(curriculum: object, files: Readonly<Record<string, string>> = {}): Promise<string[]> {
  let lines: string[] = [];
  await inTemporaryFolder(async (folder) => {
    mkdirSync(join(folder, "data"));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const parsed = await parseCurriculumFile(
      JSON.stringify(curriculum),
      join(folder, "x.curriculum.json"),
      "x.curriculum.json",
    );
    lines = parsed.diagnostics.map(formatDiagnostic);
    assert.equal(
      parsed.curriculum === undefined,
      parsed.diagnostics.some(({ severity }) => severity === "error"),
    );
  });
  return lines;
}

describe("the files that a curriculum names", () => {
  it("are read from beside it, wherever the reader stands", async () => {
    await inTemporaryFolder(async (folder) => {
      mkdirSync(join(folder, "data"));
      writeFileSync(join(folder, "data", "own.relations.json"), relations);
      const file = join(folder, "x.curriculum.json");
      writeFileSync(file, '{ "graph": { "relationFile": "data/own.relations.json" } }');
      const { curriculum } = await readCurriculum(file);
      assert.equal(relationsOf(curriculum).length, 39);
      assert.deepEqual(relationsOf(curriculum).find(({ name }) => name === "boss")?.statements, [
        "{subject} serves {object}.",
      ]);
      const before = datasetHash(curriculum);
      writeFileSync(join(folder, "data", "own.relations.json"), relations.replace("serves", "obeys"));
      assert.notEqual(datasetHash((await readCurriculum(file)).curriculum), before);
    });
  });

  it("are looked at anew where they or the relations that they are of have changed, and else not", async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, "x.curriculum.json");
      const text = JSON.stringify({ graph: { relationFile: "own.json", tripleFile: "facts.csv" } });
      const put = (name: string, content: string): void => {
        writeFileSync(join(folder, name), content);
      };
      const look = async () => (await parseCurriculumFile(text, file)).diagnostics;
      put("own.json", relations);
      put("facts.csv", "a,boss,b\nb,moon,c");
      const first = await look();
      assert.match(first[0]!.message, /"moon" is no relation of the table/);
      assert.equal((await look())[0], first[0]);
      put("own.json", JSON.stringify({ relations: [{ ...moon, object: "moon" }], values: { moon: ["Io", "Europa"] } }));
      assert.deepEqual(
        (await look()).filter(({ severity }) => severity === "error"),
        [],
      );
      put("facts.csv", "a,boss,b\nb,moon");
      assert.match((await look())[0]!.message, /2 cells/);
    });
  });

  it("may begin with a byte-order mark, and so may the curriculum", async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, "x.curriculum.json");
      writeFileSync(join(folder, "own.json"), `\uFEFF${relations}`);
      writeFileSync(file, `\uFEFF${JSON.stringify({ graph: { relationFile: "own.json" } })}`);
      const { curriculum } = await readCurriculum(file);
      assert.deepEqual(curriculum.sources?.relations.find(({ name }) => name === "boss")?.statements, [
        "{subject} serves {object}.",
      ]);
      const placed = await placeFieldError(new FieldError("graph.relationFile", "no."), file);
      assert.match(placed.message, /x\.curriculum\.json:1:26: graph\.relationFile: no\.$/);
    });
  });

  it("let a curriculum choose from the relations there are, and no others", async () => {
    const graph = { relationFile: "own.json", relations: ["boss", "moon"] };
    const [problem] = await said({ graph }, { "own.json": relations });
    assert.match(problem!, /^x\.curriculum\.json:1:\d+: "moon" is no relation/);
  });

  const triples = "a,boss,b\nb,pet,Rex\n";
  const table: readonly (readonly [
    name: string,
    curriculum: object,
    files: Record<string, string>,
    expected: RegExp,
  ])[] = [
    [
      "is missing",
      { graph: { relationFile: "no.json" } },
      {},
      /^x\.curriculum\.json:1:26: graph\.relationFile names no\.json, but there is no such file/,
    ],
    ["is a folder", { graph: { tripleFile: "data" } }, {}, /graph\.tripleFile names data, which is a folder/],
    [
      "has an error",
      { graph: { relationFile: "own.json" } },
      { "own.json": '{\n "relations": [{ "name": "boss", "inverse": "pet" }]\n}' },
      /^own\.json:2:45: The inverse of "boss" is "pet"/,
    ],
    [
      "has a bad line",
      { graph: { tripleFile: "data/facts.csv" } },
      { "data/facts.csv": `${triples}c,boss\n` },
      /^data\/facts\.csv:3:1: 2 cells where/,
    ],
    [
      "has one world",
      { graph: { tripleFile: "facts.csv", contextualWorlds: 3 } },
      { "facts.csv": triples },
      /graph\.contextualWorlds is 3, but the facts of graph\.tripleFile are true in one world: set it to 1/,
    ],
    [
      "brings questions in words of their own",
      { questions: { recordFile: "records.jsonl", wordings: 3, heldOutWordings: 1 } },
      { "records.jsonl": "" },
      /questions\.heldOutWordings is 1, but .* come in their own words: set it to 0/,
    ],
    [
      "is one of two that bring facts",
      { graph: { tripleFile: "facts.csv" }, questions: { recordFile: "records.jsonl" } },
      { "facts.csv": triples, "records.jsonl": "" },
      /graph\.tripleFile and questions\.recordFile both bring the facts: keep one/,
    ],
    [
      "brings its people",
      { graph: { tripleFile: "facts.csv", people: { parametric: 3 } } },
      { "facts.csv": triples },
      /warning: graph\.people is not used/,
    ],
  ];
  for (const [name, curriculum, files, expected] of table) {
    it(`have their problems told: one ${name}`, async () => {
      const lines = await said(curriculum, files);
      assert.ok(
        lines.some((line) => expected.test(line)),
        lines.join("\n"),
      );
    });
  }
});
