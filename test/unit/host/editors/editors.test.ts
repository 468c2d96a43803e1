import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCurriculum } from "../../../../src/core/curriculum/read.ts";
import { runPlaces } from "../../../../src/host/editors/lens-model.ts";
import { fileProblems } from "../../../../src/host/editors/problems.ts";
import { inTemporaryFolder } from "../../core/dataset/small.ts";

describe("where runs stand", () => {
  it("finds each run, comments and all", () => {
    const text = `{ // two\n "runs": { "a": {}, /* b */ "b": { "from": "a" }, } }`;
    assert.deepEqual(
      [...runPlaces(text)].map(([name, offset]) => [name, text.slice(offset, offset + 3)]),
      [
        ["a", '"a"'],
        ["b", '"b"'],
      ],
    );
  });

  it("bears texts that are being written", () => {
    for (const text of ["", "{", '{ "runs": ', '{ "runs": 3 }', '{ "runs": { "a"', "[1]"]) runPlaces(text);
  });
});

describe("the problems of a curriculum in the editor", () => {
  const run = (from: string) =>
    `{ "runs": { "b": { "method": "sft", "from": "${from}", "steps": 1, "data": { "mem": 1 } } } }`;

  const first = async (text: string, file = "x.curriculum.json") => (await fileProblems(text, file))[0];

  it("are those of the command line, with the remedy", async () => {
    assert.equal((await first(run("nobody")))?.field, "runs.b.from");
    assert.equal((await first('{ "seed": "one" }'))?.field, "seed");
    assert.match((await first('{ "sead": 1 }'))!.message, /did you mean "seed"/);
    assert.equal(await first(run("base")), undefined);
  });

  it("are told of a file of relations too, and where a curriculum names one", async () => {
    const relations = '{ "relations": [{ "name": "boss", "statements": ["No slots."] }] }';
    assert.equal((await first(relations, "own.relations.json"))?.field, "relations[0].statements[0]");
    await inTemporaryFolder(async (folder) => {
      writeFileSync(join(folder, "own.relations.json"), relations);
      const text = '{ "graph": { "relationFile": "own.relations.json" } }';
      const problem = (await first(text, join(folder, "x.curriculum.json")))!;
      assert.equal(text.slice(problem.offset, problem.offset + problem.length), '"own.relations.json"');
      assert.match(problem.message, /own\.relations\.json:1:50: .*must hold \{subject\} once/);
      const missing = await first('{ "graph": { "tripleFile": "no.tsv" } }', join(folder, "x.curriculum.json"));
      assert.match(missing!.message, /graph\.tripleFile names no\.tsv, but there is no such file/);
    });
  });

  it("do not doubt the values of relations whose facts a curriculum brings by file", async () => {
    const samples = join(import.meta.dirname, "../../../../samples");
    const file = join(samples, "world", "world.relations.json");
    const text = readFileSync(file, "utf8");
    assert.match((await first(text, file))!.message, /no values of the kind "currency"/);
    const world = await readCurriculum(join(samples, "world.curriculum.json"));
    assert.deepEqual(await fileProblems(text, file, [world]), []);
  });

  it("leave what is no JSON to VS Code", async () => {
    assert.equal(await first("{"), undefined);
  });
});
