import { z } from "zod";
import type { BytePairs } from "./bpe.ts";

export const endOfTextToken = "<|endoftext|>";

/** Qwen2's pre-tokenization: contractions, words with their leading space, single digits, punctuation, white space. */
const qwenPattern =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

/** The part of a Hugging Face `tokenizer.json` that we read; the rest is kept as it is. */
export const tokenizerSchema = z.looseObject({
  added_tokens: z.array(z.looseObject({ id: z.int(), content: z.string() })),
  model: z.looseObject({
    type: z.literal("BPE"),
    vocab: z.record(z.string(), z.int()),
    merges: z.array(z.string()),
  }),
});

export type TokenizerJson = z.infer<typeof tokenizerSchema>;

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
