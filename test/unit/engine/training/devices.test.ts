import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tensorflowFolder } from "../../../../src/core/devices/folders.ts";
import type { Device } from "../../../../src/core/devices/device.ts";
import { RunFolder } from "../../../../src/core/runs/folder.ts";
import { createEngineOn } from "../../../../src/engine/devices/choose.ts";
import { createTensorflowExecutor } from "../../../../src/engine/devices/tensorflow.ts";
import { trainRun } from "../../../../src/engine/training/train.ts";
import { micro } from "./micro.ts";

const resolve = createRequire(import.meta.url).resolve;

/** What `install tensorflow` leaves in a folder, with plain TensorFlow.js under the name of the package for Node.js. */
async function installPlain(folder: string): Promise<void> {
  const name = join(folder, "node_modules", "@tensorflow", "tfjs-node");
  await mkdir(name, { recursive: true });
  await writeFile(join(folder, "package.json"), "{}");
  await writeFile(join(name, "package.json"), JSON.stringify({ main: "index.cjs" }));
  const paths = ["@tensorflow/tfjs-backend-cpu", "@tensorflow/tfjs-core"].map((one) => JSON.stringify(resolve(one)));
  await writeFile(join(name, "index.cjs"), `require(${paths[0]!}); module.exports = require(${paths[1]!});`);
}

describe("training on a device", function () {
  this.timeout(120_000);
  const cache = process.env["XDG_CACHE_HOME"];
  let folder: string;
  let file: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "device-"));
    process.env["XDG_CACHE_HOME"] = join(folder, "cache");
    process.env["LOCALAPPDATA"] ??= join(folder, "cache");
    const run = { data: { mem: 1 }, optimizer: { learningRate: 0.01 }, evaluateEvery: 0, checkpointEvery: 1 } as const;
    file = join(folder, "micro.curriculum.json");
    const curriculum = {
      ...micro,
      model: {
        hiddenSize: 16,
        intermediateSize: 32,
        numHiddenLayers: 1,
        numAttentionHeads: 2,
        numKeyValueHeads: 1,
        vocabularySize: 300,
      },
      runs: {
        cpu: { method: "sft", ...run, steps: 2, batchSize: 4 },
        tensorflow: { method: "sft", ...run, steps: 2, batchSize: 4 },
        rl: { method: "grpo", ...run, from: "tensorflow", steps: 1, promptsPerStep: 2, groupSize: 2, maxNewTokens: 4 },
        half: { method: "sft", ...run, steps: 2, batchSize: 4, precision: "fp16" },
      },
    };
    await writeFile(file, JSON.stringify(curriculum));
  });
  after(async () => {
    if (cache === undefined) Reflect.deleteProperty(process.env, "XDG_CACHE_HOME");
    else process.env["XDG_CACHE_HOME"] = cache;
    await rm(folder, { recursive: true });
  });

  const train = async (run: string, device: Device): Promise<RunFolder> => {
    const context = { emit: () => undefined, cancelled: new AbortController().signal, createEngine: createEngineOn };
    return new RunFolder(
      ((await trainRun({ kind: "train", curriculum: file, run, threads: 1, device }, context)) as { folder: string })
        .folder,
    );
  };

  it("says how TensorFlow.js is installed where it is not, and what keeps it from loading", async () => {
    assert.throws(
      () => createTensorflowExecutor(),
      /^UserError: TensorFlow\.js is not installed: `reasoning-curriculum install tensorflow` .*\.$/,
    );
    const broken = join(folder, "broken");
    await installPlain(broken);
    await writeFile(
      join(broken, "node_modules/@tensorflow/tfjs-node/index.cjs"),
      `throw new Error("libtensorflow.so.2: cannot open");`,
    );
    assert.throws(
      () => createTensorflowExecutor(broken),
      /tfjs-node in .* does not load \(libtensorflow\.so\.2: cannot open\): .*\.$/,
    );
  });

  it("trains by TensorFlow.js as on the processor, SFT and GRPO, and says so in run.json", async () => {
    await installPlain(tensorflowFolder(process.env, process.platform, ""));
    const [cpu, tensorflow] = [await train("cpu", "cpu"), await train("tensorflow", "tensorflow")];
    const losses = async (of: RunFolder): Promise<number[]> => (await of.readMetrics()).map(({ loss }) => loss!);
    const expected = await losses(cpu);
    (await losses(tensorflow)).forEach((loss, i) => {
      assert.ok(Math.abs(loss - expected[i]!) < 1e-4, `${loss} ${expected[i]!}`);
    });
    const { engine } = await tensorflow.read();
    assert.deepEqual([engine.name, engine.device], ["tensorflow.js 4.22.0", "tensorflow: cpu"]);
    // It starts from the checkpoint of the run before, which came down from the device.
    const rl = await train("rl", "tensorflow");
    assert.equal((await rl.readMetrics()).length, 1);
    assert.equal((await rl.read()).state, "finished");
  });

  it("refuses a precision that the device does not have", async () => {
    await assert.rejects(
      train("half", "cpu"),
      /^FieldError: runs\.half\.precision: cpu has no fp16 of its own, only fp32; .*\.$/,
    );
  });
});
