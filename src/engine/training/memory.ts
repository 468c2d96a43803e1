import { freemem } from "node:os";
import { FieldError } from "../../core/errors.ts";
import { countParameters, estimateMemory } from "../model/parameters.ts";
import type { ModelConfig } from "../model/types.ts";
import type { BatchShape } from "./packing.ts";

/** Bytes this process can still take: what the machine has free, or what its container leaves it. */
export function availableMemory(): number {
  const limit = process.constrainedMemory();
  const free = freemem();
  return limit > 0 && limit < Number.MAX_SAFE_INTEGER ? Math.min(free, limit - process.memoryUsage.rss()) : free;
}

/**
 * @param shape the largest batch; without it, of what the weights alone take.
 * @throws FieldError where training would not fit into memory.
 */
export function checkMemory(
  model: ModelConfig,
  shape: BatchShape = { rows: 0, length: 0 },
  available = availableMemory(),
): void {
  const needed = estimateMemory(model, shape.rows, shape.length);
  if (needed <= available) return;
  const millions = (countParameters(model) / 1e6).toFixed(1);
  throw new FieldError(
    "model",
    `training its ${millions} million parameters takes at least ${gigabytes(needed)} of memory, and ${gigabytes(available)} are free: lower model.hiddenSize, model.numHiddenLayers or model.vocabularySize, or the run's batchSize (for GRPO promptsPerStep and groupSize).`,
  );
}

const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GB`;
