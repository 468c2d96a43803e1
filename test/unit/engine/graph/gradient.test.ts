import assert from "node:assert/strict";
import { createRandom } from "../../../../src/core/random.ts";
import { createOnnxExecutor } from "../../../../src/engine/executors/onnx/executor.ts";
import { gradients } from "../../../../src/engine/graph/gradient.ts";
import type { Node } from "../../../../src/engine/graph/node.ts";
import * as ops from "../../../../src/engine/graph/ops.ts";
import { size } from "../../../../src/engine/graph/shape.ts";

const executor = createOnnxExecutor({ threads: 1 });

/** Checks d(Σ c · f(inputs)) / d(every input element) against central differences, c fixed and random. */
async function checkGradient(
  shapes: readonly (readonly number[])[],
  f: (...inputs: Node[]) => Node,
  low = -1,
  high = 1,
) {
  const random = createRandom(7, "gradient");
  const uniform = (n: number, a: number, b: number) =>
    Float32Array.from({ length: n }, () => a + (b - a) * random.float());
  const inputs = shapes.map((shape, i) => ops.input(`x${i}`, shape));
  const output = f(...inputs);
  const loss = ops.sumAll(ops.mul(output, ops.constant(uniform(size(output.shape), -1, 1), output.shape)));
  const outputs = Object.fromEntries(gradients(loss, inputs).map((node, i) => [`g${i}`, node]));
  const program = await executor.compile({ loss, ...outputs });
  const feeds = Object.fromEntries(
    shapes.map((shape, i) => [`x${i}`, { shape, data: uniform(size(shape), low, high) }] as const),
  );
  const exact = await program.run(feeds);
  const h = 1e-2;
  for (const [name, { data }] of Object.entries(feeds)) {
    const gradient = exact[name.replace("x", "g")]!;
    assert.deepEqual(gradient.shape, feeds[name]!.shape);
    for (let j = 0; j < data.length; j++) {
      const at = async (delta: number): Promise<number> => {
        const moved = data.slice();
        moved[j]! += delta;
        return (await program.run({ ...feeds, [name]: { ...feeds[name]!, data: moved } }))["loss"]!.data[0]!;
      };
      const numeric = ((await at(h)) - (await at(-h))) / (2 * h);
      assert.ok(
        Math.abs(numeric - gradient.data[j]!) < 5e-3 * (1 + Math.abs(numeric)),
        `${name}[${j}]: ${gradient.data[j]!} instead of ${numeric}`,
      );
    }
  }
  await program.dispose();
}

const two = ops.constant(new Int32Array(2), [2]);

