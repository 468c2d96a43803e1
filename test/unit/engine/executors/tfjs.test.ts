import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import assert from "node:assert/strict";
import fc from "fast-check";
import { createRandom } from "../../../../src/core/random.ts";
import type { Executor, Tensors } from "../../../../src/engine/executors/executor.ts";
import { createOnnxExecutor } from "../../../../src/engine/executors/onnx/executor.ts";
import { createTfjsExecutor } from "../../../../src/engine/executors/tfjs/executor.ts";
import { gradients } from "../../../../src/engine/graph/gradient.ts";
import type { Node } from "../../../../src/engine/graph/node.ts";
import * as ops from "../../../../src/engine/graph/ops.ts";
import { size } from "../../../../src/engine/graph/shape.ts";
import { createEngine } from "../../../../src/engine/model/engine.ts";
import type { PolicyBatch } from "../../../../src/engine/model/types.ts";
import { opCases, type OpCase } from "./op-cases.ts";
import { packRows, shakenWeights, tinyModel } from "../model/tiny.ts";

const onnx = createOnnxExecutor({ threads: 1 });
const tfjs = createTfjsExecutor(tf);

/** Numbers of all shapes, from one evenly spaced and shuffled row, so that any two are well apart. */
function numbers(shapes: readonly (readonly number[])[], seed: number, low: number, high: number): Float32Array[] {
  const total = shapes.reduce((sum, shape) => sum + size(shape), 0);
  const row = Array.from({ length: total }, (_, i) => low + ((i + 0.5) / total) * (high - low));
  const shuffled = createRandom(seed, "numbers").shuffle(row);
  let start = 0;
  return shapes.map((shape) => Float32Array.from(shuffled.slice(start, (start += size(shape)))));
}

async function run(executor: Executor, outputs: Readonly<Record<string, Node>>, feeds: Tensors): Promise<Tensors> {
  const program = await executor.compile(outputs);
  const results = await program.run(feeds);
  await program.dispose();
  return results;
}

function assertClose(actual: Tensors, expected: Tensors, tolerance: number): void {
  assert.deepEqual(Object.keys(actual), Object.keys(expected));
  for (const [name, { shape, data }] of Object.entries(expected)) {
    assert.deepEqual(actual[name]!.shape, shape, name);
    data.forEach((value, i) => {
      const own = actual[name]!.data[i]!;
      assert.ok(Math.abs(own - value) <= tolerance * Math.max(1, Math.abs(value)), `${name}[${i}]: ${own}, ${value}`);
    });
  }
}

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

async function check({ shapes, f, low = -1, high = 1, smooth }: OpCase, seed: number): Promise<void> {
  const inputs = shapes.map((shape, i) => ops.input(`x${i}`, shape));
  const output = f(...inputs);
  const cotangent = Float32Array.from({ length: size(output.shape) }, (_, i) => Math.cos(3 * i));
  const loss = ops.sumAll(ops.mul(output, ops.constant(cotangent, output.shape)));
  const derivatives = smooth ? gradients(loss, inputs).map((node, i) => [`dx${i}`, node] as const) : [];
  const outputs = { output, ...Object.fromEntries(derivatives) };
  const data = numbers(shapes, seed, low, high);
  const feeds = Object.fromEntries(shapes.map((shape, i) => [`x${i}`, { shape, data: data[i]! }] as const));
  const own = await run(tfjs, outputs, feeds);
  assertClose(own, await run(onnx, outputs, feeds), 1e-5);
  if (smooth) await checkDirection(loss, feeds, own, seed);
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
      const weights = shakenWeights(tinyModel);
      const sequences = [
        [1, 2, 3, 4, 5, 6, 7],
        [8, 3, 9, 1],
        [4, 4, 10, 2, 11],
      ];
      const batch = packRows([sequences, sequences.slice(1)], 20);
      const policyBatch: PolicyBatch = {
        ...batch,
        advantages: batch.weights.map((_, i) => Math.sin(i)),
        oldLogProbabilities: batch.weights.map((_, i) => -2.5 + 0.2 * Math.cos(i)),
        referenceLogProbabilities: batch.weights.map((_, i) => -2.4 + 0.2 * Math.sin(2 * i)),
      };
      const optimizer = { name, weightDecay: 0.1, beta1: 0.9, beta2: 0.98, epsilon: 1e-4, maxGradNorm: 1 };
      const policyLoss = { temperature: 0.8, clipLow: 0.2, clipHigh: 0.3, kl: 0.1 };
      const rates = { adamw: 0.003, muon: 0.003 };
      const results = [];
      for (const executor of [tfjs, onnx]) {
        const trainer = await createEngine(executor).createTrainer(
          tinyModel,
          optimizer,
          weights,
          undefined,
          policyLoss,
        );
        const supervised = await trainer.supervisedStep(batch, rates);
        const policy = await trainer.policyStep(policyBatch, rates);
        const figures = Float32Array.from([
          ...Object.values({ ...supervised }),
          ...Object.values({ ...policy }),
        ] as number[]);
        const copies = [...trainer.weights()].map(
          ([key, { shape, data }]) => [key, { shape, data: data.slice() }] as const,
        );
        results.push({ ...Object.fromEntries(copies), figures: { shape: [figures.length], data: figures } });
        await trainer.dispose();
      }
      assertClose(results[0]!, results[1]!, 2e-5);
    });
  }

  it("samples what ONNX Runtime samples", async () => {
    const weights = shakenWeights(tinyModel);
    const completions = [];
    for (const executor of [tfjs, onnx]) {
      const decoder = await createEngine(executor).createDecoder(tinyModel);
      const stream = createRandom(3, "sampling");
      const prompts = [Int32Array.of(1, 2, 3), Int32Array.of(4, 5)];
      const options = { samplesPerPrompt: 3, maxNewTokens: 8, temperature: 1, stopToken: 0 };
      completions.push(await decoder.generate(weights, prompts, { ...options, random: () => stream.float() }));
      await decoder.dispose();
    }
    const tokens = completions.map((all) => all.flat().map((completion) => [...completion.tokens]));
    assert.deepEqual(tokens[0], tokens[1]);
  });
});
