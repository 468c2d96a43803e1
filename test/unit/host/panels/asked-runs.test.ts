import assert from "node:assert/strict";
import { askedRuns } from "../../../../src/host/panels/asked-runs.ts";
import { runView } from "../fixtures.ts";

const on = (id: string, hash: string, evaluatedStep?: number) =>
  runView(
    "sft",
    { id, dataset: { name: "d", hash, folder: "/data" } },
    evaluatedStep === undefined ? {} : { evaluatedStep },
  );

describe("runs that were asked the same questions", () => {
  it("are the evaluated ones on the data of the first of them", () => {
    const asked = askedRuns([on("a", "1"), on("b", "2", 5), on("c", "1", 5), on("d", "2", 9)])!;
    assert.deepEqual(Object.keys(asked.places), ["b", "d"]);
    assert.equal(asked.places["d"]!.step, 9);
    assert.deepEqual(asked.without, ["a", "c"]);
    assert.equal(asked.dataset, "/data");
  });

  it("are none where none is evaluated", () => {
    assert.equal(askedRuns([on("a", "1")]), undefined);
  });
});
