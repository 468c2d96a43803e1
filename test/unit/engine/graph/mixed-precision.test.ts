import assert from "node:assert/strict";
import { createOnnxExecutor } from "../../../../src/engine/executors/onnx/executor.ts";
import type { Executor } from "../../../../src/engine/executors/executor.ts";
import { gradients } from "../../../../src/engine/graph/gradient.ts";
import { inHalf } from "../../../../src/engine/graph/mixed-precision.ts";
import { topologicalOrder, type Node } from "../../../../src/engine/graph/node.ts";
import * as ops from "../../../../src/engine/graph/ops.ts";
import { feedsOf, trainedPlaces } from "../../../../src/engine/model/batch.ts";
import { predictPacked } from "../../../../src/engine/model/prediction.ts";
import { weightInputs } from "../../../../src/engine/model/decoder-graphs.ts";
import { supervisedLoss } from "../../../../src/engine/model/losses.ts";
import { packRows, shakenWeights, tinyModel } from "../model/tiny.ts";

const weights = shakenWeights(tinyModel);
const node = weightInputs(tinyModel);
const inputs = new Map([...weights.keys()].map((name) => [name, node(name)]));
const { loss } = supervisedLoss(predictPacked(tinyModel, (name) => inputs.get(name)!));
const names = [...weights.keys()];
const single = [
  loss,
  ...gradients(
    loss,
    names.map((name) => inputs.get(name)!),
  ),
];
const half = inHalf(single, "float16");
const batch = packRows(
  [
    [
      [1, 2, 3, 4, 5, 6, 7],
      [8, 3, 9, 1],
    ],
    [[4, 4, 10, 2, 11]],
  ],
  12,
);
const feeds = { ...Object.fromEntries(weights), ...feedsOf(batch, trainedPlaces(batch)) };

async function values(executor: Executor, nodes: readonly Node[]): Promise<(Float32Array | Int32Array)[]> {
  const outputs = Object.fromEntries(nodes.map((one, i) => [`y${i}`, one]));
  const program = await executor.compile(outputs);
  const results = await program.run(feeds);
  await program.dispose();
  return nodes.map((_, i) => results[`y${i}`]!.data);
}

describe("mixed precision", function () {
  this.timeout(60_000);

  it("computes every product of matrices in half precision, and gives back float32", () => {
    const order = topologicalOrder(half);
    const products = order.filter(({ op }) => op.kind === "matmul");
    assert.ok(
      products.length > 20 &&
        products.every(({ dtype, inputs }) =>
          [dtype, ...inputs.map((x) => x.dtype)].every((type) => type === "float16"),
        ),
    );
    assert.ok(half.every(({ dtype }, i) => dtype === single[i]!.dtype));
    const precise = new Set(["exp", "log", "sqrt", "sum", "max", "softmax", "logSoftmax", "logProbability", "rmsNorm"]);
    for (const { op, dtype, inputs } of order)
      if (precise.has(op.kind))
        assert.ok(
          [dtype, ...inputs.map((x) => x.dtype)].every((type) => type !== "float16"),
          op.kind,
        );
    assert.ok(order.some(({ op, dtype }) => op.kind === "silu" && dtype === "float16"));
  });

  it("casts a value once, and leaves a graph without products as it is", () => {
    const casts = topologicalOrder(half).filter(({ op }) => op.kind === "cast");
    const keys = casts.map(({ inputs: [x], dtype }) => [x, dtype] as const);
    assert.ok(keys.every(([x, dtype], i) => keys.findIndex(([y, other]) => x === y && dtype === other) === i));
    const y = ops.softmax(ops.exp(ops.input("x", [2, 3])));
    assert.equal(topologicalOrder(inHalf([y], "bfloat16")).length, topologicalOrder([y]).length);
  });

  it("has the loss and gradients of float32 within what fp16 resolves", async () => {
    const cpu = createOnnxExecutor({ threads: 1 });
    const [expected, actual] = [await values(cpu, single), await values(cpu, half)];
    assert.ok(Math.abs(actual[0]![0]! / expected[0]![0]! - 1) < 2e-3, `${actual[0]![0]!} ${expected[0]![0]!}`);
    const norm = (x: ArrayLike<number>): number => Math.hypot(...Array.from(x));
    expected.slice(1).forEach((gradient, i) => {
      const error = norm(Array.from(gradient, (value, j) => value - actual[i + 1]![j]!));
      assert.ok(error > 0 && error < 0.02 * norm(gradient), `${names[i]!}: ${error / norm(gradient)}`);
    });
  });
});
