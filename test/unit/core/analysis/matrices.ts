import { createRandom } from "../../../../src/core/random.ts";

/** Vectors that differ along some directions more than along others, far from 0: fewer than axes, and more. */
export function matrices(): Float32Array[][] {
  const shapes = [
    [6, 4],
    [5, 9],
    [60, 70],
    [90, 60],
  ] as const;
  return shapes.map(([vectors, axes], i) => {
    const random = createRandom(i, "matrix");
    const middle = Array.from({ length: axes }, () => 10 * (random.float() - 0.5));
    return Array.from({ length: vectors }, () =>
      Float32Array.from(middle, (value, axis) => value + (3 - (2.8 * axis) / axes) * (random.float() - 0.5)),
    );
  });
}
