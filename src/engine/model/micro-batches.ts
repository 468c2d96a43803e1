import { rowsOf, trainedPlaces } from "./batch.ts";
import type { PackedBatch } from "./types.ts";

/** Rows of each of at most `parts` parts of as many rows. */
export const microRows = (rows: number, parts: number): number => Math.ceil(rows / parts);

/**
 * A batch in at most `parts` parts, by rows. Weights stay as they are, so that the parts' losses and gradients add up to
 * the whole batch's. Parts without a trained target are left out, unless none has one.
 */
export function microBatches<B extends PackedBatch>(batch: B, parts: number): readonly B[] {
  if (parts === 1) return [batch];
  const size = microRows(batch.rows, parts);
  const all = Array.from({ length: Math.ceil(batch.rows / size) }, (_, i) =>
    rowsOf(batch, i * size, Math.min(batch.rows, (i + 1) * size)),
  );
  const trained = all.filter((part) => trainedPlaces(part).length > 0);
  return trained.length > 0 ? trained : all.slice(0, 1);
}
