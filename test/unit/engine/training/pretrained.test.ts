import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { readCurriculum } from "../../../../src/core/curriculum/read.ts";
import { RunFolder } from "../../../../src/core/runs/folder.ts";
import { resolveRun } from "../../../../src/core/runs/resolve.ts";
import type { EvaluationSummary } from "../../../../src/core/runs/types.ts";
import { readAdapter } from "../../../../src/engine/checkpoint/adapter.ts";
import { readModel } from "../../../../src/engine/checkpoint/model.ts";
import { createOnnxEngine } from "../../../../src/engine/executors/onnx/engine.ts";
import type { JobContext, JobEvent } from "../../../../src/engine/training/context.ts";
import { evaluateRun } from "../../../../src/engine/training/evaluate.ts";
import { trainRun } from "../../../../src/engine/training/train.ts";
import { hubConfig, writeHubModel } from "../checkpoint/hub-folder.ts";
import { micro } from "./micro.ts";

const optimizer = { learningRate: 0.0005 };
const sft = { method: "sft", data: { biographies: 1, mem: 1 }, steps: 4, batchSize: 8, checkpointEvery: 2 } as const;
const targets = ["q_proj", "v_proj"] as const;
const rft = { method: "rft", data: { mem: 1 }, promptsPerStep: 2, groupSize: 2, maxNewTokens: 4 } as const;
const grpo = { method: "grpo", data: { mem: 1 }, promptsPerStep: 2, groupSize: 2, maxNewTokens: 4 } as const;

