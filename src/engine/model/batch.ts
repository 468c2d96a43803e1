import type { Tensor, Tensors } from "../executors/executor.ts";
import { promptFeeds, promptsOf } from "./prompts.ts";
import { columnsOf } from "./qwen2.ts";
import type { PackedBatch, PolicyBatch } from "./types.ts";

/** The places that the loss depends on. */
export function trainedPlaces(batch: PackedBatch): Int32Array {
  return Int32Array.from(batch.weights.keys()).filter((i) => batch.weights[i] !== 0);
}

export const allPlaces = (batch: PackedBatch): Int32Array => Int32Array.from(batch.tokens.keys());

const perToken = new Set(["tokens", "segments", "positions"]);
/** The number of places is rounded up, for a lean program plans its memory anew for every new shape. */
export const placesStep = 128;

/** Inputs of predictPacked and of the losses; idle places beyond the given ones have weight 0. */
export function feedsOf(batch: PackedBatch | PolicyBatch, places: Int32Array): Tensors {
  const { rows, length, prompts, ...arrays } = batch;
  const count = Math.max(1, Math.ceil(places.length / placesStep)) * placesStep;
  const placeOf = new Int32Array(rows * length).fill(count);
  places.forEach((at, place) => (placeOf[at] = place));
  const padded = new Int32Array(count);
  padded.set(places);
  const tensors: Record<string, Tensor> = {
    columns: { shape: [length], data: columnsOf(length) },
    ...(prompts && promptFeeds(batch, prompts)),
    places: { shape: [count], data: padded },
    placeOf: { shape: [rows, length], data: placeOf },
  };
  for (const [name, data] of Object.entries(arrays)) {
    if (data.length !== rows * length) {
      throw new Error(`The batch's ${name} holds ${data.length} values instead of ${rows} × ${length}.`);
    }
    tensors[name] = perToken.has(name)
      ? { shape: [rows, length], data }
      : { shape: [count], data: atPlaces(data, places, count) };
  }
  return tensors;
}

function atPlaces(data: Float32Array | Int32Array, places: Int32Array, count: number): Float32Array | Int32Array {
  const chosen = data instanceof Float32Array ? new Float32Array(count) : new Int32Array(count);
  places.forEach((at, place) => (chosen[place] = data[at]!));
  return chosen;
}

/** Rows `start` … `end` − 1, as views, with the prompts that they go on from. */
export function rowsOf<B extends PackedBatch>(batch: B, start: number, end: number): B {
  const cut = (value: unknown): unknown =>
    ArrayBuffer.isView(value) ? (value as Int32Array).subarray(start * batch.length, end * batch.length) : value;
  const parts = Object.fromEntries(Object.entries(batch).map(([name, value]) => [name, cut(value)])) as unknown as B;
  const prompts = batch.prompts && promptsOf(batch.prompts, start, end);
  return { ...parts, rows: end - start, ...(prompts && { prompts }) };
}
