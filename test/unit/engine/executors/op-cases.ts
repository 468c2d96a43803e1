import fc from "fast-check";
import type { Node, Op } from "../../../../src/engine/graph/node.ts";
import * as ops from "../../../../src/engine/graph/ops.ts";

/** An operation on inputs of given shapes, with numbers between `low` and `high`. */
export interface OpCase {
  readonly shapes: readonly (readonly number[])[];
  readonly f: (...inputs: Node[]) => Node;
  readonly low?: number;
  readonly high?: number;
  /** Whether to ask for gradients; the numbers are then so far apart that no comparison of them tips. */
  readonly smooth: boolean;
}

type Shape = readonly number[];
type Cases = Readonly<Record<Exclude<Op["kind"], "input" | "constant">, fc.Arbitrary<OpCase>>>;

const shapeOf = (least: number, most: number): fc.Arbitrary<Shape> =>
  fc.array(fc.integer({ min: 1, max: 4 }), { minLength: least, maxLength: most });
const shape = shapeOf(1, 4);

const axisOf = (sizes: Shape): fc.Arbitrary<number> => fc.nat({ max: sizes.length - 1 });

/** Shapes that stretch to one: some of its sizes 1, some leading ones left out. */
const stretching = (count: number): fc.Arbitrary<Shape[]> =>
  shape.chain((whole) => {
    const part = fc
      .tuple(fc.array(fc.boolean(), { minLength: whole.length, maxLength: whole.length }), axisOf(whole))
      .map(([ones, start]) => whole.map((size, i) => (ones[i] ? 1 : size)).slice(start));
    return fc.array(part, { minLength: count, maxLength: count });
  });

const unary = (f: (x: Node) => Node, low = -1, high = 1): fc.Arbitrary<OpCase> =>
  shape.map((only) => ({ shapes: [only], f, low, high, smooth: true }));

const binary = (f: (x: Node, y: Node) => Node, low = -1, high = 1): fc.Arbitrary<OpCase> =>
  stretching(2).map((shapes) => ({ shapes, f: f, low, high, smooth: true }));

/** Of few different integers, so that some are equal. */
const comparison = (f: (x: Node, y: Node) => Node): fc.Arbitrary<OpCase> =>
  stretching(2).map((shapes) => ({
    shapes,
    f: (...inputs) => {
      const [x, y] = inputs.map((input) => ops.cast(input, "int32")) as [Node, Node];
      return ops.cast(f(x, y), "float32");
    },
    low: -3,
    high: 3,
    smooth: false,
  }));

/** Two shapes that differ at one axis at most. */
const sideBySide = shape.chain((only) =>
  fc.record({ axis: axisOf(only), width: fc.integer({ min: 1, max: 3 }) }).map(({ axis, width }) => ({
    axis,
    sizes: [only, only.map((size, i) => (i === axis ? width : size))] as const,
  })),
);

/** A tensor for its size. */
const sized = (size: number): Node => ops.constant(new Int32Array(size), [size]);

const positive = (x: Node): Node => ops.less(ops.cast(ops.scalar(0), "int32"), x);

const reduction = (f: (x: Node, axes: readonly number[]) => Node): fc.Arbitrary<OpCase> =>
  shape.chain((only) =>
    fc
      .subarray([...only.keys()], { minLength: 1 })
      .map((axes) => ({ shapes: [only], f: (x) => f(x, axes), smooth: true })),
  );

const indices = (count: number, below: number): fc.Arbitrary<number[]> =>
  fc.array(fc.nat({ max: below - 1 }), { minLength: count, maxLength: count });

const constantInts = (values: readonly number[], sizes: Shape): Node => ops.constant(Int32Array.from(values), sizes);

/** On a matrix with a class for each row; with `own`, also on a value for each row. */
const classified = (of: (classes: Node) => { f: OpCase["f"]; own: boolean }): fc.Arbitrary<OpCase> =>
  shapeOf(2, 2).chain(([rows, classes]) =>
    indices(rows!, classes!).map((chosen) => {
      const { f, own } = of(constantInts(chosen, [rows!]));
      return { shapes: [[rows!, classes!], ...(own ? [[rows!]] : [])], f, smooth: true };
    }),
  );

