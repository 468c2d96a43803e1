import assert from "node:assert/strict";
import { createOnnxEngine } from "../../../../src/engine/executors/onnx/engine.ts";
import { silenceHead } from "../../../../src/engine/model/silence-head.ts";
import type { Decoder, Inspector, ModelConfig, Weights } from "../../../../src/engine/model/types.ts";
import { packRows, shakenWeights, tinyModel } from "./tiny.ts";

const written = [
  { prompt: Int32Array.of(5, 7, 1), answer: Int32Array.of(4, 2, 3) },
  { prompt: Int32Array.of(9, 9, 4, 6, 10), answer: Int32Array.of(8) },
  { prompt: Int32Array.of(2), answer: Int32Array.of(1, 6, 6, 11, 3) },
];

const { hiddenSize, numHiddenLayers } = tinyModel;
const state = (states: Float32Array, layer: number): Float32Array =>
  states.subarray(layer * hiddenSize, (layer + 1) * hiddenSize);
const distance = (a: Float32Array, b: Float32Array): number => Math.hypot(...a.map((value, i) => value - b[i]!));

describe("inspector", function () {
  this.timeout(60_000);
  const weights = shakenWeights(tinyModel);
  let decoder: Decoder;
  let inspector: Inspector;
  before(async () => {
    const engine = await createOnnxEngine({ threads: 1 });
    decoder = await engine.createDecoder(tinyModel);
    inspector = await engine.createInspector(tinyModel);
  });
  after(() => Promise.all([decoder.dispose(), inspector.dispose()]));

  it("gives the entropy of each token's distribution, as summed up from the log-probability of every token", async () => {
    const inspections = await inspector.inspect(weights, written);
    for (const [i, { prompt, answer }] of written.entries()) {
      for (let token = 0; token < answer.length; token++) {
        const before = [...prompt, ...answer.subarray(0, token)];
        const rows = Array.from({ length: tinyModel.vocabularySize }, (_, next) => [[...before, next]]);
        const scored = await decoder.logProbabilities(weights, packRows(rows, before.length + 1));
        const logs = rows.map((_, row) => scored[row * (before.length + 1) + before.length - 1]!);
        const entropy = -logs.reduce((sum, log) => sum + Math.exp(log) * log, 0);
        assert.ok(Math.abs(inspections[i]!.entropies[token]! - entropy) < 1e-4);
      }
    }
  });

  it("begins with the embedding of the prompt's last token, whatever else is in the batch", async () => {
    const inspections = await inspector.inspect(weights, written);
    const embedding = weights.get("model.embed_tokens.weight")!.data;
    for (const [i, { prompt }] of written.entries()) {
      const token = prompt.at(-1)!;
      const row = embedding.subarray(token * hiddenSize, (token + 1) * hiddenSize);
      assert.ok(distance(state(inspections[i]!.prompt, 0), row) < 1e-6);
      const [alone] = await inspector.inspect(weights, [written[i]!]);
      assert.ok(distance(alone!.prompt, inspections[i]!.prompt) < 1e-4);
      assert.ok(distance(alone!.answer, inspections[i]!.answer) < 1e-4);
    }
  });

  it("ends with the state that predicts: its norm and the output layer give the greedy token", async () => {
    const greedy = { samplesPerPrompt: 1, maxNewTokens: 1, temperature: 0, stopToken: 3, random: () => 0 };
    const prompts = written.map(({ prompt }) => prompt);
    const completions = await decoder.generate(weights, prompts, greedy);
    const inspections = await inspector.inspect(weights, written);
    const norm = weights.get("model.norm.weight")!.data;
    const output = weights.get("lm_head.weight")!.data;
    inspections.forEach((inspection, i) => {
      const last = state(inspection.prompt, numHiddenLayers);
      const deviation = Math.sqrt(last.reduce((sum, x) => sum + x * x, 0) / hiddenSize + tinyModel.rmsNormEps);
      const logits = Array.from({ length: tinyModel.vocabularySize }, (_, token) =>
        last.reduce((sum, x, j) => sum + (x / deviation) * norm[j]! * output[token * hiddenSize + j]!, 0),
      );
      assert.equal(logits.indexOf(Math.max(...logits)), completions[i]![0]!.tokens[0]);
    });
  });

  it("takes the mean over the places from which the answer is predicted", async () => {
    const { prompt, answer } = written[2]!;
    const whole = [...prompt, ...answer];
    const places = await inspector.inspect(
      weights,
      Array.from(answer, (_, i) => ({
        prompt: Int32Array.from(whole.slice(0, prompt.length + i)),
        answer: Int32Array.of(0),
      })),
    );
    const [inspection] = await inspector.inspect(weights, [written[2]!]);
    inspection!.answer.forEach((value, i) => {
      const mean = places.reduce((sum, place) => sum + place.prompt[i]!, 0) / places.length;
      assert.ok(Math.abs(value - mean) < 1e-4);
    });
  });
});

describe("a silenced head", function () {
  this.timeout(60_000);
  // A layer whose feed-forward adds nothing: its output is the embedding and what the heads add.
  const config: ModelConfig = { ...tinyModel, numHiddenLayers: 1 };
  const zero = "model.layers.0.mlp.down_proj.weight";
  const weights: Weights = new Map(
    Array.from(shakenWeights(config), ([name, { shape, data }]) => [
      name,
      { shape, data: name === zero ? new Float32Array(data.length) : data },
    ]),
  );

  it("takes away what that head adds to the residual stream, and nothing else", async () => {
    const engine = await createOnnxEngine({ threads: 1 });
    const inspector = await engine.createInspector(config);
    const output = async (used: Weights): Promise<Float32Array> =>
      state((await inspector.inspect(used, [written[1]!]))[0]!.prompt, 1);
    const heads = Array.from({ length: config.numAttentionHeads }, (_, head) => head);
    const whole = await output(weights);
    const without = await Promise.all(heads.map((head) => output(silenceHead(config, weights, 0, head))));
    const all = heads.reduce((left: Weights, head) => silenceHead(config, left, 0, head), weights);
    const token = written[1]!.prompt.at(-1)!;
    const embedding = weights.get("model.embed_tokens.weight")!.data.subarray(token * 16, (token + 1) * 16);
    assert.ok(distance(await output(all), embedding) < 1e-5);
    whole.forEach((value, i) => {
      const parts = without.reduce((sum, left) => sum + (value - left[i]!), 0);
      assert.ok(Math.abs(embedding[i]! + parts - value) < 1e-4);
    });
    assert.ok(without.every((left) => distance(left, whole) > 1e-3));
    await inspector.dispose();
  });

  it("leaves the original weights as they were", () => {
    const before = weights.get("model.layers.0.self_attn.o_proj.weight")!.data.slice();
    silenceHead(config, weights, 0, 1);
    assert.deepEqual(weights.get("model.layers.0.self_attn.o_proj.weight")!.data, before);
  });
});
