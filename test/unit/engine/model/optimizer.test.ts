import assert from "node:assert/strict";
import { createRandom } from "../../../../src/core/random.ts";
import { createOnnxExecutor } from "../../../../src/engine/executors/onnx/executor.ts";
import * as ops from "../../../../src/engine/graph/ops.ts";
import type { ParameterGroup } from "../../../../src/engine/model/layout.ts";
import { clipFactor, globalNorm, slotNames, update } from "../../../../src/engine/model/optimizer.ts";
import type { OptimizerConfig } from "../../../../src/engine/model/types.ts";

type Matrix = number[][];

const random = createRandom(4, "optimizer test");
const uniform = (n: number): Float32Array => Float32Array.from({ length: n }, () => random.float() - 0.5);
const config = { weightDecay: 0.1, beta1: 0.9, beta2: 0.98, epsilon: 1e-8, maxGradNorm: 1 };
const rate = 0.05;

/** Three updates in the graph with the given gradients. */
async function updated(
  name: OptimizerConfig["name"],
  shape: readonly number[],
  weights: Float32Array,
  gradients: readonly Float32Array[],
): Promise<Float32Array> {
  const group: ParameterGroup = { name: "test", update: name, decayed: true, shape, parameters: [] };
  const slots = slotNames[name].map((slot) => ops.input(slot, shape));
  const result = update(group, { name, ...config }, ops.input("w", shape), ops.input("g", shape), slots);
  const outputs = Object.fromEntries(slotNames[name].map((slot, i) => [`${slot}'`, result.slots[i]!]));
  const program = await createOnnxExecutor({ threads: 1 }).compile({ "w'": result.weights, ...outputs });
  const scalar = (value: number) => ({ shape: [], data: Float32Array.of(value) });
  let state = Object.fromEntries([
    ["w", { shape, data: weights }],
    ...slotNames[name].map((slot) => [slot, { shape, data: new Float32Array(weights.length) }] as const),
  ]);
  for (const [i, data] of gradients.entries()) {
    const values = await program.run({
      ...state,
      g: { shape, data },
      "rate.adamw": scalar(rate),
      "rate.muon": scalar(rate),
      correction1: scalar(1 - config.beta1 ** (i + 1)),
      correction2: scalar(1 - config.beta2 ** (i + 1)),
    });
    state = Object.fromEntries(
      Object.entries(values).map(([key, { data: value }]) => [
        key.replace("'", ""),
        { shape, data: value as Float32Array },
      ]),
    );
  }
  await program.dispose();
  return state["w"]!.data;
}

function assertClose(actual: Float32Array, expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => {
    assert.ok(Math.abs(actual[i]! - value) < 2e-5, `[${i}]: ${actual[i]!} instead of ${value}`);
  });
}

describe("optimizer", () => {
  it("AdamW moves weights as the paper's algorithm 2", async () => {
    const n = 7;
    const initial = uniform(n);
    const gradients = [uniform(n), uniform(n), uniform(n)];
    const w = [...initial];
    const [m, v] = [new Array<number>(n).fill(0), new Array<number>(n).fill(0)];
    gradients.forEach((gradient, t) => {
      gradient.forEach((g, i) => {
        m[i] = config.beta1 * m[i]! + (1 - config.beta1) * g;
        v[i] = config.beta2 * v[i]! + (1 - config.beta2) * g * g;
        const first = m[i] / (1 - config.beta1 ** (t + 1));
        const second = v[i] / (1 - config.beta2 ** (t + 1));
        w[i]! -= rate * (first / (Math.sqrt(second) + config.epsilon) + config.weightDecay * w[i]!);
      });
    });
    assertClose(await updated("adamw", [n], initial, gradients), w);
  });

  for (const [rows, columns] of [
    [3, 5],
    [5, 3],
  ] as const) {
    it(`Muon moves a stack of ${rows} × ${columns} matrices as the reference does each`, async () => {
      const count = 2;
      const n = rows * columns;
      const initial = uniform(count * n);
      const gradients = [uniform(count * n), uniform(count * n), uniform(count * n)];
      const expected = Array.from({ length: count }, (_, k) => {
        const part = (data: Float32Array): Matrix =>
          Array.from({ length: rows }, (_, r) => [...data.subarray(k * n + r * columns, k * n + (r + 1) * columns)]);
        return referenceMuon(part(initial), gradients.map(part)).flat();
      });
      assertClose(await updated("muon", [count, rows, columns], initial, gradients), expected.flat());
    });
  }

  it("scales gradients down to the largest norm allowed, never up", async () => {
    const parts = [ops.input("a", [2]), ops.input("b", [1])];
    const norm = globalNorm(parts);
    const program = await createOnnxExecutor({ threads: 1 }).compile({ norm, factor: clipFactor(norm, 6.5) });
    const at = async (scale: number): Promise<readonly number[]> => {
      const { norm: n, factor } = await program.run({
        a: { shape: [2], data: Float32Array.of(3 * scale, 4 * scale) },
        b: { shape: [1], data: Float32Array.of(12 * scale) },
      });
      return [n!.data[0]!, factor!.data[0]!];
    };
    assertClose(Float32Array.from(await at(1)), [13, 0.5]);
    assertClose(Float32Array.from(await at(0.1)), [1.3, 1]);
    await program.dispose();
  });
});

/** Keller Jordan's Muon, one matrix, in doubles. */
function referenceMuon(initial: Matrix, gradients: readonly Matrix[]): Matrix {
  let w = initial;
  let momentum = scale(initial, 0);
  const [rows, columns] = [w.length, w[0]!.length];
  for (const gradient of gradients) {
    momentum = sum(scale(momentum, 0.95), scale(gradient, 0.05));
    let x = sum(scale(momentum, 0.95), scale(gradient, 0.05));
    if (rows > columns) x = transposed(x);
    x = scale(x, 1 / (Math.sqrt(x.flat().reduce((total, value) => total + value * value, 0)) + 1e-7));
    for (let i = 0; i < 5; i++) {
      const a = product(x, transposed(x));
      const b = sum(scale(a, -4.775), scale(product(a, a), 2.0315));
      x = sum(scale(x, 3.4445), product(b, x));
    }
    if (rows > columns) x = transposed(x);
    w = sum(scale(w, 1 - rate * config.weightDecay), scale(x, -rate * Math.sqrt(Math.max(1, rows / columns))));
  }
  return w;
}

const scale = (a: Matrix, factor: number): Matrix => a.map((row) => row.map((value) => value * factor));
const sum = (a: Matrix, b: Matrix): Matrix => a.map((row, i) => row.map((value, j) => value + b[i]![j]!));
const transposed = (a: Matrix): Matrix => a[0]!.map((_, j) => a.map((row) => row[j]!));
const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((total, value, k) => total + value * b[k]![j]!, 0)));
