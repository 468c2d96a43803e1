import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateDataset } from "../../src/core/dataset/generate.ts";
import { openDataset, type Dataset } from "../../src/core/dataset/open.ts";
import type { Model } from "../../src/engine/checkpoint/model.ts";
import { createOnnxEngine } from "../../src/engine/executors/onnx/engine.ts";
import { createOnnxExecutor } from "../../src/engine/executors/onnx/executor.ts";
import * as ops from "../../src/engine/graph/ops.ts";
import { allPlaces, feedsOf } from "../../src/engine/model/batch.ts";
import { predictPacked } from "../../src/engine/model/prediction.ts";
import { weightInputs } from "../../src/engine/model/decoder-graphs.ts";
import type { ModelConfig, OptimizerConfig } from "../../src/engine/model/types.ts";
import { trainTokenizer } from "../../src/engine/tokenizer/tokenizer.ts";
import { packSequences } from "../../src/engine/training/packing.ts";
import { datasetTokenizer, loadRecords, type TrainingRecord } from "../../src/engine/training/records.ts";
import { smallCurriculum } from "../unit/core/dataset/small.ts";
import kept from "../unit/engine/model/qwen2.reference.json" with { type: "json" };
import { shakenWeights, tinyModel } from "../unit/engine/model/tiny.ts";
import { largestDifference } from "./difference.ts";
import { findPython } from "./python.ts";
import { askTransformers, type Answer } from "./transformers.ts";

/** As many records of each kind as a batch holds; few, so that the reference takes seconds. */
const recordsOfAKind = 4;
const rates = [0.002, 0.004, 0.003, 0.001];
/** Weight decay and a norm that clips, so that both are seen. */
const optimizer: OptimizerConfig = {
  name: "adamw",
  weightDecay: 0.1,
  beta1: 0.9,
  beta2: 0.98,
  epsilon: 1e-6,
  maxGradNorm: 0.5,
};

/** What byte-level tokenizers stumble over. */
const oddTexts = [
  "Zoë's 12,345 naïve\n\n  résumés — don't, WE'LL 日本語 🙂\tx",
  " 's boss is",
  "   leading and trailing   ",
  "1 22 333 4.5e-6\r\n\r\nnew <|endoftext|> text",
];

const sizes = { hiddenSize: 32, intermediateSize: 48, numHiddenLayers: 2, rmsNormEps: 1e-6 };
const models = [
  {
    name: "grouped-query attention, tied embeddings, whole names",
    sizes: { ...sizes, numAttentionHeads: 4, numKeyValueHeads: 2, tieWordEmbeddings: true, ropeTheta: 100 },
    vocabulary: { vocabularySize: 320, wholeNames: true, wholeRelations: true },
  },
  {
    name: "one key head a query head, an output layer of its own, spelled names",
    sizes: { ...sizes, numAttentionHeads: 2, numKeyValueHeads: 2, tieWordEmbeddings: false, ropeTheta: 10000 },
    vocabulary: { vocabularySize: 320, wholeNames: false, wholeRelations: false },
  },
];

