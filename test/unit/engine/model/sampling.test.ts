import assert from "node:assert/strict";
import fc from "fast-check";
import { likelyTokens, sampleAmong } from "../../../../src/engine/model/sampling.ts";

/** Probabilities of a row, between other rows. */
const rows = fc
  .array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 40 })
  .filter((weights) => weights.some((weight) => weight > 0))
  .map((weights) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const row = weights.map((weight) => weight / total);
    return { row: row.map(Math.fround), all: Float32Array.of(0.5, ...row, 0.9), start: 1, size: row.length };
  });

/** Sorts everything, as the definition has it. */
function byDefinition(row: readonly number[], topK: number, topP: number): number[] {
  const order = row.map((_, token) => token).filter((token) => row[token]! > 0);
  order.sort((a, b) => row[b]! - row[a]! || a - b);
  const counted = topK > 0 ? order.slice(0, topK) : order;
  const total = topK > 0 && topK < row.length ? counted.reduce((sum, token) => sum + row[token]!, 0) : 1;
  const kept: number[] = [];
  let cumulative = 0;
  for (const token of counted) {
    if (cumulative >= topP * total) break;
    cumulative += row[token]!;
    kept.push(token);
  }
  return kept;
}

describe("likelyTokens", () => {
  it("keeps the top k, and of these the smallest set with the top p", () => {
    const p = fc.constantFrom(0.05, 0.3, 0.5, 0.9, 0.999);
    fc.assert(
      fc.property(rows, fc.nat({ max: 45 }), p, ({ row, all, start, size }, topK, topP) => {
        assert.deepEqual(likelyTokens(all, start, size, { topK, topP }), byDefinition(row, topK, topP));
      }),
    );
  });

  it("keeps every possible token where nothing is cut off", () => {
    const all = Float32Array.of(0.2, 0, 0.5, 0.3);
    assert.deepEqual(likelyTokens(all, 0, 4, { topK: 0, topP: 1 }), [2, 3, 0]);
  });
});

describe("sampleAmong", () => {
  it("draws each token in proportion to its probability among those kept", () => {
    const probabilities = Float32Array.of(0.1, 0.2, 0.3, 0.4);
    const draws = Array.from({ length: 600 }, (_, i) => sampleAmong([3, 1], probabilities, 0, (i + 0.5) / 600));
    assert.equal(draws.filter((token) => token === 3).length, 400);
    assert.equal(draws.filter((token) => token === 1).length, 200);
  });
});
