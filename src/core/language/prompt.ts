import type { QuestionRecord } from "../dataset/types.ts";
import type { Statement } from "./statement.ts";
import { joinStatements } from "./statement.ts";

/*
 * The exact texts fed to models. A name or a value may be one token that includes the space before it, so each stands
 * after exactly one space, never at the start of a text or a line; hence the labels.
 */

export const answerMarker = "So, the answer is:";

/** "Biography: <statements>" */
export function biographyDocument(statements: readonly Statement[]): string {
  return `Biography: ${joinStatements(statements)}`;
}

/** "Context: <statements>\nQuestion: <question>\nAnswer:", without the first line where there is no context. */
export function promptOf({ context, question }: Pick<QuestionRecord, "context" | "question">): string {
  return `${context === "" ? "" : `Context: ${context}\n`}Question: ${question}\nAnswer:`;
}

/** What the model is to write after the prompt, up to the end-of-text token: " <chain> So, the answer is: <answer>". */
export function completionOf({ answer_cot }: Pick<QuestionRecord, "answer_cot">): string {
  return ` ${answer_cot}`;
}

/** The chain of thought with the sentence that ends it. */
export function completeChain(chain: readonly Statement[], answer: string): string {
  return `${joinStatements(chain)} ${answerMarker} ${answer}`;
}

/** What follows the last marker, to the end of its line; undefined where there is none or nothing follows. */
export function extractAnswer(completion: string): string | undefined {
  const marker = completion.lastIndexOf(answerMarker);
  if (marker < 0) return undefined;
  const answer = completion
    .slice(marker + answerMarker.length)
    .trimStart()
    .split("\n", 1)[0]!
    .trimEnd();
  return answer === "" ? undefined : answer;
}
