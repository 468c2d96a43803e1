import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCurriculum } from "../../../../src/core/curriculum/read.ts";
import { RunFolder } from "../../../../src/core/runs/folder.ts";
import { resolveRun } from "../../../../src/core/runs/resolve.ts";
import type { EvaluationSummary } from "../../../../src/core/runs/types.ts";
import { readModel } from "../../../../src/engine/checkpoint/model.ts";
import { createOnnxEngine } from "../../../../src/engine/executors/onnx/engine.ts";
import type { JobContext, JobEvent } from "../../../../src/engine/training/context.ts";
import { evaluateRun } from "../../../../src/engine/training/evaluate.ts";
import { trainRun } from "../../../../src/engine/training/train.ts";
import { hubConfig, writeHubModel } from "../checkpoint/hub-folder.ts";
import { micro } from "./micro.ts";

const optimizer = { learningRate: 0.0005 };
const sft = { method: "sft", data: { biographies: 1, mem: 1 }, steps: 4, batchSize: 8, checkpointEvery: 2 } as const;
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
    const part = await writeHubModel(join(parent, "part"));
    await rm(join(part.folder, "tokenizer.json"));
    await assert.rejects(
      train(await write("three", "part"), "sft"),
      /^FieldError: model\.pretrained: .*tokenizer\.json: this file is missing\.$/,
    );
  });
});
