import { z } from "zod";
import { UserError } from "../../core/errors.ts";
import type { ModelConfig } from "../model/types.ts";

/** Rotary angles: transformers 5 has `rope_parameters` with all of it, 4 has `rope_theta` and, for kinds, `rope_scaling`. */
const ropeSchema = z
  .object({ rope_type: z.string().optional(), type: z.string().optional(), rope_theta: z.number().optional() })
  .nullish();

/** The fields of a transformers Qwen2 `config.json` that decide the model. */
const qwen2Schema = z.object({
  hidden_size: z.int().min(1),
  intermediate_size: z.int().min(1),
  num_hidden_layers: z.int().min(1),
  num_attention_heads: z.int().min(1),
  num_key_value_heads: z.int().min(1),
  tie_word_embeddings: z.boolean().default(false),
  rms_norm_eps: z.number(),
  vocab_size: z.int().min(1),
  rope_theta: z.number().optional(),
  rope_parameters: ropeSchema,
  rope_scaling: ropeSchema,
});

type Qwen2Config = z.infer<typeof qwen2Schema>;

/** Fields of variants that we do not have, at least as written by the versions of transformers up to 5. */
const variantSchema = z.object({
  model_type: z.string().default("qwen2"),
  hidden_act: z.string().default("silu"),
  head_dim: z.int().nullish(),
  quantization_config: z.unknown().optional(),
  use_sliding_window: z.boolean().nullish(),
  /** Layers from here on have the window; in version 5, `layer_types` names those that have. */
  max_window_layers: z.int().default(0),
  layer_types: z.array(z.string()).nullish(),
});

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

/** The model of a `config.json`. @throws UserError naming what it has that we do not. */
export function fromQwen2Config(json: unknown): ModelConfig {
  const { model_type: type } = variantSchema.pick({ model_type: true }).parse(json);
  if (type !== "qwen2")
    throw new UserError(`model_type is "${type}", and only "qwen2" (Qwen2, Qwen2.5) can be trained here.`);
  const config = qwen2Schema.parse(json);
  const variant = unknownVariant(config, variantSchema.parse(json));
  if (variant !== undefined) throw new UserError(`${variant}, which is not supported; use a model without it.`);
  const ropeTheta = config.rope_parameters?.rope_theta ?? config.rope_theta;
  if (ropeTheta === undefined) throw new UserError("rope_theta is missing.");
  return {
    hiddenSize: config.hidden_size,
    intermediateSize: config.intermediate_size,
    numHiddenLayers: config.num_hidden_layers,
    numAttentionHeads: config.num_attention_heads,
    numKeyValueHeads: config.num_key_value_heads,
    tieWordEmbeddings: config.tie_word_embeddings,
    ropeTheta,
    rmsNormEps: config.rms_norm_eps,
    vocabularySize: config.vocab_size,
  };
}

function unknownVariant(config: Qwen2Config, variant: z.infer<typeof variantSchema>): string | undefined {
  const { hidden_size: size, num_attention_heads: heads, num_key_value_heads: keyHeads } = config;
  const rope = { ...config.rope_scaling, ...config.rope_parameters };
  const ropeType = rope.rope_type ?? rope.type ?? "default";
  const windowed =
    variant.layer_types?.includes("sliding_attention") ?? variant.max_window_layers < config.num_hidden_layers;
  if (ropeType !== "default") return `the rotary embedding is scaled ("${ropeType}")`;
  if (variant.use_sliding_window === true && windowed) return "a sliding window of attention is in use";
  if (variant.hidden_act !== "silu") return `hidden_act is "${variant.hidden_act}"`;
  if (variant.quantization_config != null) return "the weights are quantized (quantization_config)";
  if (size % (2 * heads) !== 0 || heads % keyHeads !== 0)
    return `hidden_size ${size} goes into ${heads} heads, and these into ${keyHeads} key heads, with a remainder`;
  if (variant.head_dim != null && variant.head_dim !== size / heads) return `head_dim is ${variant.head_dim}`;
  return undefined;
}

/** `generation_config.json`: greedy until the end of text. */
export const toGenerationConfig = (endOfText: number) => ({
  bos_token_id: endOfText,
  eos_token_id: endOfText,
  pad_token_id: endOfText,
  do_sample: false,
});
