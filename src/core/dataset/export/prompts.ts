import { completionOf, promptOf } from "../../language/prompt.ts";
import type { QuestionRecord } from "../types.ts";
import type { BiographyRecord } from "./format.ts";

/*
 * Exported as plain text, a record reads as in our own training. A chat template marks turns itself, so a message goes
 * without the labels and spaces that stand for them in plain text, and says what is to be done.
 */

export interface PromptAndCompletion {
  readonly prompt: string;
  readonly completion: string;
}

export function plainQuestion(record: QuestionRecord): PromptAndCompletion {
  return { prompt: promptOf(record), completion: completionOf(record) };
}

/** The first word as the prompt, so that the rest is learnt. */
export function plainBiography({ text }: BiographyRecord): PromptAndCompletion {
  const start = text.indexOf(" ");
  return { prompt: text.slice(0, start), completion: text.slice(start) };
}

/** What follows the instruction in a user's turn: context, if there is one, and question. */
export function taskOf({ context, question }: Pick<QuestionRecord, "context" | "question">): string {
  return `${context === "" ? "" : `Context: ${context}\n`}Question: ${question}`;
}

/** A user's turn: as LLaMA-Factory joins instruction and input. */
export function userTurn(record: Pick<QuestionRecord, "instruction" | "context" | "question">): string {
  return [record.instruction, taskOf(record)].filter((text) => text !== "").join("\n");
}

export function biographyInstruction({ person }: BiographyRecord): string {
  return `Write down what you know about ${person}.`;
}
