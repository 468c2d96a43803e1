import assert from "node:assert/strict";
import { parseCurriculum } from "../../../../src/core/curriculum/parse.ts";
import type { LoadedCurriculum } from "../../../../src/core/curriculum/read.ts";
import { resolveRun, resolveRuns, selectRuns } from "../../../../src/core/runs/resolve.ts";

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

describe("resolveRuns", () => {
  const swept = (sweep: object) =>
    load((text) => text.replace('"seed": 1,', `"seed": 1, "sweep": ${JSON.stringify(sweep)},`));
  const names = (sweep: object): string[] => resolveRuns(swept(sweep)).map(({ name }) => name);

  it("puts each run after the one it starts from", () => {
    assert.deepEqual(
      resolveRuns(load()).map(({ name }) => name),
      ["sft", "rl", "other"],
    );
    const later = swept({ "runs.rl.from": ["sft", "other"] });
    for (const [i, { parent }] of resolveRuns(later).entries())
      assert.ok(!parent || resolveRuns(later).findIndex(({ id }) => id === parent.id) < i);
  });

  it("names runs by the settings that matter to them, and has those that none touches once", () => {
    assert.deepEqual(names({ "runs.sft.data.portion.mem": [0.5, 1] }), [
      "sft@mem=0.5",
      "rl@mem=0.5",
      "sft@mem=1",
      "rl@mem=1",
      "other",
    ]);
    assert.deepEqual(names({ "runs.rl.groupSize": [4, 8], seed: [1] }), [
      "sft",
      "rl@groupSize=4",
      "rl@groupSize=8",
      "other",
    ]);
    const parts = {
      "runs.sft.data.portion.mem": [0.5, 1],
      "runs.rl.data.portion.mem": [0.1],
      "runs.rl.data.mem": [0, 1],
    };
    assert.ok(names(parts).includes("rl@portion.mem=0.5,data.mem=1"));
  });

  it("names objects by the fields in which they differ, lists and long texts by what fits a file name", () => {
    const mixes = {
      "runs.sft.data": [
        { mem: 1, ctx: 2 },
        { mem: 3, portion: { mem: 0.5 } },
      ],
    };
    assert.deepEqual(
      names(mixes).filter((name) => name.startsWith("sft")),
      ["sft@data.mem=1,ctx=2,portion.mem=1", "sft@data.mem=3,ctx=0,portion.mem=0.5"],
    );
    const contexts = {
      "questions.context.distractors.disconnected": [
        [0, 1],
        [2, 3],
      ],
    };
    assert.deepEqual(names(contexts).slice(0, 1), ["sft@disconnected=0-1"]);
    const relations = {
      "graph.relations": [
        ["boss", "spouse", "hobby", "pet", "major"],
        ["boss", "spouse", "hobby", "pet", "address"],
      ],
    };
    assert.deepEqual(names(relations).slice(0, 1), ["sft@relations=v1"]);
    for (const name of [mixes, contexts, relations].flatMap(names)) assert.match(name, /^[\w.,=@-]+$/);
  });

  it("has a run that stands in the file as it is under the id it has there", () => {
    const runs = resolveRuns(swept({ seed: [0, 1], "runs.*.steps": [5, 6] }));
    const same = runs.filter(({ name }) => name.endsWith("@seed=1,steps=5"));
    assert.deepEqual(same.map((run) => run.id).sort(), ["rl", "sft", "other"].map((name) => id(name)).sort());
    assert.equal(runs.length, 12);
    assert.equal(new Set(runs.map((run) => run.datasetFolder)).size, 2);
    assert.equal(new Set(resolveRuns(swept({ "runs.*.seed": [0, 1] })).map((run) => run.datasetFolder)).size, 1);
  });

  it("finds runs by name, by the run in the file, and by pattern", () => {
    const loaded = swept({ seed: [0, 1], "runs.sft.steps": [5, 6] });
    const selected = (...patterns: string[]): string[] => selectRuns(loaded, patterns).map(({ name }) => name);
    assert.deepEqual(selected("sft@seed=0,steps=5"), ["sft@seed=0,steps=5"]);
    assert.deepEqual(selected("other", "other@seed=1"), ["other@seed=0", "other@seed=1"]);
    assert.deepEqual(selected("*@seed=1*steps=6"), ["sft@seed=1,steps=6", "rl@seed=1,steps=6"]);
    assert.throws(
      () => selected("sft@seed=2,steps=5"),
      /has no run "sft@seed=2,steps=5": did you mean "sft@seed=0,steps=5"\?/,
    );
    assert.throws(() => resolveRun(loaded, "other"), /stands for several runs of .*such as "other@seed=0"/);
  });
});
