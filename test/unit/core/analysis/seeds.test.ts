import assert from "node:assert/strict";
import { accuracyRow } from "../../../../src/core/analysis/accuracy.ts";
import { groupBySpec, seedBand, seedGroups } from "../../../../src/core/analysis/seeds.ts";
import { readCurriculum } from "../../../../src/core/curriculum/read.ts";
import { resolveRuns } from "../../../../src/core/runs/resolve.ts";
import { sampleRecord } from "../runs/sample-run.ts";

const file = "test/fixtures/micro.curriculum.json";

describe("bands over seeds", () => {
  it("has the mean, the range and the standard deviation", () => {
    assert.deepEqual(seedBand([1, 2, 3]), { value: 2, low: 1, high: 3, seeds: 3, standardDeviation: 1 });
    assert.equal(seedBand([0.4]).standardDeviation, 0);
  });

  it("puts runs together that differ in their seed, and in those of their data and of the run they start from", async () => {
    const seeded = resolveRuns(await readCurriculum(file, 2));
    const groups = groupBySpec(seeded).map((group) => group.map(({ name }) => name));
    assert.deepEqual(groups[0], ["sft-atomic@seed=7", "sft-atomic@seed=8"]);
    assert.deepEqual([groups.length, groups.flat().length], [4, 8]);
    assert.equal(groupBySpec([{ id: "old" }, { id: "older" }]).length, 2);
  });

  it("bands the levels that all seeds were asked", async () => {
    const run = await sampleRecord(file, "sft-atomic");
    const runs = [1, 2].map((seed) => ({
      ...run,
      id: `seed-${seed}`,
      name: `sft@seed=${seed}`,
      seed,
      config: { ...run.config, seed },
    }));
    const analyses = runs.map(({ id, name, seed }, i) => {
      const levels = (["iid", "zero-shot"] as const).slice(i).map((level) => ({
        skill: "comp" as const,
        level,
        ...accuracyRow(`comp/${level}`, [
          { correct: true, chainCorrect: i === 0 },
          { correct: i === 0, chainCorrect: false },
        ]),
      }));
      return { run: { id, name, method: "sft", seed }, levels };
    });
    const [group, ...others] = seedGroups(runs, analyses);
    assert.deepEqual([group!.runs, others], [["seed-1", "seed-2"], []]);
    assert.deepEqual(group!.names, ["sft@seed=1", "sft@seed=2"]);
    const [band, ...rest] = group!.levels;
    assert.deepEqual([band!.level, rest.length], ["zero-shot", 0]);
    const { value, low, high, seeds } = band!.lenient;
    assert.deepEqual({ value, low, high, seeds }, { value: 0.75, low: 0.5, high: 1, seeds: 2 });
    assert.equal(band!.strict.value, 0.25);
    assert.deepEqual(seedGroups(runs.slice(1), analyses), []);
  });
});
