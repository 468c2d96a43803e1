import { createRandom } from "../../core/random.ts";
import { countParameters } from "../model/parameters.ts";
import type { ModelConfig } from "../model/types.ts";
import type { RecordKind } from "./data-order.ts";
import { positionsOf, rowsNeeded, type BatchShape, type Sequence } from "./packing.ts";

type Sequences = Readonly<Partial<Record<RecordKind, readonly Sequence[]>>>;

const lengthMultiple = 16;
/** Rows of so many times the longest record leave little room at their ends. */
const longestRow = 4;
/** Batches that are tried to see how many rows one takes: enough that a shape does not win by a lucky few. */
const triedBatches = 32;

/**
 * The shape of all batches of a run: the one that costs least of those whose rows hold every record, with as many rows as
 * the most demanding of a few random batches takes, so that hardly a record has to wait for the next batch.
 */
export function batchShape(
  records: Sequences,
  quotas: ReadonlyMap<RecordKind, number>,
  model: ModelConfig,
): BatchShape {
  let longest = 1;
  for (const kind of quotas.keys())
    for (const record of records[kind]!) longest = Math.max(longest, positionsOf(record));
  const batches = Array.from({ length: triedBatches }, (_, trial) => {
    const random = createRandom(trial, "batch shape");
    return [...quotas].flatMap(([kind, quota]) => Array.from({ length: quota }, () => random.pick(records[kind]!)));
  });
  const shortest = Math.ceil(longest / lengthMultiple);
  const lengths = Array.from({ length: (longestRow - 1) * shortest + 1 }, (_, i) => (shortest + i) * lengthMultiple);
  const shapes = lengths.map((length) => ({
    rows: Math.max(...batches.map((one) => rowsNeeded(one, length))),
    length,
  }));
  return shapes.reduce((best, shape) => (stepCost(shape, model) < stepCost(best, model) ? shape : best));
}

/** What a head does with a pair of tokens besides products, as so many of their multiplications. */
const headWork = 50;

/**
 * How long a training step takes, relative to other shapes: for each token the products with all weights, and attention to
 * a whole row. Fitted to rows of 64 to 384 tokens, 64 to 512 dimensions and 2 to 8 heads on a CPU, see
 * test/bench/RESULTS.md.
 */
export function stepCost({ rows, length }: BatchShape, model: ModelConfig): number {
  const { numHiddenLayers, hiddenSize, numAttentionHeads } = model;
  const attention = numHiddenLayers * (hiddenSize + headWork * numAttentionHeads) * length;
  return rows * length * (countParameters(model) + attention);
}
