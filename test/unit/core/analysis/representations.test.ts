import assert from "node:assert/strict";
import { layerGeometry, representations } from "../../../../src/core/analysis/representations.ts";
import { statePicture } from "../../../../src/core/analysis/state-picture.ts";
import type { Skill } from "../../../../src/core/dataset/types.ts";
import { plantedProbe } from "./probes.ts";

const corners: Readonly<Record<Skill, readonly number[]>> = { mem: [0, 0, 0], ctx: [4, 0, 0], comp: [1, 3, 0] };
const near = (a: number | undefined, b: number, tolerance: number): void => {
  assert.ok(a !== undefined && Math.abs(a - b) <= tolerance, `${a} instead of ${b}`);
};

describe("representations", () => {
  it("measures how skills lie to each other", () => {
    // Four states about each centroid, at distance 1 from it.
    const around = (x: number, y: number) =>
      [
        [x + 1, y],
        [x - 1, y],
        [x, y + 1],
        [x, y - 1],
      ].map((state) => Float64Array.from(state));
    const geometry = layerGeometry(
      new Map([
        ["mem", around(0, 0)],
        ["ctx", around(8, 0)],
        ["comp", around(2, 6)],
      ]),
      3,
    );
    assert.equal(geometry.layer, 3);
    const distances = geometry.distances.map(({ pair, distance }) => [pair.join("-"), distance]);
    assert.deepEqual(distances, [
      ["mem-ctx", 8],
      ["mem-comp", Math.sqrt(40)],
      ["ctx-comp", Math.sqrt(72)],
    ]);
    near(geometry.compPosition, 2 / 8, 1e-12);
    // Between: squared distances from (10/3, 2); within: 1 a state.
    const squares = [0, 8, 2].reduce((sum, x) => sum + (x - 10 / 3) ** 2, 0) + 2 * 4 + 16;
    near(geometry.fisher, squares / 3, 1e-9);
    assert.ok(geometry.silhouette > 0.6);
  });

  it("says nothing is apart where all states are the same", () => {
    const probe = plantedProbe();
    const [{ after }] = representations(probe) as [ReturnType<typeof representations>[number]];
    for (const { fisher, silhouette, distances, compPosition } of after) {
      assert.deepEqual([fisher, silhouette, compPosition], [0, 0, undefined]);
      assert.ok(distances.every(({ distance }) => distance === 0));
    }
  });

  it("finds the angle between the shifts of two skills, with an interval that holds it", () => {
    const before = plantedProbe({ center: (skill) => corners[skill], noise: 0.2 });
    // MEM moves along x, CTX at 60° to it, COMP back.
    const moves: Readonly<Record<Skill, readonly [number, number]>> = {
      mem: [2, 0],
      ctx: [1, Math.sqrt(3)],
      comp: [-1, 0],
    };
    const after = plantedProbe({
      center: (skill, layer) => corners[skill].map((x, axis) => x + layer * (moves[skill][axis] ?? 0)),
      noise: 0.2,
    });
    const [{ shifts }] = representations(after, before) as [ReturnType<typeof representations>[number]];
    // The noise is the same before and after: the shifts are known exactly, and layer 0 does not move.
    assert.deepEqual(shifts![0]!.angles, []);
    const { angles, lengths } = shifts![2]!;
    const angle = (pair: string) => angles.find((one) => one.pair.join("-") === pair)!.degrees;
    near(angle("mem-ctx").value, 60, 1e-4);
    near(angle("mem-comp").value, 180, 0.05);
    assert.ok(angle("mem-ctx").low <= 60.001 && angle("mem-ctx").high >= 59.999);
    const [mem, , comp] = lengths as [{ length: number }, unknown, { length: number }];
    near(mem.length / comp.length, 2, 1e-4);
  });

  it("draws before and after in one plane, centroids included", () => {
    const before = plantedProbe({ center: (skill) => corners[skill], noise: 0.1 });
    const after = plantedProbe({ center: (skill) => corners[skill].map((x) => 2 * x), noise: 0.1 });
    const { points, centroids, explained, states } = statePicture(after, before, "answer", 1);
    assert.equal(points.length, 2 * 3 * 2 * 20);
    assert.equal(states, points.length);
    assert.ok(explained[0] > explained[1] && explained[0] + explained[1] > 0.99);
    assert.equal(centroids.length, 6);
    const of = (stage: string, skill: string) => centroids.find((one) => one.stage === stage && one.skill === skill)!;
    const apart = (stage: string) => {
      const [mem, ctx] = [of(stage, "mem"), of(stage, "ctx")];
      return Math.hypot(mem.x - ctx.x, mem.y - ctx.y);
    };
    near(apart("before"), 4, 0.1);
    near(apart("after"), 8, 0.1);
  });

  it("sends no more points than can be seen", () => {
    const { points, states } = statePicture(plantedProbe({ questions: 500, noise: 1 }), undefined, "prompt", 2);
    assert.equal(states, 3000);
    assert.ok(points.length <= 2000 && new Set(points.map(({ skill }) => skill)).size === 3);
  });
});
