import { freemem, platform, totalmem } from "node:os";
import { FieldError } from "../../core/errors.ts";
import { countParameters, estimateMemory, type BatchSize } from "../model/parameters.ts";
import type { ModelConfig } from "../model/types.ts";

/**
 * Bytes this process can still take: what the machine has free, or what its container leaves it. macOS does not count
 * as free what its caches would give back, which is most of the memory; there the whole of it counts.
 */
export function availableMemory(): number {
  const limit = process.constrainedMemory();
  const free = platform() === "darwin" ? totalmem() : freemem();
  return limit > 0 && limit < Number.MAX_SAFE_INTEGER ? Math.min(free, limit - process.memoryUsage.rss()) : free;
}

export interface MemoryDemand {
  /** Of the curriculum. */
  readonly field: string;
  /** The largest batch. */
  readonly size: BatchSize;
  readonly remedy: string;
}

const weightsAlone = { rows: 0, length: 0, places: 0 };

export const weightsOfNew: MemoryDemand = {
  field: "model",
  size: weightsAlone,
  remedy: "lower hiddenSize, intermediateSize, numHiddenLayers or vocabularySize",
};

export const weightsOfPretrained: MemoryDemand = {
  field: "model.pretrained",
  size: weightsAlone,
  remedy: "use a smaller model, or a machine with more memory",
};

/** @throws FieldError where training would not fit into memory. */
export function checkMemory(
  model: ModelConfig,
  { field, size, remedy }: MemoryDemand,
  available = availableMemory(),
): void {
  const needed = estimateMemory(model, size);
  if (needed <= available) return;
  const millions = (countParameters(model) / 1e6).toFixed(1);
  throw new FieldError(
    field,
    `training ${millions} million parameters takes about ${gigabytes(needed)} of memory here, and ${gigabytes(available)} are free; ${remedy}.`,
  );
}

const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GB`;
