import { userTurn } from "../../core/dataset/export/prompts.ts";
import type { QuestionRecord } from "../../core/dataset/types.ts";
import { completionOf, promptOf } from "../../core/language/prompt.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";

/*
 * A prompt and what follows it are encoded apart, in training as in sampling, so that no token spans the two and both see
 * the same ids. Qwen's pre-tokenization never joins them either: it splits after the colon of "Answer:" and after the line
 * end of a chat's header, so the ids are also those of the whole text.
 */

/** As plain text or, in a chat, as the message of a user: instruction, context and question. */
export const encodePrompt = (
  tokenizer: Tokenizer,
  record: Pick<QuestionRecord, "instruction" | "context" | "question">,
): Int32Array => tokenizer.encode(tokenizer.chat ? tokenizer.chat(userTurn(record)) : promptOf(record));

/** Up to the end of text, which is included. */
export function encodeCompletion(tokenizer: Tokenizer, record: QuestionRecord): Int32Array {
  const completion = tokenizer.encode(tokenizer.chat ? record.answer_cot : completionOf(record));
  return Int32Array.of(...completion, tokenizer.endOfText);
}
