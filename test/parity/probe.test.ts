import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSafetensors } from "../../src/engine/checkpoint/safetensors.ts";
import { createOnnxEngine } from "../../src/engine/executors/onnx/engine.ts";
import { silenceHead } from "../../src/engine/model/silence-head.ts";
import type { Weights } from "../../src/engine/model/types.ts";
import { trainTokenizer } from "../../src/engine/tokenizer/tokenizer.ts";
import { matrices } from "../unit/core/analysis/matrices.ts";
import kept from "../unit/core/analysis/principal-components.reference.json" with { type: "json" };
import { packRows, shakenWeights, tinyModel } from "../unit/engine/model/tiny.ts";
import { largestDifference } from "./difference.ts";
import { findPython, runScript } from "./python.ts";
import { writeModel } from "./transformers.ts";

const answers = [
  { prompt: [5, 7, 1, 9, 9], answer: [4, 2, 11, 3] },
  { prompt: [2], answer: [8] },
  { prompt: [9, 9, 4, 6, 10, 8, 1], answer: [1, 6] },
];
const heads = [0, 1].flatMap((layer) => [0, 1, 2, 3].map((head) => [layer, head] as const));

describe("a probe beside NumPy and transformers", function () {
  this.timeout(20 * 60_000);
  const weights = shakenWeights(tinyModel);
  let folder = "";
  let reference: { readonly components: typeof kept; readonly entropies: readonly (readonly number[])[] };
  let tensors: Weights;

  before(async function () {
    const python = findPython(this, "torch", "transformers", "safetensors", "numpy");
    folder = await mkdtemp(join(tmpdir(), "parity-"));
    const [checkpoint, request, output] = ["checkpoint", "request.json", "answer"].map((name) => join(folder, name));
    const tokenizer = { ...trainTokenizer([], { vocabularySize: 256, whole: [] }), endOfText: 0 };
    await writeModel(checkpoint!, { config: tinyModel, tokenizer, weights });
    const rows = matrices().map((matrix) => matrix.map((row) => [...row]));
    await writeFile(request!, JSON.stringify({ matrices: rows, answers, heads }));
    await mkdir(output!);
    runScript(python, "probe.py", checkpoint!, request!, output!);
    reference = JSON.parse(await readFile(join(output!, "answer.json"), "utf8")) as typeof reference;
    tensors = await readSafetensors(join(output!, "tensors.safetensors"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("finds the components that the unit tests keep", async () => {
    const flat = (all: typeof kept): Float32Array =>
      Float32Array.from(all.flatMap((one) => [one.singularValues, one.explained, ...one.directions].flat()));
    if (process.env["KEEP"] === undefined) assert.ok(largestDifference(flat(reference.components), flat(kept)) < 1e-6);
    else {
      const file = new URL("../unit/core/analysis/principal-components.reference.json", import.meta.url);
      await writeFile(file, `${JSON.stringify(reference.components)}\n`);
    }
  });

  it("sees the same residual stream in every layer, and the same entropies", async () => {
    const inspector = await (await createOnnxEngine({ threads: 1 })).createInspector(tinyModel);
    const written = answers.map(({ prompt, answer }) => ({
      prompt: Int32Array.from(prompt),
      answer: Int32Array.from(answer),
    }));
    const inspections = await inspector.inspect(weights, written);
    await inspector.dispose();
    inspections.forEach(({ prompt, answer, entropies }, i) => {
      const states = Float32Array.of(...prompt, ...answer);
      assert.ok(largestDifference(states, tensors.get(`states.${i}`)!.data) < 5e-5);
      assert.ok(largestDifference(entropies, Float32Array.from(reference.entropies[i]!)) < 5e-5);
    });
  });

  it("predicts without a head what it does when the head's output is set to 0", async () => {
    const decoder = await (await createOnnxEngine({ threads: 1 })).createDecoder(tinyModel);
    const whole = [...answers[0]!.prompt, ...answers[0]!.answer];
    const batch = packRows([[whole]], whole.length);
    const vocabulary = tinyModel.vocabularySize;
    const changes = [];
    const untouched = await decoder.logProbabilities(weights, batch);
    for (const [layer, head] of heads) {
      const own = await decoder.logProbabilities(silenceHead(tinyModel, weights, layer, head), batch);
      const expected = tensors.get(`silenced.${layer}.${head}`)!.data;
      const ofTargets = Float32Array.from(whole.slice(1), (token, at) => expected[at * vocabulary + token]!);
      assert.ok(largestDifference(own.subarray(0, ofTargets.length), ofTargets) < 5e-5, `head ${layer}.${head}`);
      changes.push(largestDifference(own, untouched));
    }
    assert.ok(Math.min(...changes) > 1e-3, "a head is idle: nothing was tested");
    await decoder.dispose();
  });
});
