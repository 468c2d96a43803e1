import assert from "node:assert/strict";
import { runPlaces } from "../../../../src/host/editors/lens-model.ts";
import { semanticProblems } from "../../../../src/host/editors/problems.ts";

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

describe("problems shown beside those of the JSON schema", () => {
  const run = (from: string) =>
    `{ "runs": { "b": { "method": "sft", "from": "${from}", "steps": 1, "data": { "mem": 1 } } } }`;

  it("are those a schema cannot see", () => {
    const [problem] = semanticProblems(run("nobody"), "x");
    assert.equal(problem!.field, "runs.b.from");
  });

  it("are not repeated where the schema speaks", () => {
    assert.deepEqual(semanticProblems('{ "seed": "one" }', "x"), []);
    assert.deepEqual(semanticProblems('{ "sead": 1 }', "x"), []);
    assert.deepEqual(semanticProblems("{", "x"), []);
    assert.deepEqual(semanticProblems(run("base"), "x"), []);
  });
});
