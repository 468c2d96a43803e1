import type { Tensors } from "../executors/executor.ts";
import { headSize } from "./parameters.ts";
import type { ModelConfig } from "./types.ts";

/**
 * Keys and values of completions side by side, one buffer a layer, [capacity, prompts, samples, heads, size]: token after
 * token, so that each step writes its own in one stretch.
 */
export interface CompletionCaches {
  readonly prompts: number;
  readonly samples: number;
  readonly capacity: number;
  /** Tokens held, of `capacity`. */
  readonly length: number;
  readonly buffers: Readonly<Record<string, Float32Array>>;
}

const growth = 16;

export function emptyCaches(config: ModelConfig, prompts: number, samples: number): CompletionCaches {
  const capacity = growth;
  return { prompts, samples, capacity, length: 0, buffers: allocate(config, prompts * samples * capacity) };
}

const rowSize = (config: ModelConfig): number => config.numKeyValueHeads * headSize(config);

function allocate(config: ModelConfig, rows: number): Record<string, Float32Array> {
  const buffers: Record<string, Float32Array> = {};
  for (let i = 0; i < config.numHiddenLayers; i++)
    for (const name of ["Key", "Value"]) buffers[`own${name}.${i}`] = new Float32Array(rows * rowSize(config));
  return buffers;
}

/** The decode graph's inputs. */
export function cacheFeeds(config: ModelConfig, caches: CompletionCaches): Tensors {
  const { capacity, length } = caches;
  const mask = new Float32Array(capacity).fill(-1e9, length);
  return { ownMask: { shape: [capacity], data: mask }, ...cacheTensors(config, caches) };
}

/** Keys and values alone. */
export function cacheTensors(config: ModelConfig, caches: CompletionCaches): Tensors {
  const { prompts, samples, capacity, buffers } = caches;
  const shape = [capacity, prompts, samples, config.numKeyValueHeads, headSize(config)];
  return Object.fromEntries(Object.entries(buffers).map(([name, data]) => [name, { shape, data }]));
}

/** The same with room for one token more at least. */
export function withRoom(config: ModelConfig, caches: CompletionCaches): CompletionCaches {
  if (caches.length < caches.capacity) return caches;
  const capacity = caches.capacity + growth;
  const buffers = allocate(config, caches.prompts * caches.samples * capacity);
  for (const [name, buffer] of Object.entries(buffers)) buffer.set(caches.buffers[name]!);
  return { ...caches, capacity, buffers };
}

/** Where the decode graph is to write the next token's keys and values. */
export function nextPlaces(config: ModelConfig, { prompts, samples, length, buffers }: CompletionCaches): Tensors {
  const size = prompts * samples * rowSize(config);
  const shape = [prompts, samples, rowSize(config)];
  return Object.fromEntries(
    Object.entries(buffers).map(([name, buffer]) => [
      name.replace("ownKey", "key").replace("ownValue", "value"),
      { shape, data: buffer.subarray(length * size, (length + 1) * size) },
    ]),
  );
}

/** The rows (prompt · samples + sample) kept of each prompt, in a new arrangement with room for more tokens. */
export function rearrange(
  config: ModelConfig,
  caches: CompletionCaches,
  rows: readonly (readonly number[])[],
): CompletionCaches {
  const samples = Math.max(0, ...rows.map((row) => row.length));
  const { length } = caches;
  const capacity = Math.ceil((length + 1) / growth) * growth;
  const buffers = allocate(config, rows.length * samples * capacity);
  const size = rowSize(config);
  for (const [name, to] of Object.entries(buffers)) {
    const from = caches.buffers[name]!;
    for (let token = 0; token < length; token++) {
      const [start, target] = [token * caches.prompts * caches.samples, token * rows.length * samples];
      rows.forEach((row, p) => {
        row.forEach((old, s) => {
          const at = (start + old) * size;
          to.set(from.subarray(at, at + size), (target + p * samples + s) * size);
        });
      });
    }
  }
  return { prompts: rows.length, samples, capacity, length, buffers };
}
