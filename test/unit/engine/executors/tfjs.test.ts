import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import assert from "node:assert/strict";
import fc from "fast-check";
import { createRandom } from "../../../../src/core/random.ts";
import type { Tensors } from "../../../../src/engine/executors/executor.ts";
import { createOnnxExecutor } from "../../../../src/engine/executors/onnx/executor.ts";
import { createTfjsExecutor } from "../../../../src/engine/executors/tfjs/executor.ts";
import type { Node } from "../../../../src/engine/graph/node.ts";
import * as ops from "../../../../src/engine/graph/ops.ts";
import { assertClose, instanceOf, run, sampled, twoSteps } from "./compare.ts";
import { opCases, type OpCase } from "./op-cases.ts";

const onnx = createOnnxExecutor({ threads: 1 });
const tfjs = createTfjsExecutor(tf);

/** Σ gradient · direction against the central difference of the loss along it. */
async function checkDirection(loss: Node, feeds: Tensors, exact: Tensors, seed: number): Promise<void> {
  const random = createRandom(seed, "direction");
  const direction = new Map(
    Object.entries(feeds).map(([name, { data }]) => [name, Float32Array.from(data, () => 2 * random.float() - 1)]),
  );
  const h = 4e-3;
  const at = async (sign: number): Promise<number> => {
    const moved = Object.entries(feeds).map(([name, { shape, data }]) => {
      return [
        name,
        { shape, data: Float32Array.from(data, (x, i) => x + sign * h * direction.get(name)![i]!) },
      ] as const;
    });
    return (await run(tfjs, { loss }, Object.fromEntries(moved)))["loss"]!.data[0]!;
  };
  const numeric = ((await at(1)) - (await at(-1))) / (2 * h);
  const own = [...direction].reduce(
    (sum, [name, along]) => sum + along.reduce((part, d, i) => part + d * exact[`d${name}`]!.data[i]!, 0),
    0,
  );
  assert.ok(Math.abs(own - numeric) < 5e-3 * (1 + Math.abs(numeric)), `${own} instead of ${numeric}`);
}

async function check(opCase: OpCase, seed: number): Promise<void> {
  const { loss, outputs, feeds } = instanceOf(opCase, seed);
  const own = await run(tfjs, outputs, feeds);
  assertClose(own, await run(onnx, outputs, feeds), 1e-5);
  if (opCase.smooth) await checkDirection(loss, feeds, own, seed);
}

describe("TensorFlow.js executor", function () {
  this.timeout(60_000);

  describe("computes as ONNX Runtime does, and its gradients are those of central differences", () => {
    for (const [name, arbitrary] of Object.entries(opCases))
      it(name, () => fc.assert(fc.asyncProperty(arbitrary, fc.nat(), check), { numRuns: 15 }));
  });

  it("names an input that was not fed, and leaves no tensor behind", async () => {
    const before = tf.memory().numTensors;
    const program = await tfjs.compile({ y: ops.add(ops.exp(ops.input("x", [1])), 1) });
    await assert.rejects(program.run({}), /input x was not fed/);
    const into = { y: { shape: [1], data: new Float32Array(1) } };
    await program.run({ x: { shape: [1], data: Float32Array.of(0) } }, into);
    assert.deepEqual([...into.y.data], [2]);
    await program.dispose();
    assert.equal(tf.memory().numTensors, before);
  });

  for (const name of ["adamw", "muon"] as const) {
    it(`takes the steps that ONNX Runtime takes: SFT and policy, ${name}`, async () => {
      assertClose(await twoSteps(tfjs, name), await twoSteps(onnx, name), 2e-5);
    });
  }

  for (const temperature of [0, 1])
    it(`samples what ONNX Runtime samples at temperature ${temperature}`, async () => {
      assert.deepEqual(await sampled(tfjs, temperature), await sampled(onnx, temperature));
    });
});