const matmul = fc
  .record({
    lead: stretching(2),
    sizes: fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 }), fc.nat({ max: 3 })),
    plain: fc.constantFrom("both", "right", "neither"),
    transposeA: fc.boolean(),
    transposeB: fc.boolean(),
    scale: fc.constantFrom(1, 0.7),
  })
  .map(({ lead, sizes, plain, ...options }): OpCase => {
    const [m, k, n] = sizes.map((size) => size + 1) as [number, number, number];
    const [a, b] = [options.transposeA ? [k, m] : [m, k], options.transposeB ? [n, k] : [k, n]];
    const [ofA, ofB] = [plain === "both" ? [] : lead[0]!, plain === "neither" ? lead[1]! : []];
    const shapes = [
      [...ofA, ...a],
      [...ofB, ...b],
    ];
    return { shapes, f: (x, y) => ops.matmul(x, y, options), smooth: true };
  });

/** Every operation of the graph, on shapes at random. */
export const opCases: Cases = {
  neg: unary(ops.neg),
  exp: unary(ops.exp),
  log: unary(ops.log, 0.5, 2),
  sqrt: unary(ops.sqrt, 0.5, 2),
  sigmoid: unary(ops.sigmoid, -4, 4),
  silu: unary(ops.silu, -4, 4),
  sin: unary(ops.sin, -3, 3),
  cos: unary(ops.cos, -3, 3),
  add: binary(ops.add),
  sub: binary(ops.sub),
  mul: binary(ops.mul),
  div: binary(ops.div, 0.5, 2),
  minimum: binary(ops.minimum),
  maximum: binary(ops.maximum),
  equal: comparison(ops.equal),
  less: comparison(ops.less),
  lessOrEqual: comparison(ops.lessOrEqual),
  and: comparison((x, y) => ops.and(positive(x), positive(y))),
  or: comparison((x, y) => ops.or(positive(x), positive(y))),
  not: comparison((x, y) => ops.not(ops.less(x, y))),
  cast: comparison((x) => x),
  where: stretching(3).map(([mask, ...shapes]) => ({
    shapes,
    f: (x, y) => {
      const count = mask!.reduce((a, b) => a * b);
      const bits = Int32Array.from({ length: count }, (_, i) => (i * i) % 3);
      return ops.where(ops.less(constantInts([...bits], mask!), constantInts([1], [])), ops.square(x), ops.exp(y));
    },
    smooth: true,
  })),
  matmul,
  reshape: shape.map((only) => ({
    shapes: [only],
    f: (x) => ops.square(ops.reshape(x, [only.reduce((a, b) => a * b), 1])),
    smooth: true,
  })),
  expand: stretching(1).chain(([part]) =>
    shapeOf(0, 1).map((lead) => ({
      shapes: [part!, [...lead, ...part!.map((size) => (size === 1 ? 3 : size))]],
      f: (x, like) => ops.concat([ops.expand(x, like), like], 0),
      smooth: true,
    })),
  ),
  transpose: shape.chain((only) =>
    fc.shuffledSubarray([...only.keys()], { minLength: only.length }).map((order) => ({
      shapes: [only],
      f: (x) => ops.square(ops.transpose(x, order)),
      smooth: true,
    })),
  ),
  slice: shape.chain((only) =>
    axisOf(only).chain((axis) =>
      fc.nat({ max: only[axis]! - 1 }).map((start) => ({
        shapes: [only],
        f: (x) => ops.square(ops.slice(x, axis, start, only[axis]!)),
        smooth: true,
      })),
    ),
  ),
  pad: shape.chain((only) =>
    fc.tuple(axisOf(only), fc.nat({ max: 2 }), fc.nat({ max: 2 })).map(([axis, before, after]) => ({
      shapes: [only],
      f: (x) => ops.square(ops.pad(x, axis, before, after)),
      smooth: true,
    })),
  ),
  concat: shape.chain((only) =>
    fc.tuple(axisOf(only), fc.integer({ min: 1, max: 3 })).map(([axis, width]) => ({
      shapes: [only, only.map((size, i) => (i === axis ? width : size))],
      f: (x, y) => ops.square(ops.concat([x, y, x], axis)),
      smooth: true,
    })),
  ),
  join: sideBySide.map(({ axis, sizes: [first, second] }) => ({
    shapes: [first, second],
    f: (x, y) => ops.square(ops.join(x, y, axis, sized(first[axis]!))),
    smooth: true,
  })),
  part: sideBySide.chain(({ axis, sizes: [first, second] }) =>
    fc.constantFrom("first" as const, "second" as const).map((which) => ({
      shapes: [first.map((size, i) => (i === axis ? size + second[axis]! : size))],
      f: (x) => {
        const dim = (which === "first" ? first : second)[axis]!;
        return ops.square(ops.part(x, axis, which, dim, sized(first[axis]!)));
      },
      smooth: true,
    })),
  ),
  sum: reduction((x, axes) => ops.sum(ops.square(x), axes)),
  max: reduction(ops.max),
  softmax: unary(ops.softmax, -3, 3),
  logSoftmax: unary(ops.logSoftmax, -3, 3),
  gather: fc.tuple(shape, shapeOf(1, 2)).chain(([table, places]) =>
    indices(
      places.reduce((a, b) => a * b),
      table[0]!,
    ).map((rows) => ({
      shapes: [table],
      f: (x) => ops.square(ops.gather(x, constantInts(rows, places))),
      smooth: true,
    })),
  ),
  scatterRows: fc.tuple(shape, shapeOf(1, 2)).chain(([table, places]) =>
    indices(
      places.reduce((a, b) => a * b),
      table[0]!,
    ).map((rows) => ({
      shapes: [table, [...places, ...table.slice(1)]],
      f: (x, y) => ops.square(ops.scatterRows(x, constantInts(rows, places), y)),
      smooth: true,
    })),
  ),
  rmsNorm: shapeOf(2, 4).map((only) => ({
    shapes: [only, [only.at(-1)!]],
    f: (x, weight) => ops.rmsNorm(x, weight, 0.1),
    smooth: true,
  })),
  attend: fc
    .tuple(stretching(2), fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 }), fc.nat({ max: 3 })))
    .map(([[left, right], sizes]) => {
      const [queries, keys, size] = sizes.map((n) => n + 1) as [number, number, number];
      const shapes = [
        [...left!, queries, keys],
        [...right!, keys, size],
      ];
      return { shapes, f: ops.attend, smooth: true };
    }),
  logProbability: classified((targets) => ({ f: (x) => ops.logProbability(x, targets), own: false })),
  gatherOne: classified((classes) => ({ f: (x) => ops.square(ops.gatherOne(x, classes)), own: false })),
  scatterOne: classified((classes) => ({ f: (x, y) => ops.square(ops.scatterOne(x, classes, y)), own: true })),
  select: shapeOf(2, 3).chain((only) => {
    const count = only.slice(0, -1).reduce((a, b) => a * b);
    const all = Array.from({ length: count }, (_, i) => i);
    return fc.shuffledSubarray(all, { minLength: 1 }).map((chosen) => ({
      shapes: [only],
      f: (x) => {
        const inverse = all.map((i) => (chosen.includes(i) ? chosen.indexOf(i) : chosen.length));
        const [places, placeOf] = [constantInts(chosen, [chosen.length]), constantInts(inverse, only.slice(0, -1))];
        return ops.square(ops.select(x, places, placeOf));
      },
      smooth: true,
    }));
  }),
  rotary: fc
    .tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 3 }), fc.constantFrom(1, 2), fc.constantFrom(4, 8))
    .map(([rows, length, heads, size]) => ({
      shapes: [[rows, length, heads * size]],
      f: (x) => {
        const angles = Float32Array.from({ length: (rows * length * size) / 2 }, (_, i) => 0.3 * i);
        const node = ops.constant(angles, [rows, length, size / 2]);
        return ops.rotary(x, ops.cos(node), ops.sin(node), heads);
      },
      smooth: true,
    })),
};
