import type { Tensor, Tensors } from "../executors/executor.ts";
import { headSize } from "./parameters.ts";
import type { ModelConfig } from "./types.ts";

/** Keys and values of completions side by side, one buffer a layer, [prompts, samples, heads, capacity, size]. */
export interface CompletionCaches {
  readonly prompts: number;
  readonly samples: number;
  readonly capacity: number;
  /** Tokens held, of `capacity`. */
  length: number;
  readonly buffers: Readonly<Record<string, Float32Array>>;
}

const growth = 16;

export function emptyCaches(config: ModelConfig, prompts: number, samples: number): CompletionCaches {
  return allocate(config, prompts, samples, growth, 0);
}

function allocate(config: ModelConfig, prompts: number, samples: number, capacity: number, length: number) {
  const elements = prompts * samples * config.numKeyValueHeads * capacity * headSize(config);
  const buffers: Record<string, Float32Array> = {};
  for (let i = 0; i < config.numHiddenLayers; i++) {
    buffers[`ownKey.${i}`] = new Float32Array(elements);
    buffers[`ownValue.${i}`] = new Float32Array(elements);
  }
  return { prompts, samples, capacity, length, buffers };
}

/** The decode graph's inputs. */
export function cacheFeeds(config: ModelConfig, caches: CompletionCaches): Tensors {
  const { prompts, samples, capacity, length, buffers } = caches;
  const shape = [prompts, samples, config.numKeyValueHeads, capacity, headSize(config)];
  const mask = new Float32Array(capacity).fill(-1e9, length);
  const feeds: Record<string, Tensor> = { ownMask: { shape: [capacity], data: mask } };
  for (const [name, data] of Object.entries(buffers)) feeds[name] = { shape, data };
  return feeds;
}

/** Adds the keys and values [prompts, samples, heads · size] that the decode graph returned; grows when full. */
export function append(config: ModelConfig, caches: CompletionCaches, outputs: Tensors): CompletionCaches {
  const { prompts, samples, length } = caches;
  const size = headSize(config);
  const grown = length < caches.capacity ? caches : rearrange(config, caches, identity(prompts, samples));
  for (const [name, buffer] of Object.entries(grown.buffers)) {
    const from = outputs[name.replace("ownKey", "key").replace("ownValue", "value")]!.data;
    const heads = from.length / size;
    for (let head = 0; head < heads; head++) {
      const to = (head * grown.capacity + length) * size;
      for (let j = 0; j < size; j++) buffer[to + j] = from[head * size + j]!;
    }
  }
  grown.length = length + 1;
  return grown;
}

const identity = (prompts: number, samples: number): number[][] =>
  Array.from({ length: prompts }, (_, p) => Array.from({ length: samples }, (_, s) => p * samples + s));

/** The rows (prompt · samples + sample) kept of each prompt, in a new arrangement with room for more tokens. */
export function rearrange(
  config: ModelConfig,
  caches: CompletionCaches,
  rows: readonly (readonly number[])[],
): CompletionCaches {
  const samples = Math.max(0, ...rows.map((row) => row.length));
  const capacity = Math.ceil((caches.length + 1) / growth) * growth;
  const result = allocate(config, rows.length, samples, capacity, caches.length);
  const size = headSize(config);
  const heads = config.numKeyValueHeads;
  for (const [name, to] of Object.entries(result.buffers)) {
    const from = caches.buffers[name]!;
    rows.forEach((row, p) => {
      row.forEach((old, s) => {
        for (let head = 0; head < heads; head++) {
          const start = (old * heads + head) * caches.capacity * size;
          const target = ((p * samples + s) * heads + head) * capacity * size;
          to.set(from.subarray(start, start + caches.length * size), target);
        }
      });
    });
  }
  return result;
}
