import assert from "node:assert/strict";
import fc from "fast-check";
import { principalComponents, project } from "../../../../src/core/analysis/principal-components.ts";
import { dot } from "../../../../src/core/analysis/vectors.ts";
import { matrices } from "./matrices.ts";
import reference from "./principal-components.reference.json" with { type: "json" };

const near = (a: number, b: number, tolerance = 1e-6): boolean =>
  Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b));

describe("principal components", () => {
  it("are NumPy's (kept by test/parity): fewer vectors than axes, and more; by rotations, and by iteration", () => {
    for (const [i, matrix] of matrices().entries()) {
      const expected = reference[i]!;
      const { singularValues, explained } = principalComponents(matrix, 3);
      assert.ok(
        singularValues.every((value, k) => near(value, expected.singularValues[k]!)),
        singularValues.join(),
      );
      assert.ok(expected.explained.every((share, k) => near(explained[k]!, share)));
      const { directions } = principalComponents(matrix, 2);
      for (const [k, direction] of directions.entries())
        assert.ok(direction.every((value, axis) => near(value, expected.directions[k]![axis]!, 1e-5)));
    }
  });

  it("are unit vectors at right angles, and explain no more than there is", () => {
    const vectors = fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 3 }), {
      minLength: 2,
      maxLength: 9,
    });
    fc.assert(
      fc.property(vectors, (rows) => {
        const components = principalComponents(
          rows.map((row) => Float64Array.from(row)),
          2,
        );
        const [a, b] = components.directions as [Float64Array, Float64Array];
        for (const direction of [a, b])
          assert.ok(near(dot(direction, direction), 1) || direction.every((x) => x === 0));
        assert.ok(Math.abs(dot(a, b)) < 1e-6);
        assert.ok(components.explained.every((share) => share >= 0 && share <= 1 + 1e-9));
      }),
    );
  });

  it("of vectors that are all the same are nothing", () => {
    const same = Array.from({ length: 5 }, () => Float32Array.of(0.1, 0.2, 0.3));
    const components = principalComponents(same, 2);
    assert.deepEqual(components.explained, [0, 0]);
    assert.deepEqual(project(components, same[0]!), [0, 0]);
  });
});