describe("training a pre-trained model", function () {
  this.timeout(60_000);
  let parent = "";
  let file = "";
  before(async () => {
    parent = await mkdtemp(join(tmpdir(), "pretrained-"));
    await writeHubModel(join(parent, "models", "hub"));
    file = await write("one", "models/hub");
  });
  after(() => rm(parent, { recursive: true, force: true }));

  const write = async (name: string, pretrained: string): Promise<string> => {
    const path = join(parent, name, "x.curriculum.json");
    const runs = {
      sft: { ...sft, optimizer, evaluateEvery: 0 },
      rl: { ...grpo, from: "sft", steps: 2, optimizer, kl: 0.1, evaluateEvery: 0 },
      "rl-at-once": { ...grpo, steps: 1, optimizer, evaluateEvery: 0 },
      lora: { ...sft, optimizer, evaluateEvery: 4, lora: { rank: 2 }, recomputeActivations: true },
      "lora-rl": { ...grpo, from: "lora", steps: 2, optimizer, kl: 0.1, evaluateEvery: 0, lora: { rank: 2, targets } },
      "lora-rft": { ...rft, from: "lora", steps: 1, optimizer, lora: { rank: 2 }, gradientAccumulation: 2 },
    };
    const evaluate = { questions: 2, samples: 1, maxNewTokens: 4 };
    await mkdir(join(parent, name), { recursive: true });
    await writeFile(path, JSON.stringify({ ...micro, model: { pretrained: `../${pretrained}` }, runs, evaluate }));
    return path;
  };
  const events: JobEvent[] = [];
  const context = (cancelled = new AbortController().signal): JobContext => ({
    emit: (event) => events.push(event),
    cancelled,
    createEngine: createOnnxEngine,
  });
  const train = async (curriculum: string, run: string, signal?: AbortSignal): Promise<RunFolder> =>
    new RunFolder((await trainRun({ kind: "train", curriculum, run, threads: 1 }, context(signal))).folder);
  const losses = async (folder: RunFolder): Promise<number[]> =>
    (await folder.readMetrics()).map((row) => row["loss"]!);

  it("trains all weights, and saves the model with the files that it came with", async () => {
    const folder = await train(file, "sft");
    const [first, ...rest] = await losses(folder);
    assert.ok(Math.abs(first! - Math.log(hubConfig.vocabularySize)) < 0.1 && rest.at(-1)! < first!);
    const saved = await readModel(folder.checkpointFolder(4));
    const original = await readModel(join(parent, "models", "hub"));
    for (const [name, { data }] of saved.weights) assert.notDeepEqual(data, original.weights.get(name)!.data, name);
    assert.equal(saved.files?.get("tokenizer.json"), original.files?.get("tokenizer.json"));
    const { model } = await folder.read();
    assert.deepEqual([model.pretrained, model.hiddenSize], ["../models/hub", 16]);
  });

  it("trains an adapter in its place, whose checkpoints are models too: for runs from it, RL, RFT and evaluations", async () => {
    const original = await readModel(join(parent, "models", "hub"));
    const folder = await train(file, "lora");
    const [first, ...rest] = await losses(folder);
    assert.ok(Math.abs(first! - Math.log(hubConfig.vocabularySize)) < 0.1 && rest.at(-1)! < first!);
    const saved = await readModel(folder.checkpointFolder(4));
    for (const [name, { data }] of saved.weights) {
      const isAdapted = /(self_attn|mlp)\.\w+\.weight$/.test(name);
      assert.equal(isDeepStrictEqual(data, original.weights.get(name)!.data), !isAdapted, name);
    }
    const adapter = join(folder.checkpointFolder(4), "adapter");
    const config = JSON.parse(await readFile(join(adapter, "adapter_config.json"), "utf8")) as Record<string, unknown>;
    assert.deepEqual([config["r"], config["base_model_name_or_path"]], [2, join(parent, "models", "hub")]);

    for (const run of ["lora-rl", "lora-rft"]) {
      const child = await train(file, run);
      assert.ok(
        (await readAdapter(join(child.checkpointFolder(run === "lora-rl" ? 2 : 1), "adapter"), hubConfig)) !==
          undefined,
      );
    }
    // B is zero at first: the policy is the reference, the model without its adapter.
    const [start] = await new RunFolder(resolveRun(await readCurriculum(file), "lora-rl").folder).readMetrics();
    assert.ok(Math.abs(start!["kl"] ?? 0) < 1e-6);
    const { folder: evaluated } = await evaluateRun(
      { kind: "evaluate", curriculum: file, run: "lora", threads: 1 },
      context(),
    );
    assert.ok((await readFile(join(evaluated, "summary.json"), "utf8")).includes("cells"));
  });

  it("goes on with an adapter where it was stopped, on the same curve", async () => {
    const other = await write("lora-two", "models/hub");
    const stop = new AbortController();
    const stopping: JobContext = {
      ...context(stop.signal),
      emit: ({ type }) => {
        if (type === "metric") stop.abort();
      },
    };
    await trainRun({ kind: "train", curriculum: other, run: "lora", threads: 1 }, stopping);
    assert.deepEqual(await losses(await train(other, "lora")), await losses(await train(file, "lora")));
  });

  it("goes on where it was stopped, on the same curve", async () => {
    const other = await write("two", "models/hub");
    const stop = new AbortController();
    const stopping: JobContext = {
      ...context(stop.signal),
      emit: ({ type }) => {
        if (type === "metric") stop.abort();
      },
    };
    await trainRun({ kind: "train", curriculum: other, run: "sft", threads: 1 }, stopping);
    const folder = await train(other, "sft");
    assert.deepEqual(await losses(folder), await losses(await train(file, "sft")));
  });

  it("is asked in its chat by GRPO, from the model itself as well, and evaluated", async () => {
    for (const run of ["rl", "rl-at-once"]) {
      const [rollout] = await (await train(file, run)).readRollouts(1);
      assert.match(
        rollout!.prompt,
        /^<\|im_start\|>system\nYou are Qwen\.<\|im_end\|>\n<\|im_start\|>user\n[^<]*Question: [^<]*<\|im_end\|>\n<\|im_start\|>assistant\n$/,
      );
    }
    const { folder } = await evaluateRun({ kind: "evaluate", curriculum: file, run: "rl", threads: 1 }, context());
    const summary = JSON.parse(await readFile(join(folder, "summary.json"), "utf8")) as EvaluationSummary;
    assert.ok(summary.cells.length > 0);
  });

  it("is the same run wherever the folder lies, and another one with other weights", async () => {
    const id = async (): Promise<string> => resolveRun(await readCurriculum(file), "sft").id;
    const before = await id();
    const moved = await write("one", "elsewhere");
    assert.equal(moved, file);
    await rename(join(parent, "models", "hub"), join(parent, "elsewhere"));
    assert.equal(await id(), before);
    const shard = join(parent, "elsewhere", "model-00001-of-00002.safetensors");
    const bytes = await readFile(shard);
    bytes[bytes.length - 9]! ^= 1;
    await writeFile(shard, bytes);
    assert.notEqual(await id(), before);
  });

  it("says where there is no such model, or not all of it", async () => {
    const lost = await write("lost", "nowhere");
    await assert.rejects(
      readCurriculum(lost),
      /model\.pretrained names \.\.\/nowhere, but there is no such folder with a config\.json/,
    );
    await mkdir(join(parent, "adapter"));
    await writeFile(join(parent, "adapter", "adapter_config.json"), "{}");
    await assert.rejects(
      readCurriculum(await write("adapted", "adapter")),
      /names \.\.\/adapter, which is an adapter without its model: name the folder of a whole one/,
    );
    const part = await writeHubModel(join(parent, "part"));
    await rm(join(part.folder, "tokenizer.json"));
    await assert.rejects(
      train(await write("three", "part"), "sft"),
      /^FieldError: model\.pretrained: .*tokenizer\.json: this file is missing\.$/,
    );
  });
});
