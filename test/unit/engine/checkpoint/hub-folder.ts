import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toQwen2Config } from "../../../../src/engine/checkpoint/config.ts";
import { writeSafetensors } from "../../../../src/engine/checkpoint/safetensors.ts";
import type { ModelConfig, Weights } from "../../../../src/engine/model/types.ts";
import { trainTokenizer } from "../../../../src/engine/tokenizer/tokenizer.ts";
import { initialWeights } from "../../../../src/engine/model/parameters.ts";

/** The turns of Qwen2.5's chat template; the rest of it is for tools. */
export const chatTemplate =
  "{%- if messages[0].role != 'system' %}{{- '<|im_start|>system\\nYou are Qwen.<|im_end|>\\n' }}{%- endif %}\n{%- for message in messages %}\n    {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}\n{%- endfor %}\n{%- if add_generation_prompt %}\n    {{- '<|im_start|>assistant\\n' }}\n{%- endif %}\n";

/** 400 tokens of an embedding: more than the tokenizer has, as in Qwen's. */
export const hubConfig: ModelConfig = {
  hiddenSize: 16,
  intermediateSize: 24,
  numHiddenLayers: 2,
  numAttentionHeads: 4,
  numKeyValueHeads: 2,
  tieWordEmbeddings: true,
  ropeTheta: 1000000,
  rmsNormEps: 1e-6,
  vocabularySize: 400,
};

/** A tokenizer as Qwen2.5's, spelling everything: the end of a text, and what begins and ends a message. */
export function hubTokenizer(): object {
  const json = trainTokenizer(["the boss of the roommate is the answer"], { vocabularySize: 300, whole: [] }).toJSON();
  const base = json.added_tokens[0]!;
  const more = ["<|im_start|>", "<|im_end|>"].map((content, i) => ({ ...base, id: base.id + 1 + i, content }));
  return { ...json, normalizer: { type: "NFC" }, added_tokens: [base, ...more] };
}

export interface HubModel {
  readonly folder: string;
  readonly weights: Weights;
}

/** A folder as the hub has instruct models, in two shards. */
export async function writeHubModel(folder: string, eosToken = "<|im_end|>"): Promise<HubModel> {
  await mkdir(folder, { recursive: true });
  const weights = initialWeights(hubConfig, 1);
  const names = [...weights.keys()];
  const shards = [names.slice(0, 9), names.slice(9)];
  const files = shards.map((_, i) => `model-0000${i + 1}-of-00002.safetensors`);
  for (const [i, shard] of shards.entries())
    await writeSafetensors(join(folder, files[i]!), new Map(shard.map((name) => [name, weights.get(name)!])));
  const map = Object.fromEntries(shards.flatMap((shard, i) => shard.map((name) => [name, files[i]!])));
  const texts = {
    "model.safetensors.index.json": { metadata: { total_size: 1 }, weight_map: map },
    "config.json": {
      ...toQwen2Config(hubConfig, 0),
      rope_parameters: undefined,
      torch_dtype: "bfloat16",
      sliding_window: 32768,
      max_window_layers: 2,
    },
    "tokenizer.json": hubTokenizer(),
    "tokenizer_config.json": {
      eos_token: { content: eosToken },
      pad_token: "<|endoftext|>",
      chat_template: chatTemplate,
    },
    "generation_config.json": { temperature: 0.7 },
  };
  for (const [name, value] of Object.entries(texts)) await writeFile(join(folder, name), JSON.stringify(value));
  return { folder, weights };
}
