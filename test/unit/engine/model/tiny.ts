import { createRandom } from "../../../../src/core/random.ts";
import { initialWeights } from "../../../../src/engine/model/parameters.ts";
import type { ModelConfig, PackedBatch, Weights } from "../../../../src/engine/model/types.ts";

/** Grouped-query attention and an output layer of its own. */
export const tinyModel: ModelConfig = {
  hiddenSize: 16,
  intermediateSize: 24,
  numHiddenLayers: 2,
  numAttentionHeads: 4,
  numKeyValueHeads: 2,
  tieWordEmbeddings: false,
  ropeTheta: 10000,
  rmsNormEps: 1e-6,
  vocabularySize: 12,
};

/** Weights at which every part of a model matters: new ones have biases of 0, norms of 1 and hardly any attention. */
export function shakenWeights(config: ModelConfig): Weights {
  const random = createRandom(1, "shaken");
  return new Map(
    Array.from(initialWeights(config, 0), ([name, { shape, data }]) => [
      name,
      { shape, data: data.map((value) => (shape.length > 1 ? 8 * value : value) + 0.4 * (random.float() - 0.5)) },
    ]),
  );
}

/** Rows of sequences, one segment each; every target inside a sequence has weight 1. */
export function packRows(rows: readonly (readonly (readonly number[])[])[], length: number): PackedBatch {
  const ints = (): Int32Array => new Int32Array(rows.length * length);
  const batch = {
    rows: rows.length,
    length,
    tokens: ints(),
    segments: ints().fill(-1),
    prefixes: ints().fill(-1),
    positions: ints(),
    targets: ints(),
    weights: new Float32Array(rows.length * length),
  };
  rows.forEach((sequences, row) => {
    let at = row * length;
    sequences.forEach((sequence, segment) => {
      sequence.forEach((token, position) => {
        batch.tokens[at] = token;
        batch.segments[at] = segment;
        batch.prefixes[at] = segment;
        batch.positions[at] = position;
        batch.targets[at] = sequence[position + 1] ?? 0;
        batch.weights[at] = position + 1 < sequence.length ? 1 : 0;
        at += 1;
      });
    });
  });
  return batch;
}
