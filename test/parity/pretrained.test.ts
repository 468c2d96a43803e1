import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { readModel, type Model } from "../../src/engine/checkpoint/model.ts";
import { readSafetensors } from "../../src/engine/checkpoint/safetensors.ts";
import { writeCheckpoint } from "../../src/engine/checkpoint/checkpoint.ts";
import { createOnnxEngine } from "../../src/engine/executors/onnx/engine.ts";
import { createOnnxExecutor } from "../../src/engine/executors/onnx/executor.ts";
import { allPlaces, feedsOf } from "../../src/engine/model/batch.ts";
import { weightInputs } from "../../src/engine/model/decoder-graphs.ts";
import * as ops from "../../src/engine/graph/ops.ts";
import { decoder, outputLayer, packedMask, selfAttention } from "../../src/engine/model/qwen2.ts";
import type { OptimizerConfig } from "../../src/engine/model/types.ts";
import { packSequences } from "../../src/engine/training/packing.ts";
import { largestDifference } from "./difference.ts";
import { findPython, runScript } from "./python.ts";

/** What byte-level tokenizers stumble over: contractions, digits, white space, unions of characters, special tokens. */
const texts = [
  "Context: Zoë O'Brien's boss is Bo Lee. WE'LL see: don't.\nQuestion: Who is the boss?\nAnswer: Bo Lee",
  "12,345 and 4.5e-6   leading,  trailing   ",
  "\r\n\r\n \n\t new <|im_end|> text<|endoftext|>more <|im_start|>user\n",
  "Zoe\u0308 \u212B e\u0301 \uFB01 日本語 العربية 👩‍👩‍👧 \u200d \u00a0\u3000x",
  "",
];
const questions = ["Who is the boss of Zoë?\nAnswer briefly.", "  {{ spaces }} and {% signs %}  ", "a<|im_end|>b"];
const tokens = Array.from({ length: 40 }, (_, i) => (i * 37) % 320);

interface Answer {
  readonly ids: readonly (readonly number[])[];
  readonly chats: readonly string[];
  readonly chatIds: readonly (readonly number[])[];
  readonly logits: Float32Array;
}

const optimizer: OptimizerConfig = {
  name: "adamw",
  weightDecay: 0,
  beta1: 0.9,
  beta2: 0.98,
  epsilon: 1e-8,
  maxGradNorm: 1,
};

describe("pre-trained models as transformers writes and reads them", function () {
  this.timeout(5 * 60_000);
  let python = "";
  let parent = "";
  before(async function () {
    python = findPython(this, "torch", "transformers", "tokenizers", "safetensors");
    parent = await mkdtemp(path.join(tmpdir(), "pretrained-"));
    await writeFile(path.join(parent, "request.json"), JSON.stringify({ texts, questions, tokens }));
    await mkdir(path.join(parent, "models"));
    runScript(python, "pretrained.py", "make", path.join(parent, "models"), path.join(parent, "request.json"));
  });
  after(() => rm(parent, { recursive: true, force: true }));

  const ask = async (folder: string): Promise<Answer> => {
    runScript(python, "pretrained.py", "ask", folder, path.join(parent, "request.json"));
    const answer = JSON.parse(await readFile(path.join(folder, "answer.json"), "utf8")) as Omit<Answer, "logits">;
    const tensors = await readSafetensors(path.join(folder, "answer.safetensors"));
    return { ...answer, logits: tensors.get("logits")!.data };
  };

  const checkTexts = ({ tokenizer }: Model, { ids, chats, chatIds }: Answer): void => {
    assert.deepEqual(
      texts.map((text) => [...tokenizer.encode(text)]),
      ids,
    );
    assert.deepEqual(
      questions.map((question) => tokenizer.chat!(question)),
      chats,
    );
    assert.deepEqual(
      chats.map((chat) => [...tokenizer.encode(chat)]),
      chatIds,
    );
    for (const text of texts) assert.equal(tokenizer.decode(tokenizer.encode(text)), text.normalize("NFC"));
  };

  for (const [name, isChat] of [
    ["instruct-bf16-shards", true],
    ["base-fp16", false],
    ["base-fp32-version-4", false],
  ] as const) {
    it(`${name}: the same tokens, chats and logits, and again when we trained and saved it`, async () => {
      const folder = path.join(parent, "models", name);
      const files = await readdir(folder);
      assert.equal(files.filter((file) => file.endsWith(".safetensors")).length > 1, name.includes("shards"));
      assert.equal((await readModel(folder)).tokenizer.chat !== undefined, isChat);
      const model = await readModel(folder, true);
      const answer = await ask(folder);
      checkTexts(model, answer);
      const difference = largestDifference(await logitsOf(model), answer.logits);

      const trained = await train(model);
      const saved = path.join(parent, `${name}-saved`);
      await writeCheckpoint(saved, {
        ...trained,
        optimizer: { step: 1, slots: new Map() },
        state: { global_step: 1, optimizer_step: 1, seconds: 0, num_tokens: 0, data: { drawn: {}, carried: [] } },
      });
      const again = await ask(saved);
      checkTexts(trained, again);
      const savedDifference = largestDifference(await logitsOf(trained), again.logits);
      const change = largestDifference(again.logits, answer.logits);
      console.log(
        `      logits differ by ${difference}, and by ${savedDifference} after a step that changed them by ${change}`,
      );
      assert.ok(difference < 1e-4 && savedDifference < 1e-4 && change > 0.1);
    });
  }
});

/** Of the tokens, [tokens, vocabulary]. */
async function logitsOf({ config, weights }: Model): Promise<Float32Array> {
  const length = tokens.length;
  const input = (name: string) => ops.input(name, ["rows", "length"], "int32");
  const mask = packedMask(input("segments"), ops.input("columns", ["length"], "int32"));
  const nodes = weightInputs(config);
  const hidden = decoder(config, nodes, input("tokens"), input("positions"), selfAttention(config, mask));
  const program = await createOnnxExecutor({ threads: 1 }).compile({ logits: outputLayer(config, nodes, hidden) });
  const { batch } = packSequences([{ tokens: Int32Array.of(...tokens, 0), trainedFrom: 1 }], { rows: 1, length });
  const { logits } = await program.run({ ...Object.fromEntries(weights), ...feedsOf(batch, allPlaces(batch)) });
  await program.dispose();
  return logits!.data as Float32Array;
}

/** One step of SFT. */
async function train(model: Model): Promise<Model> {
  const trainer = await (await createOnnxEngine({ threads: 1 })).createTrainer(model.config, optimizer, model.weights);
  const sequence = { tokens: Int32Array.from(tokens), trainedFrom: 1 };
  await trainer.supervisedStep(packSequences([sequence], { rows: 1, length: tokens.length }).batch, {
    adamw: 0.001,
    muon: 0,
  });
  const weights = new Map(
    Array.from(trainer.weights(), ([name, { shape, data }]) => [name, { shape, data: data.slice() }]),
  );
  await trainer.dispose();
  return { ...model, weights };
}
