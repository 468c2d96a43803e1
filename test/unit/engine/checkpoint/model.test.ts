import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { UserError } from "../../../../src/core/errors.ts";
import { readCheckpoint, writeCheckpoint } from "../../../../src/engine/checkpoint/checkpoint.ts";
import { fromQwen2Config, toQwen2Config } from "../../../../src/engine/checkpoint/config.ts";
import { readModel } from "../../../../src/engine/checkpoint/model.ts";
import { readSafetensors } from "../../../../src/engine/checkpoint/safetensors.ts";
import { chatTemplate, hubConfig, writeHubModel, type HubModel } from "./hub-folder.ts";

const state = { global_step: 1, optimizer_step: 1, seconds: 1, num_tokens: 1, data: { drawn: {}, carried: [] } };

describe("pre-trained model", () => {
  let parent = "";
  let hub: HubModel;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), "hub-"));
    hub = await writeHubModel(join(parent, "hub"));
  });
  afterEach(() => rm(parent, { recursive: true }));

  const file = (name: string): string => join(hub.folder, name);
  const edit = async (name: string, change: (json: Record<string, unknown>) => object): Promise<void> =>
    writeFile(
      file(name),
      JSON.stringify(change(JSON.parse(await readFile(file(name), "utf8")) as Record<string, unknown>)),
    );
  const refused = (message: RegExp): Promise<void> =>
    assert.rejects(readModel(hub.folder), (error: unknown) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, message);
      assert.match(error.message, /^[^\n]+\.$/);
      return true;
    });

  it("is read from its shards, with its sizes and its tokenizer", async () => {
    const { config, weights, tokenizer } = await readModel(hub.folder);
    assert.deepEqual(config, hubConfig);
    assert.deepEqual(new Map([...weights].sort()), new Map([...hub.weights].sort()));
    assert.equal(tokenizer.decode(tokenizer.encode("Zoe\u0308 <|im_end|> 1")), "Zoë <|im_end|> 1");
  });

  it("is asked in a chat where its template ends a message with its end of text, or as is said", async () => {
    const instruct = await readModel(hub.folder);
    const asked =
      "<|im_start|>system\nYou are Qwen.<|im_end|>\n<|im_start|>user\nWho?<|im_end|>\n<|im_start|>assistant\n";
    assert.equal(instruct.tokenizer.chat?.("Who?"), asked);
    assert.equal(instruct.tokenizer.decode([instruct.tokenizer.endOfText]), "<|im_end|>");
    assert.equal((await readModel(hub.folder, false)).tokenizer.chat, undefined);

    await edit("tokenizer_config.json", (json) => ({ ...json, eos_token: "<|endoftext|>" }));
    const base = (await readModel(hub.folder)).tokenizer;
    assert.equal(base.chat, undefined);
    assert.equal(base.decode([base.endOfText]), "<|endoftext|>");
    const chat = (await readModel(hub.folder, true)).tokenizer;
    assert.equal(chat.decode([chat.endOfText]), "<|im_end|>");
  });

  it("takes its template from a file of its own, as transformers 5 writes it", async () => {
    await edit("tokenizer_config.json", (json) => ({ ...json, chat_template: undefined }));
    assert.equal((await readModel(hub.folder)).tokenizer.chat, undefined);
    await assert.rejects(
      readModel(hub.folder, true),
      /tokenizer_config\.json: there is no chat_template; set model\.chat to false/,
    );
    await writeFile(file("chat_template.jinja"), chatTemplate);
    assert.ok((await readModel(hub.folder)).tokenizer.chat);
  });

  it("is saved with all its files as they were but for the type of its floats, and read again", async () => {
    const model = await readModel(hub.folder);
    const folder = join(parent, "step-1");
    await writeCheckpoint(folder, { ...model, optimizer: { step: 1, slots: new Map() }, state });
    for (const name of ["tokenizer.json", "tokenizer_config.json", "generation_config.json"])
      assert.deepEqual(await readFile(join(folder, name)), await readFile(file(name)));
    const [before, after] = await Promise.all(
      [file("config.json"), join(folder, "config.json")].map(
        async (path) => JSON.parse(await readFile(path, "utf8")) as object,
      ),
    );
    assert.deepEqual(after, { ...before, torch_dtype: "float32" });
    assert.deepEqual((await readCheckpoint(folder)).weights, model.weights);
    assert.ok((await readModel(folder)).tokenizer.chat);
  });

  it("says of what is missing, cut short or does not fit which file it is", async () => {
    const shard = "model-00002-of-00002.safetensors";
    const content = await readFile(file(shard));
    await truncate(file(shard), content.length - 5);
    await refused(/model-00002-of-00002\.safetensors: this file is cut short, it has \d+ of \d+ bytes/);
    await rm(file(shard));
    await refused(/model-00002-of-00002\.safetensors: this file is missing/);
    await writeFile(file(shard), content.toString("latin1").replaceAll('"F32"', '"I32"'), "latin1");
    await refused(/the tensor model\.\S+ is of type I32, and only F32, F16, BF16 can be read/);
    await writeFile(file(shard), content);

    await edit("config.json", (json) => ({ ...json, intermediate_size: 26 }));
    await refused(/index\.json: model\.layers\.0\.mlp\.\w+_proj\.weight is \[.*\], and config\.json says \[.*26.*\]/);
    await edit("config.json", (json) => ({ ...json, intermediate_size: 24, vocab_size: 200 }));
    await refused(/tokenizer\.json: the tokenizer has \d+ tokens, and the model of config\.json 200/);
    await rm(file("tokenizer_config.json"));
    await refused(/tokenizer_config\.json: this file is missing/);
  });

  it("says which field of the configuration is missing or wrong", async () => {
    await edit("config.json", (json) => ({ ...json, hidden_size: undefined }));
    await refused(/config\.json: hidden_size is missing or wrong \(expected number, received undefined\)\.$/);
    await edit("config.json", (json) => ({ ...json, hidden_size: 16, rope_theta: undefined }));
    await refused(/config\.json: rope_theta is missing\.$/);
    await writeFile(file("config.json"), "[");
    await refused(/config\.json: this file is damaged or cut short\.$/);
  });

  it("says what lies in the place of weights that it can read", async () => {
    await rm(file("model.safetensors.index.json"));
    await refused(/index\.json: this file is missing, which says what lies in which shard\.$/);
    for (const shard of [1, 2]) await rm(file(`model-0000${shard}-of-00002.safetensors`));
    await refused(/model\.safetensors: this file is missing\.$/);
    await writeFile(file("pytorch_model.bin"), "");
    await refused(/and pytorch_model\.bin is not read: convert it with transformers' save_pretrained\.$/);
  });

  it("says of a chat template that it cannot use, unless none is to be used", async () => {
    const templates = [
      "{% for x in %}",
      "{{ raise_exception('no users') }}",
      "{{ raise_exception('x') if messages|length == 1 }}{{ messages[1].content }}<|im_end|>",
    ];
    for (const template of templates) {
      await edit("tokenizer_config.json", (json) => ({ ...json, chat_template: template }));
      await refused(/: the chat template cannot be used \(.+\); set model\.chat to false\.$/);
      assert.equal((await readModel(hub.folder, false)).tokenizer.chat, undefined);
    }
  });

  it("does not follow an index out of its folder", async () => {
    await edit("model.safetensors.index.json", () => ({ weight_map: { "model.norm.weight": "../x.safetensors" } }));
    await refused(/index\.json: this is no index of safetensors files/);
  });

  it("refuses tokenizers of another kind, and an end of text that there is not", async () => {
    await edit("tokenizer_config.json", (json) => ({ ...json, eos_token: "</s>" }));
    await refused(/tokenizer\.json: there is no token <\/s>/);
    await edit("tokenizer_config.json", (json) => ({ ...json, eos_token: undefined }));
    await refused(/tokenizer_config\.json: there is no eos_token/);
    await edit("tokenizer_config.json", (json) => ({ ...json, eos_token: "<|im_end|>" }));
    await edit("tokenizer.json", (json) => ({ ...json, decoder: { type: "Metaspace" } }));
    await refused(
      /tokenizer\.json: only byte-level BPE tokenizers can be used, and this one is BPE with Metaspace decoder/,
    );
  });

  const known = toQwen2Config(hubConfig, 0);
  const variants: readonly (readonly [change: object, message: RegExp])[] = [
    [{ model_type: "llama" }, /model_type is "llama", and only "qwen2"/],
    [{ rope_parameters: { rope_type: "yarn", rope_theta: 1, factor: 4 } }, /rotary embedding is scaled \("yarn"\)/],
    [{ rope_parameters: null, rope_scaling: { type: "linear", factor: 4 } }, /rotary embedding is scaled \("linear"\)/],
    [{ use_sliding_window: true, max_window_layers: 1 }, /sliding window/],
    [{ use_sliding_window: true, layer_types: ["full_attention", "sliding_attention"] }, /sliding window/],
    [{ hidden_act: "gelu" }, /hidden_act is "gelu"/],
    [{ quantization_config: { bits: 4 } }, /quantized/],
    [{ head_dim: 128 }, /head_dim is 128/],
    [{ num_attention_heads: 5 }, /hidden_size 16 goes into 5 heads.*with a remainder/],
  ];
  for (const [change, message] of variants)
    it(`refuses by name ${JSON.stringify(change)}`, () => {
      assert.throws(
        () => fromQwen2Config({ ...known, ...change }),
        (error) => error instanceof UserError && message.test(error.message),
      );
    });

  it("takes a window that no layer has", () => {
    assert.deepEqual(fromQwen2Config({ ...known, use_sliding_window: true, max_window_layers: 2 }), hubConfig);
    assert.deepEqual(fromQwen2Config({ ...known, use_sliding_window: false, max_window_layers: 0 }), hubConfig);
  });

  it("never fails otherwise on any configuration or header", async () => {
    const path = join(parent, "x");
    const entry = fc.record({
      dtype: fc.constantFrom("F32", "BF16", "F16", "I8"),
      shape: fc.array(fc.integer({ min: -1, max: 4 }), { maxLength: 3 }),
      data_offsets: fc.oneof(fc.tuple(fc.nat(40), fc.nat(40)), fc.anything()),
    });
    const json = fc.oneof(
      fc.json(),
      fc.dictionary(fc.string(), entry).map((header) => JSON.stringify(header)),
    );
    await fc.assert(
      fc.asyncProperty(json, fc.uint8Array({ maxLength: 40 }), async (text, rest) => {
        await writeFile(file("config.json"), text);
        await refused(/config\.json: /);
        const header = Buffer.from(text);
        const length = Buffer.alloc(8);
        length.writeBigUInt64LE(BigInt(header.length));
        await writeFile(path, Buffer.concat([length, header, rest]));
        const read = await readSafetensors(path).catch((error: unknown) => error);
        assert.ok(read instanceof Map || read instanceof UserError, String(read));
      }),
      { numRuns: 200 },
    );
  });
});
