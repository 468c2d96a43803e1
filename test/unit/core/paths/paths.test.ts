import assert from "node:assert/strict";
import fc from "fast-check";
import type { Level, RelationPath } from "../../../../src/core/dataset/types.ts";
import { levels as levelNames, skills } from "../../../../src/core/dataset/types.ts";
import { relations } from "../../../../src/core/graph/relations.ts";
import { apportion, assignLevels, type LevelShares } from "../../../../src/core/paths/levels.ts";
import { samplePaths, type PathSpec } from "../../../../src/core/paths/sample.ts";

const shares: LevelShares = { iid: 0.2, composition: 0.7, "zero-shot": 0.1 };
const paper: PathSpec = {
  hops: { "2": 0.5, "3": 0.3, "4": 0.15, "5": 0.05 },
  draws: { mem: 1000, ctx: 1000, comp: 1000 },
  levels: shares,
};
const byName = new Map(relations.map((relation) => [relation.name, relation]));
const sample = (seed: number): RelationPath[] =>
  samplePaths(relations, paper, assignLevels(relations, shares, seed), seed);

const divisions = fc
  .tuple(fc.nat({ max: 10 }), fc.nat({ max: 10 }), fc.nat({ max: 10 }))
  .filter((parts) => parts.some((part) => part > 0))
  .map(([iid, composition, zeroShot]): LevelShares => {
    const total = iid + composition + zeroShot;
    return { iid: iid / total, composition: composition / total, "zero-shot": zeroShot / total };
  });

describe("apportion", () => {
  it("divides everything, gives nothing to a share of 0, and strays from no share by more than one", () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 60 }), divisions, (count, division) => {
        const counts = apportion(count, division);
        assert.equal(counts.iid + counts.composition + counts["zero-shot"], count);
        for (const level of levelNames) {
          if (division[level] === 0) assert.equal(counts[level], 0);
          assert.ok(Math.abs(counts[level] - count * division[level]) < 2);
        }
        for (const level of ["composition", "zero-shot"] as const) {
          if (division[level] > 0) assert.ok(counts[level] >= 1);
        }
      }),
    );
  });

  it("follows the paper's shares", () => {
    assert.deepEqual(apportion(39, shares), { iid: 8, composition: 27, "zero-shot": 4 });
    assert.deepEqual(apportion(8, shares), { iid: 2, composition: 5, "zero-shot": 1 });
  });
});

describe("assignLevels", () => {
  it("keeps what is new in COMP known from atomic training, and takes it from both groups", () => {
    for (let seed = 0; seed < 30; seed++) {
      const { mem, ctx, comp } = assignLevels(relations, shares, seed);
      const fresh = [...comp].filter(([, level]) => level === "zero-shot").map(([name]) => name);
      assert.equal(fresh.length, 4);
      assert.equal(fresh.filter((name) => byName.get(name)!.group === "parametric").length, 2);
      for (const name of fresh) assert.notEqual(mem.get(name) ?? ctx.get(name), "zero-shot");
      assert.equal(mem.size, 20);
      assert.equal(ctx.size, 19);
      assert.equal(comp.size, 39);
    }
  });
});

describe("samplePaths", () => {
  it("draws paths that keep the rules of their skill", () => {
    for (const { skill, relations: names, id } of sample(1)) {
      const hops = names.map((name) => byName.get(name)!);
      const groups = new Set(hops.map(({ group }) => group));
      if (skill === "comp") assert.equal(groups.size, 2, id);
      else assert.deepEqual([...groups], [skill === "mem" ? "parametric" : "contextual"], id);
      assert.ok(
        hops.slice(0, -1).every(({ object }) => object === "person"),
        id,
      );
      assert.equal(new Set(names).size, names.length, id);
      hops.slice(1).forEach(({ inverse }, i) => {
        assert.notEqual(inverse, names[i], id);
      });
    }
  });

  it("derives levels and splits from the relations' levels", () => {
    const levels = assignLevels(relations, shares, 2);
    for (const path of samplePaths(relations, paper, levels, 2)) {
      const present = path.relations.map((name) => levels[path.skill].get(name)!);
      let expected: Level = present.includes("iid") ? "iid" : "composition";
      if (present.includes("zero-shot")) expected = "zero-shot";
      if (present.length === 1) expected = "iid";
      assert.equal(path.level, expected, path.id);
      if (expected === "iid") assert.deepEqual(path.splits, ["train", "test"]);
      else if (expected === "zero-shot") assert.deepEqual(path.splits, ["test"]);
      else assert.equal(path.splits.length, 1);
    }
  });

  it("halves the composition paths of each skill", () => {
    for (const skill of skills) {
      const own = sample(3).filter((path) => path.skill === skill && path.level === "composition");
      const train = own.filter(({ splits }) => splits[0] === "train").length;
      assert.equal(train, Math.floor(own.length / 2));
    }
  });

  it("draws as many and as long paths as the paper", () => {
    const paths = sample(0);
    for (const skill of skills) {
      const multi = paths.filter((path) => path.skill === skill && path.relations.length > 1);
      assert.ok(multi.length > 500 && multi.length < 1000, `${skill}: ${multi.length}`);
    }
    assert.deepEqual(
      ["mem", "ctx", "comp"].map((skill) => paths.filter((p) => p.skill === skill && p.relations.length === 1).length),
      [20, 19, 0],
    );
    assert.equal(new Set(paths.map((path) => `${path.skill} ${path.relations.join(" ")}`)).size, paths.length);
    assert.equal(new Set(paths.map(({ id }) => id)).size, paths.length);
    const comp = paths.filter(({ skill }) => skill === "comp");
    const share = (hops: number) => comp.filter((path) => path.relations.length === hops).length / comp.length;
    assert.ok(share(2) > 0.25 && share(3) > 0.3 && share(5) > 0.03, [2, 3, 4, 5].map(share).join(" "));
  });

  it("makes do with few relations", () => {
    const few = relations.filter(({ name }) => ["boss", "email", "spouse", "major"].includes(name));
    const paths = samplePaths(few, paper, assignLevels(few, shares, 0), 0);
    assert.ok(paths.some(({ skill }) => skill === "comp"));
    assert.ok(paths.every(({ relations: hops }) => hops.length <= 3));
  });
});