describe("parity with transformers and PyTorch", function () {
  this.timeout(20 * 60_000);
  let python = "";
  let parent = "";
  let dataset: Dataset;

  before(async function () {
    python = findPython(this, "torch", "transformers", "safetensors");
    parent = await mkdtemp(join(tmpdir(), "parity-"));
    dataset = await openDataset((await generateDataset(smallCurriculum(), "small", parent)).folder);
  });
  after(() => rm(parent, { recursive: true, force: true }));

  it("predicts for the unit tests' model what they keep of it", async () => {
    const folder = await mkdtemp(join(parent, "model-"));
    const tokenizer = { ...trainTokenizer([], { vocabularySize: 256, whole: [] }), endOfText: 0 };
    const model = { config: tinyModel, tokenizer, weights: shakenWeights(tinyModel) };
    const sequences = [{ tokens: kept.tokens, trainedFrom: 1 }];
    const { tensors } = await askTransformers(python, folder, model, { texts: [], sequences, optimizer, rates });
    const { data } = tensors.get("logProbabilities.0")!;
    if (process.env["KEEP"] !== undefined) await keep(data);
    else assert.ok(largestDifference(data, Float32Array.from(kept.logProbabilities)) < 1e-5);
  });

  for (const { name, sizes, vocabulary } of models) {
    describe(name, () => {
      let model: Model;
      let records: readonly TrainingRecord[];
      let texts: readonly string[];
      let answer: Answer;

      before(async () => {
        const folder = await mkdtemp(join(parent, "model-"));
        const tokenizer = await datasetTokenizer(dataset, vocabulary);
        const config: ModelConfig = { ...sizes, vocabularySize: tokenizer.vocabularySize };
        model = { config, tokenizer, weights: shakenWeights(config) };
        const all = await loadRecords(
          dataset,
          { biographies: 1, mem: 1, ctx: 1, comp: 1, portion: { mem: 1, ctx: 1, comp: 1 } },
          tokenizer,
        );
        records = Object.values(all).flatMap((ofKind) => ofKind.slice(0, recordsOfAKind));
        texts = [...records.map(({ tokens }) => tokenizer.decode(tokens)), ...oddTexts];
        const sequences = records.map(({ tokens, trainedFrom }) => ({ tokens: [...tokens], trainedFrom }));
        answer = await askTransformers(python, folder, model, { texts, sequences, optimizer, rates });
      });

      it("splits texts into the same tokens, and joins them again", () => {
        for (const [i, text] of texts.entries()) {
          const ids = [...model.tokenizer.encode(text)];
          assert.deepEqual(ids, answer.texts[i]!.ids, text);
          assert.equal(model.tokenizer.decode(ids), answer.texts[i]!.decoded);
        }
      });

      it("predicts the same distributions", async () => {
        const { config, weights } = model;
        const { logits } = predictPacked(config, weightInputs(config));
        const program = await createOnnxExecutor({ threads: 1 }).compile({ distribution: ops.logSoftmax(logits) });
        for (const [i, { tokens }] of records.entries()) {
          const { batch } = packSequences([records[i]!], { rows: 1, length: tokens.length - 1 });
          const outputs = await program.run({ ...Object.fromEntries(weights), ...feedsOf(batch, allPlaces(batch)) });
          const expected = answer.tensors.get(`logProbabilities.${i}`)!.data;
          const own = (outputs["distribution"]!.data as Float32Array).subarray(0, batch.length * config.vocabularySize);
          assert.ok(largestDifference(own, expected.subarray(0, own.length)) < 5e-5, `record ${i}`);
        }
        await program.dispose();
      });

      it("takes the same steps with AdamW: losses, norms, moments and weights", async () => {
        const engine = await createOnnxEngine({ threads: 1 });
        const trainer = await engine.createTrainer(model.config, optimizer, model.weights);
        const longest = Math.max(...records.map(({ tokens }) => tokens.length));
        const { batch, left } = packSequences(records, { rows: records.length, length: longest });
        assert.equal(left.length, 0);
        for (const [i, rate] of rates.entries()) {
          const { loss, gradNorm } = await trainer.supervisedStep(batch, { adamw: rate, muon: 0 });
          const expected = answer.steps[i]!;
          assert.ok(Math.abs(loss - expected.loss) < 1e-5 * expected.loss, `${loss} ${expected.loss}`);
          assert.ok(Math.abs(gradNorm - expected.gradNorm) < 1e-4 * expected.gradNorm);
          assert.ok(gradNorm > optimizer.maxGradNorm, "nothing was clipped");
        }
        for (const [weight, { data }] of [...trainer.optimizerState().slots, ...trainer.weights()]) {
          const expected = answer.tensors.get(weight)!.data;
          const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
          const difference = largestDifference(data, expected);
          assert.ok(difference < 1e-4 * scale, `${weight}: ${difference} of ${scale}`);
        }
        await trainer.dispose();
      });
    });
  }
});

/** `KEEP=1 npm run test:parity` writes the reference of the unit tests anew. */
async function keep(logProbabilities: Float32Array): Promise<void> {
  const rounded = Array.from(logProbabilities, (value) => Number(value.toFixed(6)));
  const file = new URL("../unit/engine/model/qwen2.reference.json", import.meta.url);
  await writeFile(file, `${JSON.stringify({ tokens: kept.tokens, logProbabilities: rounded })}\n`);
}
