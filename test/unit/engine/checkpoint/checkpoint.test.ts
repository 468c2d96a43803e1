import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, readdir, rename, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { UserError } from "../../../../src/core/errors.ts";
import {
  pruneCheckpoints,
  readCheckpoint,
  writeCheckpoint,
  type Checkpoint,
} from "../../../../src/engine/checkpoint/checkpoint.ts";
import { fromQwen2Config, toQwen2Config } from "../../../../src/engine/checkpoint/config.ts";
import { filesOf, readModel } from "../../../../src/engine/checkpoint/model.ts";
import { readSafetensors, writeSafetensors } from "../../../../src/engine/checkpoint/safetensors.ts";
import { readWeights, writeWeights } from "../../../../src/engine/checkpoint/weights.ts";
import { initialAdapter } from "../../../../src/engine/model/lora.ts";
import { initialWeights, parameterShapes } from "../../../../src/engine/model/parameters.ts";
import { trainTokenizer } from "../../../../src/engine/tokenizer/tokenizer.ts";

const tokenizer = trainTokenizer(["Anna Smith is the boss of Bo Lee."], { vocabularySize: 256, whole: ["Bo Lee"] });
const config = {
  hiddenSize: 8,
  intermediateSize: 16,
  numHiddenLayers: 1,
  numAttentionHeads: 2,
  numKeyValueHeads: 1,
  tieWordEmbeddings: false,
  ropeTheta: 10000,
  rmsNormEps: 1e-6,
  vocabularySize: tokenizer.vocabularySize,
};
const weights = initialWeights(config, 0);
const checkpoint: Checkpoint = {
  config,
  tokenizer,
  weights,
  optimizer: {
    step: 9,
    slots: new Map([["model.norm.weight.m", { shape: [8], data: new Float32Array(8).fill(0.5) }]]),
  },
  state: {
    global_step: 7,
    optimizer_step: 9,
    seconds: 1.5,
    num_tokens: 100,
    data: { drawn: { mem: 3 }, carried: [{ kind: "mem", index: 2 }] },
  },
};

