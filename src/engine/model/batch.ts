import type { Tensor, Tensors } from "../executors/executor.ts";
import type { Node } from "../graph/node.ts";
import * as ops from "../graph/ops.ts";
import { decoder, outputLayer, packedMask, selfAttention, type DecoderOptions, type WeightNodes } from "./qwen2.ts";
import type { ModelConfig, PackedBatch, PolicyBatch } from "./types.ts";

/** What a model predicts at the chosen places of a packed batch, [places]: the vocabulary is large, most targets idle. */
export interface PackedPrediction {
  /** [places, vocabulary]. */
  readonly logits: Node;
  /** log p of each target, [places]. */
  readonly target: Node;
}

/** `inverseTemperature` is a number or a scalar node; the distributions are those sampled from at that temperature. */
export function predictPacked(
  config: ModelConfig,
  weights: WeightNodes,
  inverseTemperature: Node | number = 1,
  observe?: DecoderOptions["observe"],
): PackedPrediction {
  const input = (name: string): Node => ops.input(name, ["rows", "length"], "int32");
  const mask = packedMask(input("segments"), input("prefixes"), ops.input("columns", ["length"], "int32"));
  const attention = selfAttention(config, mask);
  const [places, placeOf] = [ops.input("places", ["places"], "int32"), input("placeOf")];
  const chosen = decoder(config, weights, input("tokens"), input("positions"), attention, {
    ...(observe && { observe }),
    choose: (x) => ops.select(x, places, placeOf),
  });
  const raw = outputLayer(config, weights, chosen);
  const logits = inverseTemperature === 1 ? raw : ops.mul(raw, inverseTemperature);
  return { logits, target: ops.logProbability(logits, ops.input("targets", ["places"], "int32")) };
}

/** A per-target input [places]. */
export const targetInput = (name: Exclude<keyof PolicyBatch, "rows" | "length">): Node => ops.input(name, ["places"]);

/** The places that the loss depends on. */
export function trainedPlaces(batch: PackedBatch): Int32Array {
  return Int32Array.from(batch.weights.keys()).filter((i) => batch.weights[i] !== 0);
}

export const allPlaces = (batch: PackedBatch): Int32Array => Int32Array.from(batch.tokens.keys());

const perToken = new Set(["tokens", "segments", "prefixes", "positions"]);
/** The number of places is rounded up, for ONNX Runtime plans its memory anew for every new shape. */
const placesStep = 128;

/** Inputs of predictPacked and of the losses; idle places beyond the given ones have weight 0. */
export function feedsOf(batch: PackedBatch | PolicyBatch, places: Int32Array): Tensors {
  const { rows, length, ...arrays } = batch;
  const count = Math.max(1, Math.ceil(places.length / placesStep)) * placesStep;
  const placeOf = new Int32Array(rows * length).fill(count);
  places.forEach((at, place) => (placeOf[at] = place));
  const padded = new Int32Array(count);
  padded.set(places);
  const tensors: Record<string, Tensor> = {
    columns: { shape: [length], data: Int32Array.from({ length }, (_, i) => i) },
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

/** Rows `start` … `end` − 1, as views. */
export function rowsOf<B extends PackedBatch>(batch: B, start: number, end: number): B {
  const cut = (value: unknown): unknown =>
    ArrayBuffer.isView(value) ? (value as Int32Array).subarray(start * batch.length, end * batch.length) : value;
  const parts = Object.entries(batch).map(([name, value]) => [name, cut(value)]);
  return { ...(Object.fromEntries(parts) as B), rows: end - start };
}
