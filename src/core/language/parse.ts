import type { KnowledgeGraph } from "../graph/types.ts";
import { ChainReader, type ParsedHop } from "./chain-reader.ts";
import { foldText } from "./fold.ts";
import { grammarOf, type Grammar } from "./grammar.ts";
import { answerMarker, extractAnswer } from "./prompt.ts";
import type { Statement } from "./statement.ts";

export type { ParsedHop };

export interface ParsedChain {
  /** In the order stated. Subjects, and objects of person relations, are names of people of the graph. */
  readonly hops: readonly ParsedHop[];
  /** Everything before the answer that states no fact: sentences nobody taught, people who do not exist. */
  readonly malformed: readonly string[];
  /** In the graph's spelling where it is known; the reward asks more (`extractAnswer`). */
  readonly answer?: string;
}

/**
 * Reads a completion in any wording of the graph's relations, whatever its letter case, spacing, numbering, emphasis and
 * connectives. Never throws: what it cannot read is `malformed`.
 */
export function parseChain(completion: string, graph: KnowledgeGraph): ParsedChain {
  const grammar = grammarOf(graph);
  const { chain, answer } = splitAnswer(completion);
  const { parts } = new ChainReader(chain, grammar);
  return {
    hops: parts.filter((part) => typeof part !== "string"),
    malformed: parts.filter((part) => typeof part === "string"),
    ...(answer !== undefined && { answer: spellingOf(answer, grammar) }),
  };
}

/** What a completion says before its answer, in its order: the hops of `parseChain`, and what is malformed as text. */
export function parseParts(completion: string, graph: KnowledgeGraph): readonly (ParsedHop | string)[] {
  return new ChainReader(splitAnswer(completion).chain, grammarOf(graph)).parts;
}

/** "Therefore, the final answer is **X**.", "Answer: X" */
const answerVariant =
  /(?:^|[.!?;,:)\n]|\b(?:so|therefore|thus|hence|and))[\s*_]{0,8}(?:(?:so|therefore|thus|hence)[,\s]{1,4})?(?:the\s)?(?:(?:final|correct)\s)?answer[\s*_]{0,8}(?:is|:|=)[\s*_]{0,8}:?/gi;

function splitAnswer(completion: string): { chain: string; answer: string | undefined } {
  const marker = completion.lastIndexOf(answerMarker);
  if (marker >= 0) return { chain: completion.slice(0, marker), answer: extractAnswer(completion) };
  let last: RegExpExecArray | undefined;
  for (const match of completion.matchAll(answerVariant)) last = match;
  if (!last) return { chain: completion, answer: undefined };
  const [line] = completion
    .slice(last.index + last[0].length)
    .trimStart()
    .split("\n", 1);
  const isPunctuated = /^[.!?;,:)]/.test(last[0]);
  return { chain: completion.slice(0, last.index + Number(isPunctuated)), answer: line!.trimEnd() || undefined };
}

/** The name or value that an answer spells in its own way, if need be without the full stop behind it. */
function spellingOf(answer: string, { known }: Grammar): string {
  const folded = foldText(answer).text;
  const spellings = [folded, folded.replace(/\.$/, "")].flatMap((text) =>
    [...known.values()].flatMap((lexicon) => lexicon.get(text)),
  );
  if (spellings.includes(answer)) return answer;
  return spellings[0] ?? answer.replace(/^[*_`]{1,4}|\.?[*_`]{0,4}\.?$/g, "");
}

/** Strict: the gold chain's hops in its order, nothing else beside them, and the gold answer; in any wording. */
export function chainMatches(parsed: ParsedChain, gold: readonly Statement[]): boolean {
  const hops = gold.map(hopOf);
  return (
    parsed.malformed.length === 0 &&
    parsed.hops.length === hops.length &&
    parsed.hops.every((hop, i) => sameHop(hop, hops[i]!)) &&
    parsed.answer === hops.at(-1)?.object
  );
}

/** What a statement says, as text. */
export function hopOf({ text, triple, subject, object }: Statement): ParsedHop {
  return { subject: text.slice(...subject), relation: triple.relation, object: text.slice(...object) };
}

/** Whether what is stated is the fact wanted, from whichever of its ends. */
export function sameHop(stated: ParsedHop, wanted: ParsedHop): boolean {
  const { subject, relation, object, inverse } = stated;
  return (
    (subject === wanted.subject && relation === wanted.relation && object === wanted.object) ||
    (subject === wanted.object && inverse === wanted.relation && object === wanted.subject)
  );
}
