import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { ExplorerDataset, PathAccuracy } from "../../../../src/protocol/panels.ts";
import { share, tally, type Shade } from "../../../../webview/explorer/model/accuracy.ts";
import { buildFlow } from "../../../../webview/explorer/model/flow.ts";
import { groupedRelations, levelReason, pathRows } from "../../../../webview/explorer/model/paths.ts";
import { sortPaths } from "../../../../webview/explorer/model/sorting.ts";
import { flowTable, pathTable, tableText } from "../../../../webview/explorer/model/table-rows.ts";
import { relations, row } from "./paths.ts";

const shade = (paths: readonly PathAccuracy[]): Shade => ({
  runId: "x.sft-1",
  run: "sft",
  accuracies: new Map(paths.map((one) => [one.path, one])),
  measure: "correct",
});

describe("groupedRelations", () => {
  it("puts parametric relations first and leaves every path its relations", () => {
    const mixed: ExplorerDataset = {
      folder: "",
      name: "",
      hash: "",
      relations: [relations[4]!, relations[0]!, relations[2]!, relations[1]!],
      paths: [{ id: "a", skill: "comp", level: "iid", relations: [1, 2, 3, 0], questions: { train: 1, test: 1 } }],
    };
    const grouped = groupedRelations(mixed);
    assert.deepEqual(
      grouped.relations.map(({ name }) => name),
      ["boss", "child", "city", "spouse"],
    );
    assert.deepEqual(pathRows(grouped)[0]!.names, pathRows(mixed)[0]!.names);
  });
});

describe("levelReason", () => {
  it("names the relations that decide", () => {
    const reason = (hops: readonly number[], level: "iid" | "composition" | "zero-shot", train = 1) =>
      levelReason(row("a", hops, { level, questions: { train, test: 1 } }), relations);
    assert.match(reason([0, 2], "zero-shot", 0), /^spouse is a Zero-shot relation of COMP: no COMP path with it/);
    assert.match(reason([0, 3, 1], "iid"), /^boss and rival are I\.I\.D\. relations of COMP, and no relation/);
    assert.match(reason([1, 4], "composition", 0), /this path is held out\.$/);
    assert.match(reason([1, 4], "composition"), /one of those that are trained\.$/);
    assert.match(reason([2], "iid"), /^A single hop is the atomic fact itself/);
  });
});

describe("accuracy", () => {
  const rows = [row("a", [0]), row("b", [1]), row("c", [2])];
  const asked = shade([
    { path: "a", questions: 4, correct: 3, chainCorrect: 2 },
    { path: "b", questions: 6, correct: 2, chainCorrect: 1 },
  ]);

  it("weighs paths by their questions and leaves out what was not asked", () => {
    assert.equal(share(tally(rows, asked)), 0.5);
    assert.equal(share(tally(rows, { ...asked, measure: "chainCorrect" })), 0.3);
    assert.equal(share(tally([rows[2]!], asked)), undefined);
  });

  it("orders paths in both directions, those not asked last", () => {
    const order = (descending: boolean) =>
      sortPaths(rows, { by: { runId: asked.runId }, descending }, [asked]).map(({ id }) => id);
    assert.deepEqual(order(false), ["b", "a", "c"]);
    assert.deepEqual(order(true), ["a", "b", "c"]);
  });

  it("is read as a percentage, also where all is right", () => {
    const right = shade([{ path: "a", questions: 1, correct: 1, chainCorrect: 1 }]);
    assert.deepEqual(
      tableText(pathTable(rows.slice(0, 2), [right])).rows.map((cells) => cells.at(-1)),
      ["100.0 %", "–"],
    );
    assert.equal(tableText(flowTable(buildFlow(rows, 1, "paths"), right)).rows[0]!.at(-1), "100.0 %");
  });
});

describe("sortPaths", () => {
  it("keeps the order of equal paths", () => {
    const rows = [row("b", [0, 1]), row("a", [1]), row("c", [2, 3])];
    assert.deepEqual(
      sortPaths(rows, { by: "hops", descending: true }, []).map(({ id }) => id),
      ["b", "c", "a"],
    );
  });
});
