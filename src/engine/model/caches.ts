import type { Tensors } from "../executors/executor.ts";
import { elements, headSize } from "./parameters.ts";
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

/** Arrays by name, used again and again: V8 goes through its whole heap whenever so many bytes of new ones were made. */
export class Workspace {
  readonly #arrays = new Map<string, Float32Array>();

  /** The first `length` elements, with the values that are there. */
  take(name: string, length: number): Float32Array {
    const known = this.#arrays.get(name) ?? new Float32Array();
    if (known.length >= length) return known.subarray(0, length);
    const longer = new Float32Array(length);
    longer.set(known);
    this.#arrays.set(name, longer);
    return longer;
  }
}

export function emptyCaches(
  config: ModelConfig,
  memory: Workspace,
  prompts: number,
  samples: number,
): CompletionCaches {
  const capacity = growth;
  return { prompts, samples, capacity, length: 0, buffers: buffersOf(config, memory, prompts * samples * capacity) };
}

const rowSize = (config: ModelConfig): number => config.numKeyValueHeads * headSize(config);

function buffersOf(config: ModelConfig, memory: Workspace, rows: number): Record<string, Float32Array> {
  const buffers: Record<string, Float32Array> = {};
  for (let i = 0; i < config.numHiddenLayers; i++)
    for (const name of [`ownKey.${i}`, `ownValue.${i}`]) buffers[name] = memory.take(name, rows * rowSize(config));
  return buffers;
}

/** The decode graph's inputs, of the first tokens; of `count` there may be some that are not there yet. */
export function cacheFeeds(config: ModelConfig, caches: CompletionCaches, count: number): Tensors {
  const mask = new Float32Array(count).fill(-1e9, caches.length);
  return { ownMask: { shape: [count], data: mask }, ...cacheTensors(config, caches, count) };
}

/** Keys and values alone. */
export function cacheTensors(config: ModelConfig, caches: CompletionCaches, count = caches.capacity): Tensors {
  const { prompts, samples, buffers } = caches;
  const shape = [count, prompts, samples, config.numKeyValueHeads, headSize(config)];
  return Object.fromEntries(
    Object.entries(buffers).map(([name, data]) => [name, { shape, data: data.subarray(0, elements(shape)) }]),
  );
}

/** The same with room for one token more at least. */
export function withRoom(config: ModelConfig, memory: Workspace, caches: CompletionCaches): CompletionCaches {
  if (caches.length < caches.capacity) return caches;
  const capacity = caches.capacity + growth;
  return { ...caches, capacity, buffers: buffersOf(config, memory, caches.prompts * caches.samples * capacity) };
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

/** The rows (prompt · samples + sample) kept of each prompt, moved together in place, with room for more tokens. */
export function rearrange(
  config: ModelConfig,
  memory: Workspace,
  caches: CompletionCaches,
  rows: readonly (readonly number[])[],
): CompletionCaches {
  const samples = Math.max(0, ...rows.map((row) => row.length));
  const { length } = caches;
  const size = rowSize(config);
  for (const buffer of Object.values(caches.buffers)) {
    for (let token = 0; token < length; token++) {
      const [start, target] = [token * caches.prompts * caches.samples, token * rows.length * samples];
      rows.forEach((row, p) => {
        row.forEach((old, s) => {
          const at = (start + old) * size;
          buffer.copyWithin((target + p * samples + s) * size, at, at + size);
        });
      });
    }
  }
  const capacity = Math.ceil((length + 1) / growth) * growth;
  const buffers = buffersOf(config, memory, rows.length * samples * capacity);
  return { prompts: rows.length, samples, capacity, length, buffers };
}