describe("checkpoint", () => {
  let parent = "";
  beforeEach(async () => (parent = await mkdtemp(join(tmpdir(), "checkpoints-"))));
  afterEach(() => rm(parent, { recursive: true }));

  it("reads what it wrote, and leaves nothing else behind", async () => {
    const folder = join(parent, "step-7");
    await writeCheckpoint(folder, checkpoint);
    const { optimizer, state } = checkpoint;
    assert.deepEqual(await readCheckpoint(folder), { weights, optimizer, state });
    const { tokenizer: read, files, ...model } = await readModel(folder);
    assert.deepEqual(model, { config, weights, folder });
    assert.deepEqual(read.toJSON(), tokenizer.toJSON());
    assert.deepEqual(files, filesOf(checkpoint));
    assert.deepEqual(await readdir(parent), ["step-7"]);
  });

  it("has the layout of a Hugging Face Qwen2 checkpoint", async () => {
    await writeCheckpoint(join(parent, "step-7"), checkpoint);
    const read = async (name: string): Promise<Record<string, unknown>> =>
      JSON.parse(await readFile(join(parent, "step-7", name), "utf8")) as Record<string, unknown>;
    const json = await read("config.json");
    assert.deepEqual(json["architectures"], ["Qwen2ForCausalLM"]);
    assert.equal(json["model_type"], "qwen2");
    assert.equal(json["torch_dtype"], "float32");
    assert.equal(json["tie_word_embeddings"], false);
    assert.equal(json["rope_theta"], config.ropeTheta);
    assert.deepEqual(json["rope_parameters"], { rope_type: "default", rope_theta: config.ropeTheta });
    assert.equal(json["eos_token_id"], tokenizer.endOfText);
    assert.equal((await read("generation_config.json"))["eos_token_id"], tokenizer.endOfText);
    assert.equal((await read("tokenizer_config.json"))["eos_token"], "<|endoftext|>");
  });

  it("reads the base of the rotary angles where transformers 4 and 5 write it, and no other kind of angles", () => {
    const { rope_parameters: rope, ...four } = toQwen2Config(config, 0);
    const five = { ...toQwen2Config(config, 0), rope_theta: undefined };
    assert.deepEqual(fromQwen2Config(four), config);
    assert.deepEqual(fromQwen2Config(five), config);
    assert.throws(() => fromQwen2Config({ ...four, rope_scaling: { type: "yarn", factor: 4 } }));
    assert.throws(() => fromQwen2Config({ ...four, rope_parameters: { ...rope, rope_type: "yarn" } }));
    assert.throws(() => fromQwen2Config({ ...five, rope_parameters: undefined }));
  });

  it("has an adapter beside the weights that it is in already, and goes on from it without them", async () => {
    const adapter = initialAdapter(config, { rank: 2, alpha: 3, targets: ["q_proj", "down_proj"] }, 1);
    const folder = join(parent, "step-7");
    await writeCheckpoint(folder, { ...checkpoint, adapter, folder: "/models/base" });
    const { optimizer, state } = checkpoint;
    assert.deepEqual(await readCheckpoint(folder), { adapter, optimizer, state });
    assert.deepEqual((await readModel(folder)).weights, weights);
    const inside = join(folder, "adapter", "adapter_model.safetensors");
    assert.deepEqual([...(await readSafetensors(inside)).keys()].slice(0, 2), [
      "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight",
      "base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight",
    ]);
    const json = JSON.parse(await readFile(join(folder, "adapter", "adapter_config.json"), "utf8")) as object;
    const { base_model_name_or_path: base, r, lora_alpha: alpha } = json as Record<string, unknown>;
    assert.deepEqual({ base, r, alpha }, { base: "/models/base", r: 2, alpha: 3 });

    await writeSafetensors(`${inside}.other`, new Map([...adapter.weights].slice(1)));
    await rename(`${inside}.other`, inside);
    await assert.rejects(
      readCheckpoint(folder),
      /adapter_model\.safetensors: there is no base_model\.\S+lora_A\.weight of shape \[2, 8\]/,
    );
    await truncate(inside, 60);
    await assert.rejects(readCheckpoint(folder), /adapter_model\.safetensors: this file is cut short/);
  });

  it("is written in as many files as its weights need, with an index", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 12_000 }), async (shardBytes) => {
        const folder = join(parent, "shards");
        await rm(folder, { recursive: true, force: true });
        await mkdir(folder);
        await writeWeights(folder, weights, shardBytes);
        const files = await readdir(folder);
        const isOne = shardBytes >= [...weights.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
        assert.equal(files.includes("model.safetensors"), isOne);
        assert.equal(files.includes("model.safetensors.index.json"), !isOne);
        for (const file of files.filter((name) => /^model-\d{5}-of-\d{5}\.safetensors$/.test(name))) {
          const part = [...(await readSafetensors(join(folder, file))).values()];
          assert.ok(part.length === 1 || part.reduce((sum, { data }) => sum + data.byteLength, 0) <= shardBytes);
        }
        assert.deepEqual(await readWeights(folder, parameterShapes(config)), weights);
      }),
      { numRuns: 20 },
    );
  });

  it("names the file that is cut short", async () => {
    const folder = join(parent, "step-7");
    for (const name of ["model.safetensors", "optimizer.safetensors", "tokenizer.json", "trainer_state.json"]) {
      await writeCheckpoint(folder, checkpoint);
      await truncate(join(folder, name), 60);
      const named = (error: unknown): boolean =>
        error instanceof UserError && error.message.includes(name) && error.message.includes("cut short");
      await assert.rejects(readCheckpoint(folder), named);
    }
  });

  it("refuses weights of other sizes than the configuration's", async () => {
    const folder = join(parent, "step-7");
    const config = { ...checkpoint.config, numHiddenLayers: checkpoint.config.numHiddenLayers + 1 };
    await writeCheckpoint(folder, { ...checkpoint, config });
    await assert.rejects(
      readModel(folder),
      /model\.safetensors: there is no model\.layers\.1\.input_layernorm\.weight, and config\.json says \[8\]/,
    );
  });

  it("keeps the last two, and clears away what was cut off while being written", async () => {
    for (const name of ["step-5", "step-10", "step-15", ".step-20.123.tmp"]) await mkdir(join(parent, name));
    await pruneCheckpoints(parent, [5, 10, 15]);
    assert.deepEqual((await readdir(parent)).sort(), ["step-10", "step-15"]);
  });
});
