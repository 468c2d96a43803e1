import { z } from "zod";
import { UserError } from "../../core/errors.ts";
import type { BytePairs } from "./bpe.ts";

export const endOfTextToken = "<|endoftext|>";

/** Qwen2's pre-tokenization: contractions, words with their leading space, single digits, punctuation, white space. */
const qwenPattern =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

const merge = z.union([z.string(), z.tuple([z.string(), z.string()])]);

/** The part of a Hugging Face `tokenizer.json` that we read; the rest is kept as it is. */
const tokenizerSchema = z.looseObject({
  added_tokens: z.array(z.looseObject({ id: z.int().min(0), content: z.string() })),
  model: z.looseObject({
    type: z.literal("BPE"),
    vocab: z.record(z.string(), z.int().min(0)),
    merges: z.array(merge),
  }),
});

export type TokenizerJson = z.infer<typeof tokenizerSchema>;

const kindSchema = z.object({
  model: z.object({ type: z.string() }),
  decoder: z.object({ type: z.string() }).nullish(),
});

/** Contents of a `tokenizer.json`. @throws UserError where it is of another kind than GPT-2's and Qwen's. */
export function parseTokenizer(json: unknown): TokenizerJson {
  const { model, decoder } = kindSchema.parse(json);
  if (model.type !== "BPE" || decoder?.type !== "ByteLevel")
    throw new UserError(
      `only byte-level BPE tokenizers can be used, and this one is ${model.type} with ${decoder?.type ?? "no"} decoder.`,
    );
  return tokenizerSchema.parse(json);
}

const specialToken = z.union([z.string(), z.object({ content: z.string() }).transform(({ content }) => content)]);
const chatTemplate = z.union([
  z.string(),
  z
    .array(z.object({ name: z.string(), template: z.string() }))
    .transform((templates) => templates.find(({ name }) => name === "default")?.template),
]);

const tokenizerConfigSchema = z.looseObject({
  eos_token: specialToken.nullish(),
  bos_token: specialToken.nullish(),
  pad_token: specialToken.nullish(),
  unk_token: specialToken.nullish(),
  chat_template: chatTemplate.nullish(),
});

/** The part of a `tokenizer_config.json` that we read. */
export interface TokenizerConfig {
  readonly eosToken: string;
  /** `eos_token` and its like, those that there are. */
  readonly specialTokens: Readonly<Record<string, string>>;
  readonly chatTemplate?: string;
}

/** @throws UserError where it names no end of text. */
export function parseTokenizerConfig(json: unknown): TokenizerConfig {
  const { eos_token, bos_token, pad_token, unk_token, chat_template: chatTemplate } = tokenizerConfigSchema.parse(json);
  if (eos_token == null) throw new UserError("there is no eos_token, with which texts end; name it here.");
  const named = Object.entries({ eos_token, bos_token, pad_token, unk_token });
  const specialTokens = Object.fromEntries(named.filter((entry): entry is [string, string] => entry[1] != null));
  return { eosToken: eos_token, specialTokens, ...(chatTemplate != null && { chatTemplate }) };
}

/**
 * The contents of a `tokenizer.json`: byte-pair vocabulary first, then the end of text, then the whole tokens. Nothing is
 * normalized, so that decoding gives back every text.
 */
export function tokenizerJson({ vocabulary, merges }: BytePairs, whole: readonly string[]): TokenizerJson {
  const added = [endOfTextToken, ...whole];
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: added.map((content, i) => ({
      id: vocabulary.length + i,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: content === endOfTextToken,
    })),
    normalizer: null,
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [
        { type: "Split", pattern: { Regex: qwenPattern }, behavior: "Isolated", invert: false },
        { type: "ByteLevel", add_prefix_space: false, trim_offsets: false, use_regex: false },
      ],
    },
    post_processor: null,
    decoder: { type: "ByteLevel", add_prefix_space: false, trim_offsets: false, use_regex: false },
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: "",
      end_of_word_suffix: "",
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
      merges: merges.map(([left, right]) => `${left} ${right}`),
    },
  };
}

/** `tokenizer_config.json`, with which transformers' AutoTokenizer loads the tokenizer as it stands. */
export const tokenizerConfig = {
  tokenizer_class: "PreTrainedTokenizerFast",
  eos_token: endOfTextToken,
  pad_token: endOfTextToken,
  bos_token: null,
  unk_token: null,
  clean_up_tokenization_spaces: false,
  model_max_length: 32768,
} as const;
