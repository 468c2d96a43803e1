import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "../../src/core/random.ts";
import { readAdapter } from "../../src/engine/checkpoint/adapter.ts";
import { writeCheckpoint } from "../../src/engine/checkpoint/checkpoint.ts";
import type { Model } from "../../src/engine/checkpoint/model.ts";
import { readSafetensors } from "../../src/engine/checkpoint/safetensors.ts";
import { createOnnxEngine } from "../../src/engine/executors/onnx/engine.ts";
import { initialAdapter } from "../../src/engine/model/lora.ts";
import type { Adapter, OptimizerConfig, StepResult } from "../../src/engine/model/types.ts";
import { trainTokenizer } from "../../src/engine/tokenizer/tokenizer.ts";
import { packSequences } from "../../src/engine/training/packing.ts";
import { shakenWeights, tinyModel } from "../unit/engine/model/tiny.ts";
import { largestDifference } from "./difference.ts";
import { findPython, runScript } from "./python.ts";
import { writeModel } from "./transformers.ts";

const optimizer: OptimizerConfig = {
  name: "adamw",
  weightDecay: 0.1,
  beta1: 0.9,
  beta2: 0.98,
  epsilon: 1e-6,
  maxGradNorm: 0.1,
};
const rates = [0.002, 0.004, 0.003, 0.001];
const random = createRandom(3, "adapter parity");
const sequences = [9, 5, 12, 7].map((length, i) => ({
  tokens: Array.from({ length }, () => random.integer(tinyModel.vocabularySize)),
  trainedFrom: 1 + i,
}));
const state = { global_step: 1, optimizer_step: 1, seconds: 0, num_tokens: 0, data: { drawn: {}, carried: [] } };
const prefix = "base_model.model.";

interface Answer {
  readonly steps: readonly Omit<StepResult, "entropy">[];
  readonly difference: number;
}

/** As after some training: B is zero at the start, which would hide what is wrong with A. */
function shaken(adapter: Adapter): Adapter {
  const weights = new Map(
    [...adapter.weights].map(([name, { shape, data }]) => [
      name,
      { shape, data: data.map((value) => value + 0.2 * (random.float() - 0.5)) },
    ]),
  );
  return { ...adapter, weights };
}

describe("adapters as PEFT has them", function () {
  this.timeout(5 * 60_000);
  let python = "";
  let parent = "";
  before(async function () {
    python = findPython(this, "torch", "transformers", "peft", "safetensors");
    parent = await mkdtemp(join(tmpdir(), "adapter-"));
  });
  after(() => rm(parent, { recursive: true, force: true }));

  for (const [name, lora] of [
    ["all linear layers, rank 4", { rank: 4, alpha: 16 }],
    ["two of them, rank 3", { rank: 3, alpha: 3, targets: ["q_proj" as const, "down_proj" as const] }],
  ] as const)
    it(`${name}: the same logits, steps with AdamW and files`, async () => {
      const folder = await mkdtemp(join(parent, "case-"));
      const [base, checkpoint, output, question] = ["base", "step-1", "answer", "request.json"].map((entry) =>
        join(folder, entry),
      ) as [string, string, string, string];
      const tokenizer = { ...trainTokenizer([], { vocabularySize: 256, whole: [] }), endOfText: 0 };
      const model: Model = { config: tinyModel, tokenizer, weights: shakenWeights(tinyModel) };
      await writeModel(base, model);
      const adapter = shaken(initialAdapter(tinyModel, { ...lora, targets: lora.targets && [...lora.targets] }, 1));
      const engine = await createOnnxEngine({ threads: 1 });
      const trainer = await engine.createTrainer(tinyModel, optimizer, model.weights, undefined, undefined, {
        adapter,
      });
      const optimizerState = { step: 0, slots: new Map() };
      const merged = { ...model, weights: trainer.weights(), adapter, folder: base, optimizer: optimizerState, state };
      await writeCheckpoint(checkpoint, merged);

      await writeFile(question, JSON.stringify({ sequences, optimizer, rates }));
      await mkdir(output);
      runScript(python, "adapter.py", base, join(checkpoint, "adapter"), checkpoint, question, output);
      const answer = JSON.parse(await readFile(join(output, "answer.json"), "utf8")) as Answer;
      const tensors = await readSafetensors(join(output, "tensors.safetensors"));
      assert.ok(answer.difference < 2e-5, `merged: ${answer.difference}`);

      const records = sequences.map(({ tokens, trainedFrom }) => ({ tokens: Int32Array.from(tokens), trainedFrom }));
      const { batch } = packSequences(records, { rows: 4, length: 11 });
      let largest = 0;
      for (const [i, rate] of rates.entries()) {
        const { loss, gradNorm } = await trainer.supervisedStep(batch, { adamw: rate, muon: 0 });
        const expected = answer.steps[i]!;
        for (const [own, right] of [
          [loss, expected.loss],
          [gradNorm, expected.gradNorm],
        ] as const)
          largest = Math.max(largest, Math.abs(own - right) / right);
        assert.ok(gradNorm > optimizer.maxGradNorm, "nothing was clipped");
      }
      assert.ok(largest < 1e-5, `steps: ${largest}`);
      let furthest = 0;
      for (const [own, { data }] of [...trainer.optimizerState().slots, ...trainer.adapter()!.weights]) {
        const expected = tensors.get(`${prefix}${own}`)!.data;
        const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        furthest = Math.max(furthest, largestDifference(data, expected) / scale);
      }
      assert.ok(furthest < 1e-4, `weights and moments: ${furthest}`);
      console.log(`      merged: ${answer.difference}, steps: ${largest}, weights and moments: ${furthest}`);

      const saved = await readAdapter(join(output, "saved"), tinyModel);
      assert.deepEqual([...saved!.weights.keys()], [...adapter.weights.keys()]);
      assert.deepEqual([...saved!.targets].sort(), [...adapter.targets].sort());
      for (const [own, { data }] of saved!.weights) assert.deepEqual(data, tensors.get(`${prefix}${own}`)!.data);
      await trainer.dispose();
    });
});
