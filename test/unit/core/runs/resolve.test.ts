import assert from "node:assert/strict";
import { parseCurriculum } from "../../../../src/core/curriculum/parse.ts";
import type { LoadedCurriculum } from "../../../../src/core/curriculum/read.ts";
import { resolveRun, runsInOrder } from "../../../../src/core/runs/resolve.ts";

function load(change: (text: string) => string = (text) => text): LoadedCurriculum {
  const text = change(`{
    "seed": 1,
    "runs": {
      "rl": { "method": "grpo", "from": "sft", "steps": 5, "data": { "comp": 1 } },
      "other": { "method": "sft", "steps": 5, "data": { "mem": 1 } },
      "sft": { "method": "sft", "steps": 5, "data": { "mem": 1 } }
    }
  }`);
  const { curriculum, diagnostics } = parseCurriculum(text, "x");
  assert.ok(curriculum, JSON.stringify(diagnostics));
  return { curriculum, name: "x", file: "/home/x.curriculum.json", root: "/home", warnings: [] };
}

const id = (name: string, change?: (text: string) => string): string => resolveRun(load(change), name).id;

describe("resolveRun", () => {
  it("gives a run its place, seed and parent", () => {
    const run = resolveRun(load(), "rl");
    assert.match(run.id, /^x\.rl-[0-9a-f]{6}$/);
    assert.ok(run.folder.endsWith(run.id));
    assert.equal(run.seed, 1);
    assert.equal(run.parent?.id, id("sft"));
    assert.equal(resolveRun(load(), "sft").parent, undefined);
  });

  it("keeps the id where nothing changes the outcome: order, comments, written-out defaults, other runs", () => {
    const changes = [
      (text: string) => text.replace('"steps": 5, "data": { "mem": 1 }', '"data": { "mem": 1 }, "steps": 5 /* x */'),
      (text: string) => text.replace('"sft": {', '"sft": { "from": "base", "batchSize": 64,'),
      (text: string) =>
        text.replace('"other": { "method": "sft", "steps": 5', '"other": { "method": "sft", "steps": 6'),
      (text: string) => text.replace('"seed": 1,', '"seed": 1, "evaluate": { "samples": 2 },'),
    ];
    for (const change of changes) assert.equal(id("rl", change), id("rl"));
  });

  it("gives another id where data, model, seed, the run or its forebear change", () => {
    const changes = [
      (text: string) => text.replace('"seed": 1', '"seed": 2'),
      (text: string) => text.replace('"seed": 1', '"seed": 1, "model": { "hiddenSize": 64 }'),
      (text: string) => text.replace('"seed": 1', '"seed": 1, "questions": { "test": 9 }'),
      (text: string) => text.replace('"from": "sft"', '"from": "sft", "groupSize": 4'),
      (text: string) => text.replace('"from": "sft"', '"from": "sft", "seed": 9'),
      (text: string) => text.replace('"sft": { "method": "sft"', '"sft": { "batchSize": 8, "method": "sft"'),
    ];
    const ids = [id("rl"), ...changes.map((change) => id("rl", change))];
    assert.equal(new Set(ids).size, ids.length);
  });

  it("suggests the run that was meant", () => {
    assert.throws(() => id("sfft"), /has no run "sfft": did you mean "sft"\?/);
    assert.throws(() => id("toString"), /has no run "toString"/);
  });
});

describe("runsInOrder", () => {
  it("puts each run after the one it starts from", () => {
    assert.deepEqual(runsInOrder(load().curriculum), ["sft", "rl", "other"]);
  });
});
