import type { Node } from "../graph/node.ts";
import * as ops from "../graph/ops.ts";
import { attentionAfterPrompts } from "./prompts.ts";
import { decoder, outputLayer, packedMask, selfAttention, type DecoderOptions, type WeightNodes } from "./qwen2.ts";
import type { ModelConfig, PolicyBatch } from "./types.ts";

/** What a model predicts at the chosen places of a packed batch, [places]: the vocabulary is large, most targets idle. */
export interface PackedPrediction {
  /** [places, vocabulary]. */
  readonly logits: Node;
  /** log p of each target, [places]. */
  readonly target: Node;
}

export interface PredictionOptions {
  /** A number or a scalar node; the distributions are those sampled from at that temperature. 1 if nothing is said. */
  readonly inverseTemperature?: Node | number;
  /** Whether the batches have prompts. */
  readonly hasPrompts?: boolean;
  readonly observe?: DecoderOptions["observe"];
}

export function predictPacked(
  config: ModelConfig,
  weights: WeightNodes,
  { inverseTemperature = 1, hasPrompts = false, observe }: PredictionOptions = {},
): PackedPrediction {
  const input = (name: string): Node => ops.input(name, ["rows", "length"], "int32");
  const own = { segments: input("segments"), columns: ops.input("columns", ["length"], "int32") };
  const attention = hasPrompts
    ? attentionAfterPrompts(config, weights, own, observe)
    : selfAttention(config, packedMask(own.segments, own.columns));
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
export const targetInput = (name: Exclude<keyof PolicyBatch, "rows" | "length" | "prompts">): Node =>
  ops.input(name, ["places"]);
