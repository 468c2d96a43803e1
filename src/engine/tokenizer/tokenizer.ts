import { Tokenizer as HuggingFaceTokenizer } from "@huggingface/tokenizers";
import { UserError } from "../../core/errors.ts";
import { trainBytePairs } from "./bpe.ts";
import { tokenBytes } from "./bytes.ts";
import { endOfTextToken, tokenizerConfig, tokenizerJson, type TokenizerJson } from "./json.ts";

/** Text to token ids and back; decoding what was encoded gives back the same text. */
export interface Tokenizer {
  encode(text: string): Int32Array;
  decode(ids: Iterable<number>): string;
  /** One more than the largest id, whole tokens and the end of text included. */
  readonly vocabularySize: number;
  /** Id of the token that ends a text, or an answer: `<|endoftext|>` or, in a chat, what ends a message. */
  readonly endOfText: number;
  /** A question as a user's message, up to where the answer begins; absent where questions are plain text. */
  readonly chat?: (question: string) => string;
  /** The contents of `tokenizer.json`. */
  toJSON(): TokenizerJson;
}

export interface TokenizerOptions {
  /** Entries of the byte-pair vocabulary, at least 256; fewer come out when the texts hold fewer pairs. */
  readonly vocabularySize: number;
  /** Texts that get a token of their own: names with the space before them, whole phrases. */
  readonly whole: Iterable<string>;
}

/** Trains a byte-level byte-pair vocabulary on what stands between the whole tokens in the texts. */
export function trainTokenizer(texts: Iterable<string>, options: TokenizerOptions): Tokenizer {
  const whole = [...new Set(options.whole)].sort();
  const separator = whole.length > 0 ? new RegExp(alternatives(whole)) : /(?!)/;
  const preTokenize = library(tokenizerJson({ vocabulary: [], merges: [] }, [])).pre_tokenizer!;
  const wordCounts = new Map<string, number>();
  for (const text of texts)
    for (const section of text.split(separator))
      for (const word of preTokenize._call(section)) wordCounts.set(word, (wordCounts.get(word) ?? 0) + 1);
  const pairs = trainBytePairs(wordCounts, options.vocabularySize);
  return loadTokenizer(tokenizerJson(pairs, whole));
}

/**
 * A tokenizer from the contents of a `tokenizer.json`; what its normalizer changes (NFC, in Qwen's) stays changed.
 * @throws UserError where it has no such end of text.
 */
export function loadTokenizer(json: TokenizerJson, eosToken: string = endOfTextToken): Tokenizer {
  const tokenizer = library(json);
  const bytes = new Map<number, Uint8Array>();
  for (const [token, id] of Object.entries(json.model.vocab)) bytes.set(id, tokenBytes(token));
  for (const { id, content } of json.added_tokens) bytes.set(id, Buffer.from(content, "utf8"));
  const endOfText = tokenizer.token_to_id(eosToken);
  if (endOfText === undefined)
    throw new UserError(`there is no token ${eosToken}, the eos_token of its configuration.`);
  return {
    encode: (text) => Int32Array.from(tokenizer.encode(text, { add_special_tokens: false }).ids),
    decode: (ids) => Buffer.concat(Array.from(ids, (id) => bytes.get(id) ?? new Uint8Array())).toString("utf8"),
    vocabularySize: 1 + [...bytes.keys()].reduce((most, id) => Math.max(most, id), 0),
    endOfText,
    toJSON: () => json,
  };
}

const library = (json: TokenizerJson): HuggingFaceTokenizer => new HuggingFaceTokenizer(json, tokenizerConfig);

/** Longest first, so that a text never hides one that it begins. */
const alternatives = (texts: readonly string[]): string =>
  [...texts]
    .sort((a, b) => b.length - a.length)
    .map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
    .join("|");
