import assert from "node:assert/strict";
import { expandSweep } from "../../../../src/core/curriculum/sweep/expand.ts";
import { resolveRuns } from "../../../../src/core/runs/resolve.ts";
import { inCurriculumOrder } from "../../../../src/host/runs/order.ts";
import { curriculum, runView } from "../fixtures.ts";

const file = "/x/small.curriculum.json";
const files = [
  {
    file,
    name: "small",
    root: "/x",
    place: file,
    loaded: { curriculum, name: "small", file, root: "/x", warnings: [] },
  },
];

describe("the order of runs", () => {
  it("is that of the curriculum; runs it does not name come last", () => {
    const gone = runView("sft", { name: "a-former-run", id: "small.a-former-run-000000" });
    const ordered = inCurriculumOrder([gone, runView("rl"), runView("sft")], files);
    assert.deepEqual(
      ordered.map(({ record }) => record.name),
      ["sft", "rl", "a-former-run"],
    );
  });

  it("calls runs what their curriculum calls them now", () => {
    const swept = expandSweep({ ...curriculum, sweep: { "runs.rl.groupSize": [16, 8] } }).variants!;
    const loaded = { curriculum: { ...curriculum, variants: swept }, name: "small", file, root: "/x", warnings: [] };
    const [, first, second] = resolveRuns(loaded);
    const views = [second!, first!].map(({ id }) => runView("rl", { id }));
    assert.deepEqual(
      inCurriculumOrder(views, [{ ...files[0]!, loaded }]).map(({ record }) => record.name),
      ["rl@groupSize=16", "rl@groupSize=8"],
    );
  });
});
