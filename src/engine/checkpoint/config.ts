import { z } from "zod";
import type { ModelConfig } from "../model/types.ts";

/** The fields of a transformers Qwen2 `config.json` that decide the model. */
const qwen2Schema = z.object({
  hidden_size: z.int(),
  intermediate_size: z.int(),
  num_hidden_layers: z.int(),
  num_attention_heads: z.int(),
  num_key_value_heads: z.int(),
  tie_word_embeddings: z.boolean(),
  rms_norm_eps: z.number(),
  vocab_size: z.int(),
});

/** The base of the rotary angles: transformers 5 keeps it with the kind of angles, 4 beside the rest. */
const ropeThetaSchema = z.union([
  z
    .object({ rope_parameters: z.object({ rope_type: z.literal("default"), rope_theta: z.number() }) })
    .transform(({ rope_parameters }) => rope_parameters.rope_theta),
  z
    .object({ rope_parameters: z.null().optional(), rope_scaling: z.null().optional(), rope_theta: z.number() })
    .transform(({ rope_theta }) => rope_theta),
]);

/** `config.json` as Qwen2ForCausalLM of transformers 4 and 5 reads it. */
export const toQwen2Config = (model: ModelConfig, endOfText: number) => ({
  architectures: ["Qwen2ForCausalLM"],
  model_type: "qwen2",
  hidden_act: "silu",
  hidden_size: model.hiddenSize,
  intermediate_size: model.intermediateSize,
  num_hidden_layers: model.numHiddenLayers,
  num_attention_heads: model.numAttentionHeads,
  num_key_value_heads: model.numKeyValueHeads,
  tie_word_embeddings: model.tieWordEmbeddings,
  rope_theta: model.ropeTheta,
  rope_parameters: { rope_type: "default", rope_theta: model.ropeTheta },
  rms_norm_eps: model.rmsNormEps,
  vocab_size: model.vocabularySize,
  max_position_embeddings: 32768,
  attention_dropout: 0,
  use_sliding_window: false,
  use_cache: true,
  initializer_range: 0.02,
  bos_token_id: endOfText,
  eos_token_id: endOfText,
  pad_token_id: endOfText,
  torch_dtype: "float32",
});

/** The model of a `config.json`. */
export function fromQwen2Config(json: unknown): ModelConfig {
  const config = qwen2Schema.parse(json);
  return {
    hiddenSize: config.hidden_size,
    intermediateSize: config.intermediate_size,
    numHiddenLayers: config.num_hidden_layers,
    numAttentionHeads: config.num_attention_heads,
    numKeyValueHeads: config.num_key_value_heads,
    tieWordEmbeddings: config.tie_word_embeddings,
    ropeTheta: ropeThetaSchema.parse(json),
    rmsNormEps: config.rms_norm_eps,
    vocabularySize: config.vocab_size,
  };
}

/** `generation_config.json`: greedy until the end of text. */
export const toGenerationConfig = (endOfText: number) => ({
  bos_token_id: endOfText,
  eos_token_id: endOfText,
  pad_token_id: endOfText,
  do_sample: false,
});
