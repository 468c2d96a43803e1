import assert from "node:assert/strict";
import fc from "fast-check";
import type { Executor, Tensors } from "../../../../src/engine/executors/executor.ts";
import * as ops from "../../../../src/engine/graph/ops.ts";
import { greedyToken, sampleToken } from "../../../../src/engine/model/sampling.ts";
import { tokenChoice, type Choice, type Draws } from "../../../../src/engine/model/token-choice.ts";
import { Workspace } from "../../../../src/engine/model/caches.ts";

/** Rows of probabilities, [rows, size], as a softmax in float32 leaves them: some 0, their sum not quite 1. */
interface Distributions {
  readonly size: number;
  readonly rows: readonly Float32Array[];
}

/** Flat ones, peaked ones, and those of a few tokens at either end. */
const logits = (size: number): fc.Arbitrary<number[]> =>
  fc.oneof(
    ...[0, 1, 10, 300].map((spread) =>
      fc.array(fc.double({ min: -spread, max: spread, noNaN: true }), { minLength: size, maxLength: size }),
    ),
    fc
      .array(fc.nat({ max: size - 1 }), { minLength: 1, maxLength: 3 })
      .map((few) => Array.from({ length: size }, (_, token) => (few.includes(token) ? 0 : -1000))),
  );

function softmax(values: readonly number[]): Float32Array {
  const peak = Math.max(...values);
  const powers = Float32Array.from(values, (value) => Math.exp(value - peak));
  const total = powers.reduce((sum, power) => Math.fround(sum + power), 0);
  return powers.map((power) => power / total);
}

const distributions: fc.Arbitrary<Distributions> = fc
  .oneof(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 2, max: 700 }), fc.constantFrom(25, 26, 676, 700))
  .chain((size) =>
    fc
      .array(logits(size), { minLength: 1, maxLength: 3 })
      .map((rows) => ({ size, rows: rows.map((row) => softmax(row)) })),
  );

const uniform = fc.oneof(
  fc.constantFrom(0, 2 ** -149, 1e-30, 1e-9, 0.5, 1 - 2 ** -24, 1 - 2 ** -53),
  fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
);

const drawsOf = ({ rows }: Distributions): fc.Arbitrary<Draws> =>
  fc
    .array(fc.record({ row: fc.nat({ max: rows.length - 1 }), u: uniform }), { minLength: 1, maxLength: 8 })
    .map((draws) => ({
      rows: Int32Array.from(draws, ({ row }) => row),
      uniforms: Float64Array.from(draws, ({ u }) => u),
    }));

const cases = distributions.chain((given) => drawsOf(given).map((draws) => ({ ...given, draws })));

async function chosenInGraph(
  executor: Executor,
  temperature: number,
  { size, rows }: Distributions,
  draws: Draws,
): Promise<Choice[]> {
  const choice = tokenChoice({ temperature }, true, new Workspace());
  const program = await executor.compile(choice.outputs(ops.input("probabilities", ["prompts", "samples", size])));
  const data = Float32Array.from(rows.flatMap((row) => [...row]));
  const probabilities = { shape: [1, rows.length, size], data };
  const outputs: Tensors = await program.run({ probabilities, ...choice.feeds(draws) });
  await program.dispose();
  return choice.choices(outputs, draws);
}

/** Whether a token's part of the cumulative distribution begins or ends within rounding of `u`. */
function isAtBoundary(row: Float32Array, token: number, u: number): boolean {
  const before = row.subarray(0, token).reduce((sum, p) => sum + p, 0);
  return [before, before + row[token]!].some((boundary) => Math.abs(boundary - u) < 1e-6);
}

function assertLogProbability({ token, logProbability }: Choice, row: Float32Array): void {
  assert.ok(token >= 0 && token < row.length && row[token]! > 0, `token ${token} of ${row.length}`);
  const expected = Math.log(row[token]!);
  assert.ok(Math.abs(logProbability - expected) <= 1e-5 * Math.max(1, -expected), `${logProbability}, ${expected}`);
}

/** Against sampleToken. */
export async function checkSampledChoice(executor: Executor, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(cases, async ({ draws, ...given }) => {
      const choices = await chosenInGraph(executor, 1, given, draws);
      assert.equal(choices.length, draws.rows.length);
      choices.forEach((choice, i) => {
        const [row, u] = [given.rows[draws.rows[i]!]!, draws.uniforms[i]!];
        assertLogProbability(choice, row);
        const expected = sampleToken(row, 0, given.size, u);
        if (choice.token !== expected)
          assert.ok(isAtBoundary(row, choice.token, u), `token ${choice.token}, not ${expected}, at ${u}`);
      });
    }),
    { numRuns, seed: 1 },
  );
}

/** Against greedyToken. */
export async function checkGreedyChoice(executor: Executor, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(cases, async ({ draws, ...given }) => {
      const choices = await chosenInGraph(executor, 0, given, draws);
      choices.forEach((choice, i) => {
        const row = given.rows[draws.rows[i]!]!;
        assertLogProbability(choice, row);
        assert.equal(choice.token, greedyToken(row, 0, given.size));
      });
    }),
    { numRuns, seed: 1 },
  );
}
