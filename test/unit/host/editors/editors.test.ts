import assert from "node:assert/strict";
import { runPlaces } from "../../../../src/host/editors/lens-model.ts";
import { curriculumProblems } from "../../../../src/host/editors/problems.ts";

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

  const first = (text: string) => curriculumProblems(text, "x")[0];

  it("are those of the command line, with the remedy", () => {
    assert.equal(first(run("nobody"))?.field, "runs.b.from");
    assert.equal(first('{ "seed": "one" }')?.field, "seed");
    assert.match(first('{ "sead": 1 }')!.message, /did you mean "seed"/);
    assert.equal(first(run("base")), undefined);
  });

  it("leave what is no JSON to VS Code", () => {
    assert.equal(first("{"), undefined);
  });
});
