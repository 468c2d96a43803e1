import assert from "node:assert/strict";
import { inCurriculumOrder } from "../../../../src/host/runs/order.ts";
import { curriculum, runView } from "../fixtures.ts";

describe("the order of runs", () => {
  it("is that of the curriculum; runs it does not name come last", () => {
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
    const gone = runView("sft", { name: "a-former-run", id: "small.a-former-run-000000" });
    const ordered = inCurriculumOrder([gone, runView("rl"), runView("sft")], files);
    assert.deepEqual(
      ordered.map(({ record }) => record.name),
      ["sft", "rl", "a-former-run"],
    );
  });
});