describe("vector-Jacobian products against central differences", function () {
  this.timeout(60_000);
  const cases: Record<string, () => Promise<void>> = {
    "add, broadcast": () => checkGradient([[2, 3], [3]], ops.add),
    "sub, broadcast": () =>
      checkGradient(
        [
          [2, 1, 3],
          [4, 1],
        ],
        ops.sub,
      ),
    "mul, broadcast": () =>
      checkGradient(
        [
          [2, 3],
          [2, 1],
        ],
        ops.mul,
      ),
    "div, broadcast": () => checkGradient([[3], [2, 3]], ops.div, 0.5, 2),
    minimum: () => checkGradient([[6], [6]], ops.minimum),
    maximum: () => checkGradient([[6], [1]], ops.maximum),
    where: () => checkGradient([[2, 3], [3]], (x, y) => ops.where(ops.less(x, ops.scalar(0.1)), ops.square(x), y)),
    neg: () => checkGradient([[4]], ops.neg),
    exp: () => checkGradient([[4]], ops.exp),
    log: () => checkGradient([[4]], ops.log, 0.5, 2),
    sqrt: () => checkGradient([[4]], ops.sqrt, 0.5, 2),
    sigmoid: () => checkGradient([[4]], ops.sigmoid),
    silu: () => checkGradient([[4]], ops.silu),
    sin: () => checkGradient([[4]], ops.sin),
    cos: () => checkGradient([[4]], ops.cos),
    "matmul 2-D": () =>
      checkGradient(
        [
          [2, 3],
          [3, 4],
        ],
        (a, b) => ops.matmul(a, b, { scale: 0.7 }),
      ),
    "matmul 2-D, a transposed": () =>
      checkGradient(
        [
          [3, 2],
          [3, 4],
        ],
        (a, b) => ops.matmul(a, b, { transposeA: true }),
      ),
    "matmul 2-D, both transposed": () =>
      checkGradient(
        [
          [3, 2],
          [4, 3],
        ],
        (a, b) => ops.matmul(a, b, { transposeA: true, transposeB: true }),
      ),
    "matmul, shared matrix": () =>
      checkGradient(
        [
          [2, 2, 3],
          [4, 3],
        ],
        (a, b) => ops.matmul(a, b, { transposeB: true }),
      ),
    "matmul, batch": () =>
      checkGradient(
        [
          [2, 2, 3],
          [2, 4, 3],
        ],
        (a, b) => ops.matmul(a, b, { transposeB: true, scale: 2 }),
      ),
    "matmul, batch that broadcasts": () =>
      checkGradient(
        [
          [2, 2, 2, 3],
          [2, 1, 3, 2],
        ],
        (a, b) => ops.matmul(a, b),
      ),
    reshape: () => checkGradient([[2, 3]], (x) => ops.square(ops.reshape(x, [3, 2]))),
    transpose: () => checkGradient([[2, 3, 4]], (x) => ops.square(ops.transpose(x, [2, 0, 1]))),
    expand: () =>
      checkGradient(
        [
          [2, 1],
          [2, 3],
        ],
        (x, y) => ops.mul(ops.exp(ops.expand(x, y)), y),
      ),
    slice: () => checkGradient([[2, 4]], (x) => ops.slice(x, 1, 1, 3)),
    pad: () => checkGradient([[2, 2]], (x) => ops.square(ops.pad(x, 1, 1, 2))),
    concat: () =>
      checkGradient(
        [
          [2, 2],
          [2, 3],
        ],
        (x, y) => ops.square(ops.concat([x, y], 1)),
      ),
    join: () =>
      checkGradient(
        [
          [2, 2],
          [2, 3],
        ],
        (x, y) => ops.square(ops.join(x, y, 1, two)),
      ),
    "part, first": () => checkGradient([[2, 5]], (x) => ops.square(ops.part(x, 1, "first", 2, two))),
    "part, second": () => checkGradient([[2, 5]], (x) => ops.square(ops.part(x, 1, "second", 3, two))),
    sum: () => checkGradient([[2, 3, 4]], (x) => ops.sum(ops.square(x), [0, 2])),
    max: () => checkGradient([[2, 4]], (x) => ops.square(ops.max(x, [1])), -5, 5),
    mean: () => checkGradient([[2, 3]], (x) => ops.mul(x, ops.mean(x))),
    softmax: () => checkGradient([[2, 4]], ops.softmax),
    logSoftmax: () => checkGradient([[2, 4]], ops.logSoftmax),
    "gather, with repeated rows": () =>
      checkGradient([[3, 2]], (table) => ops.gather(table, ops.constant(Int32Array.of(2, 0, 2, 2), [2, 2]))),
    "gather, of a table that is used elsewhere too": () =>
      checkGradient([[3, 2]], (table) => {
        const rows = ops.gather(table, ops.constant(Int32Array.of(2, 0, 2, 2), [4]));
        return ops.matmul(rows, table, { transposeB: true });
      }),
    scatterRows: () =>
      checkGradient(
        [
          [3, 2],
          [2, 2, 2],
        ],
        (table, rows) => ops.square(ops.scatterRows(table, ops.constant(Int32Array.of(2, 0, 2, 2), [2, 2]), rows)),
      ),
    gatherOne: () => checkGradient([[3, 4]], (x) => ops.gatherOne(x, ops.constant(Int32Array.of(1, 3, 1), [3]))),
    scatterOne: () =>
      checkGradient([[3, 4], [3]], (x, y) =>
        ops.square(ops.scatterOne(x, ops.constant(Int32Array.of(1, 3, 1), [3]), y)),
      ),
    logProbability: () =>
      checkGradient([[3, 4]], (x) => ops.logProbability(x, ops.constant(Int32Array.of(1, 3, 1), [3]))),
    "attend, to values that broadcast": () =>
      checkGradient(
        [
          [2, 3, 2, 4],
          [2, 1, 4, 3],
        ],
        ops.attend,
      ),
    rmsNorm: () => checkGradient([[2, 3, 4], [4]], (x, weight) => ops.rmsNorm(x, weight, 1e-2)),
    select: () =>
      checkGradient([[2, 2, 3]], (x) => {
        const indices = ops.constant(Int32Array.of(3, 1), [2]);
        return ops.square(ops.select(x, indices, ops.constant(Int32Array.of(2, 1, 2, 0), [2, 2])));
      }),
    rotary: () =>
      checkGradient([[1, 2, 8]], (x) => {
        const angles = ops.constant(Float32Array.of(0.1, 0.2, 1, 2), [1, 2, 2]);
        return ops.rotary(x, ops.cos(angles), ops.sin(angles), 2);
      }),
  };
  for (const [name, check] of Object.entries(cases)) it(name, check);
});
