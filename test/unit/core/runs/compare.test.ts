import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compareRuns, configDifferences } from "../../../../src/core/runs/compare.ts";
import { folderOf, sampleEvaluation, sampleRecord } from "./sample-run.ts";

const fixture = "test/fixtures/micro.curriculum.json";

describe("compareRuns", () => {
  it("takes each run's newest evaluation and its metrics", async () => {
    const root = await mkdtemp(join(tmpdir(), "compare-"));
    const records = [await sampleRecord(fixture, "sft-comp"), await sampleRecord(fixture, "sft-atomic")];
    for (const record of records) await folderOf(root, record).write(record);
    const folder = folderOf(root, records[0]!);
    await folder.appendMetrics([{ step: 1, time: 1, loss: 2 }]);
    for (const step of [6, 12]) {
      await mkdir(folder.evaluationFolder(step), { recursive: true });
      const summary = sampleEvaluation(records[0]!, step / 12, step);
      await writeFile(join(folder.evaluationFolder(step), "summary.json"), JSON.stringify(summary));
    }
    const { runs, differences } = await compareRuns(records.map((record) => folderOf(root, record)));
    assert.equal(runs[0]?.cells?.[0]?.accuracy, 1);
    assert.deepEqual(runs[0].metrics, [{ step: 1, time: 1, loss: 2 }]);
    assert.equal(runs[1]?.cells, undefined);
    assert.deepEqual(
      differences.map(({ path }) => path),
      ["data.mem", "data.ctx", "data.comp"],
    );
    await rm(root, { recursive: true });
  });
});

describe("configDifferences", () => {
  it("tells only what differs, by its name in the curriculum", async () => {
    const sft = await sampleRecord(fixture, "sft-comp");
    const wider = { ...sft, seed: 9, model: { ...sft.model, hiddenSize: 64 } };
    assert.deepEqual(configDifferences([sft, wider, sft]), [
      { path: "seed", values: ["7", "9", "7"] },
      { path: "model.hiddenSize", values: ["32", "64", "32"] },
    ]);
    assert.deepEqual(configDifferences([sft, sft]), []);
  });

  it("marks settings that a run does not have", async () => {
    const differences = configDifferences([
      await sampleRecord(fixture, "sft-comp"),
      await sampleRecord(fixture, "rl-comp"),
    ]);
    const byPath = new Map(differences.map(({ path, values }) => [path, values]));
    assert.deepEqual(byPath.get("from"), ["base", "sft-comp"]);
    assert.deepEqual(byPath.get("groupSize"), ["–", "4"]);
    assert.deepEqual(byPath.get("batchSize"), ["16", "–"]);
    assert.equal(byPath.has("model.hiddenSize"), false);
  });
});
