import assert from "node:assert/strict";
import { join } from "node:path";
import { readCurriculum, type LoadedCurriculum } from "../../../../src/core/curriculum/read.ts";
import { levels, skills } from "../../../../src/core/dataset/types.ts";
import { relationsOf } from "../../../../src/core/graph/select.ts";
import { assignLevels } from "../../../../src/core/paths/levels.ts";
import { samplePaths } from "../../../../src/core/paths/sample.ts";

const file = join(import.meta.dirname, "../../../../samples/paper.curriculum.json");

describe("samples/paper.curriculum.json", () => {
  let loaded: LoadedCurriculum;
  before(async () => {
    loaded = await readCurriculum(file);
  });

  it("draws as many paths as the paper's release has, some for each skill and level", () => {
    const { curriculum } = loaded;
    const relations = relationsOf(curriculum);
    assert.equal(relations.length, 39);
    const relationLevels = assignLevels(relations, curriculum.paths.levels, curriculum.seed);
    const paths = samplePaths(relations, curriculum.paths, relationLevels, curriculum.seed);
    const multiHop = paths.filter(({ relations: { length } }) => length > 1);
    const counts = skills.map((skill) => multiHop.filter((path) => path.skill === skill).length);
    assert.deepEqual(counts, [563, 663, 719]);
    for (const skill of skills)
      for (const level of levels)
        assert.ok(multiHop.filter((path) => path.skill === skill && path.level === level).length > 80);
    const zeroShot = relations.filter(({ name }) => relationLevels.comp.get(name) === "zero-shot");
    const sorts = new Set(zeroShot.map(({ group, object }) => `${group} ${object === "person" ? "person" : "value"}`));
    assert.equal(sorts.size, 4);
  });

  it("has the paper's sizes, COMP portions from 10 to 90 %, and the same RL questions in every arm", () => {
    const { questions, runs } = loaded.curriculum;
    assert.deepEqual(questions.train, { mem: 45_500, ctx: 45_500, comp: 180_000 });
    assert.deepEqual(loaded.warnings, []);
    for (let percent = 10; percent < 100; percent += 10)
      assert.equal(runs[`sft-comp-${percent}`]?.data.portion.comp, percent / 100);
    const portions = new Set(
      Object.values(runs).flatMap(({ method, data }) => (method === "grpo" ? [data.portion.comp] : [])),
    );
    assert.deepEqual([...portions], [0.0711]);
    assert.equal(Math.round((0.0711 * questions.train.comp) / 100), 128);
  });
});
