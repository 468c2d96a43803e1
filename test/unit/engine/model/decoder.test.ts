import assert from "node:assert/strict";
import { createRandom } from "../../../../src/core/random.ts";
import { createOnnxEngine } from "../../../../src/engine/executors/onnx/engine.ts";
import { initialWeights } from "../../../../src/engine/model/parameters.ts";
import type { Completion, Decoder, GenerateOptions, Weights } from "../../../../src/engine/model/types.ts";
import { packRows, tinyModel } from "./tiny.ts";

function uniformStream(seed: number): () => number {
  const random = createRandom(seed);
  return () => random.float();
}

const options = (overrides: Partial<GenerateOptions>): GenerateOptions => ({
  samplesPerPrompt: 1,
  maxNewTokens: 20,
  temperature: 0,
  stopToken: 3,
  random: uniformStream(5),
  ...overrides,
});

const prompts = [[5, 7, 1], [2], [9, 9, 4, 6, 10, 8, 1]].map((tokens) => Int32Array.from(tokens));

describe("decoder", function () {
  this.timeout(60_000);
  let decoder: Decoder;
  let weights: Weights;
  before(async () => {
    const engine = await createOnnxEngine({ threads: 1 });
    decoder = await engine.createDecoder(tinyModel);
    weights = scaled(initialWeights(tinyModel, 3), 12);
  });
  after(() => decoder.dispose());

  /** The same numbers from one pass over the whole sequence. */
  async function assertRecomputed(generated: readonly (readonly Completion[])[]): Promise<void> {
    for (const [p, samples] of generated.entries()) {
      for (const { tokens, logProbabilities } of samples) {
        const whole = [...prompts[p]!, ...tokens];
        const scored = await decoder.logProbabilities(weights, packRows([[whole]], whole.length));
        const expected = scored.subarray(prompts[p]!.length - 1, whole.length - 1);
        assert.equal(logProbabilities.length, tokens.length);
        logProbabilities.forEach((value, i) => {
          assert.ok(Math.abs(value - expected[i]!) < 1e-4, `${p}, ${i}: ${value} ${expected[i]!}`);
        });
      }
    }
  }

  it("gives greedy completions the log-probabilities of a full recomputation", async () => {
    const generated = await decoder.generate(weights, prompts, options({ maxNewTokens: 40 }));
    await assertRecomputed(generated);
    const [first] = generated[0]!;
    const whole = [...prompts[0]!, ...first!.tokens.subarray(0, 5)];
    for (let token = 0; token < tinyModel.vocabularySize; token++) {
      const other = await decoder.logProbabilities(weights, packRows([[[...whole, token]]], whole.length + 1));
      assert.ok(other[whole.length - 1]! <= first!.logProbabilities[5]! + 1e-4);
    }
  });

  it("keeps samples apart while finished ones are dropped and caches grow", async () => {
    const generated = await decoder.generate(
      weights,
      prompts,
      options({ samplesPerPrompt: 9, maxNewTokens: 40, temperature: 1 }),
    );
    const lengths = new Set(generated.flat().map(({ tokens }) => tokens.length));
    assert.ok(lengths.size > 5, "the samples should end at different times");
    for (const { tokens } of generated.flat()) {
      assert.ok(tokens.at(-1) === 3 || tokens.length === 40);
      assert.ok(!tokens.subarray(0, -1).includes(3));
    }
    await assertRecomputed(generated);
  });

  it("draws the same from the same stream, and reports progress to the end", async () => {
    const seen: number[] = [];
    const sample = (): Promise<Completion[][]> =>
      decoder.generate(
        weights,
        prompts,
        options({
          samplesPerPrompt: 4,
          temperature: 0.7,
          random: uniformStream(11),
          onProgress: (done, total) => seen.push(done / total),
        }),
      );
    assert.deepEqual(await sample(), await sample());
    assert.equal(seen.length, 24);
    assert.equal(seen[11], 1);
  });

  it("samples in proportion to the tempered distribution", async () => {
    const [prompt] = prompts;
    const temperature = 1.7;
    const exact = await Promise.all(
      Array.from({ length: tinyModel.vocabularySize }, async (_, token) => {
        const scored = await decoder.logProbabilities(weights, packRows([[[...prompt!, token]]], prompt!.length + 1));
        return Math.exp(scored[prompt!.length - 1]! / temperature);
      }),
    );
    const mass = exact.reduce((a, b) => a + b, 0);
    const n = 4000;
    const generated = await decoder.generate(
      weights,
      [prompt!],
      options({ samplesPerPrompt: n, maxNewTokens: 1, temperature }),
    );
    const counts = new Array<number>(tinyModel.vocabularySize).fill(0);
    for (const { tokens, logProbabilities } of generated[0]!) {
      counts[tokens[0]!]! += 1;
      assert.ok(Math.abs(Math.exp(logProbabilities[0]!) - exact[tokens[0]!]! / mass) < 1e-4);
    }
    const chiSquare = exact.reduce((sum, p, token) => {
      const expected = (n * p) / mass;
      return sum + (counts[token]! - expected) ** 2 / expected;
    }, 0);
    assert.ok(chiSquare < 45, `chi-square ${chiSquare} with ${tinyModel.vocabularySize - 1} degrees of freedom`);
  });

  it("stops when it is told to", async () => {
    const controller = new AbortController();
    const generating = decoder.generate(weights, prompts, options({ signal: controller.signal, stopToken: -1 }));
    controller.abort(new Error("stopped"));
    await assert.rejects(generating, /stopped/);
  });
});

/** Larger matrices, for distributions that are far from uniform. */
function scaled(weights: Weights, factor: number): Weights {
  return new Map(
    [...weights].map(([name, { shape, data }]) => [
      name,
      { shape, data: shape.length === 2 ? data.map((value) => value * factor) : data },
    ]),
  );
}
