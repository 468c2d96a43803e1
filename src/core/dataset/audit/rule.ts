import type { StoredQuestion } from "./records.ts";
import type { AuditedPath } from "./paths.ts";
import type { Check } from "./check.ts";

/** A question that fits its path, and what every rule wants to know of it. */
export interface Asked {
  readonly question: StoredQuestion;
  readonly path: AuditedPath;
  /** Of each hop, as the graph has it: see WrittenGraph.written. */
  readonly objects: readonly number[];
  /** The question's sentence. */
  readonly text: string;
  readonly file: string;
  /** From 0. */
  readonly line: number;
  /** Of its line, the end included. */
  readonly bytes: number;
}

/** Rules that look at each question in turn, training before test. */
export interface QuestionRules {
  readonly checks: readonly Check[];
  add(asked: Asked): void;
  /** After the last question. */
  finish?(): void;
}

/** "questions/comp.test.jsonl: comp-test-000003 has another answer." */
export function offence({ file, question }: Asked, what: string): string {
  return `${file}: ${question.id} ${what}.`;
}
