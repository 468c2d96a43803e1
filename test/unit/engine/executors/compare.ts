import assert from "node:assert/strict";
import { createRandom } from "../../../../src/core/random.ts";
import type { Executor, Tensors } from "../../../../src/engine/executors/executor.ts";
import { gradients } from "../../../../src/engine/graph/gradient.ts";
import type { Node } from "../../../../src/engine/graph/node.ts";
import * as ops from "../../../../src/engine/graph/ops.ts";
import { size } from "../../../../src/engine/graph/shape.ts";
import { createEngine } from "../../../../src/engine/model/engine.ts";
import type { OptimizerConfig, PolicyBatch } from "../../../../src/engine/model/types.ts";
import { packRows, shakenWeights, tinyModel } from "../model/tiny.ts";
import type { OpCase } from "./op-cases.ts";

/** Numbers of all shapes, from one evenly spaced and shuffled row, so that any two are well apart. */
function numbers(shapes: readonly (readonly number[])[], seed: number, low: number, high: number): Float32Array[] {
  const total = shapes.reduce((sum, shape) => sum + size(shape), 0);
  const row = Array.from({ length: total }, (_, i) => low + ((i + 0.5) / total) * (high - low));
  const shuffled = createRandom(seed, "numbers").shuffle(row);
  let start = 0;
  return shapes.map((shape) => Float32Array.from(shuffled.slice(start, (start += size(shape)))));
}

export interface Instance {
  readonly loss: Node;
  /** The case's output and the loss's gradients by its inputs, where it is smooth. */
  readonly outputs: Readonly<Record<string, Node>>;
  readonly feeds: Tensors;
}

export function instanceOf({ shapes, f, low = -1, high = 1, smooth }: OpCase, seed: number): Instance {
  const inputs = shapes.map((shape, i) => ops.input(`x${i}`, shape));
  const output = f(...inputs);
  const cotangent = Float32Array.from({ length: size(output.shape) }, (_, i) => Math.cos(3 * i));
  const loss = ops.sumAll(ops.mul(output, ops.constant(cotangent, output.shape)));
  const derivatives = smooth ? gradients(loss, inputs).map((node, i) => [`dx${i}`, node] as const) : [];
  const data = numbers(shapes, seed, low, high);
  const feeds = Object.fromEntries(shapes.map((shape, i) => [`x${i}`, { shape, data: data[i]! }] as const));
  return { loss, outputs: { output, ...Object.fromEntries(derivatives) }, feeds };
}

export async function run(
  executor: Executor,
  outputs: Readonly<Record<string, Node>>,
  feeds: Tensors,
): Promise<Tensors> {
  const program = await executor.compile(outputs);
  const results = await program.run(feeds);
  await program.dispose();
  return results;
}

export function assertClose(actual: Tensors, expected: Tensors, tolerance: number): void {
  assert.deepEqual(Object.keys(actual), Object.keys(expected));
  for (const [name, { shape, data }] of Object.entries(expected)) {
    assert.deepEqual(actual[name]!.shape, shape, name);
    data.forEach((value, i) => {
      const own = actual[name]!.data[i]!;
      assert.ok(Math.abs(own - value) <= tolerance * Math.max(1, Math.abs(value)), `${name}[${i}]: ${own}, ${value}`);
    });
  }
}

/** What a step of SFT and one of policy optimization report of a tiny model, and its weights after them. */
export async function twoSteps(executor: Executor, name: OptimizerConfig["name"]): Promise<Tensors> {
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
  const weights = shakenWeights(tinyModel);
  const engine = createEngine(executor);
  const trainer = await engine.createTrainer(tinyModel, optimizer, weights, undefined, policyLoss);
  const supervised = await trainer.supervisedStep(batch, rates);
  const policy = await trainer.policyStep(policyBatch, rates);
  const figures = Float32Array.from([...Object.values({ ...supervised }), ...Object.values({ ...policy })] as number[]);
  await trainer.sync();
  const copies = [...trainer.weights()].map(([key, { shape, data }]) => [key, { shape, data: data.slice() }] as const);
  await trainer.dispose();
  return { ...Object.fromEntries(copies), figures: { shape: [figures.length], data: figures } };
}

/** Tokens that a tiny model samples. */
export async function sampled(executor: Executor, temperature: number): Promise<number[][]> {
  const decoder = await createEngine(executor).createDecoder(tinyModel);
  const stream = createRandom(3, "sampling");
  const prompts = [Int32Array.of(1, 2, 3), Int32Array.of(4, 5)];
  const options = { samplesPerPrompt: 3, maxNewTokens: 20, temperature, stopToken: 0 };
  const random = (): number => stream.float();
  const completions = await decoder.generate(shakenWeights(tinyModel), prompts, { ...options, random });
  await decoder.dispose();
  return completions.flat().map(({ tokens }) => [...tokens]);
}
