import type { KnowledgeGraph, Relation } from "../graph/types.ts";
import { answerMarker, extractAnswer } from "./prompt.ts";
import type { Statement } from "./statement.ts";
import { statementTemplate } from "./template.ts";

/** A fact as a completion states it, true or not; subject and object are text. */
export interface ParsedHop {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
}

export interface ParsedChain {
  /** In the order stated. Subjects, and objects of person relations, are names of people of the graph. */
  readonly hops: readonly ParsedHop[];
  /** Everything before the answer that states no fact: sentences nobody taught, people who do not exist. */
  readonly malformed: readonly string[];
  readonly answer?: string;
}

/** Reads a completion in any wording of the graph's relations. Never throws: what it cannot read is `malformed`. */
export function parseChain(completion: string, graph: KnowledgeGraph): ParsedChain {
  const marker = completion.lastIndexOf(answerMarker);
  const chain = (marker < 0 ? completion : completion.slice(0, marker)).trim();
  const answer = extractAnswer(completion);
  const parsed = readSentences(chain, grammarOf(graph));
  return answer === undefined ? parsed : { ...parsed, answer };
}

/** Strict: the gold chain's hops in its order, nothing else beside them, and the gold answer; any wording. */
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

export function sameHop(a: ParsedHop, b: ParsedHop): boolean {
  return a.subject === b.subject && a.relation === b.relation && a.object === b.object;
}

interface Pattern {
  readonly relation: Relation;
  /** Groups: subject, object. */
  readonly sentence: RegExp;
}

interface Grammar {
  readonly patterns: readonly Pattern[];
  readonly names: ReadonlySet<string>;
}

const grammars = new WeakMap<KnowledgeGraph, Grammar>();

function grammarOf(graph: KnowledgeGraph): Grammar {
  let grammar = grammars.get(graph);
  if (!grammar) {
    const patterns = graph.relations.flatMap((relation) =>
      relation.statements.map((wording) => ({ relation, sentence: sentencePattern(wording) })),
    );
    grammar = { patterns, names: new Set(graph.people.map(({ name }) => name)) };
    grammars.set(graph, grammar);
  }
  return grammar;
}

function sentencePattern(wording: string): RegExp {
  const { before, between, after } = statementTemplate(wording);
  return new RegExp(`^${escape(before)}(.+?)${escape(between)}(.+)${escape(after)}$`, "s");
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** In full stops: bounds the work on a completion that runs wild. */
const longestSentence = 5;

/**
 * Names and values may hold full stops themselves ("Apt. 4"), so a sentence ends at the first full stop up to which it
 * states a fact about known people and after which the text ends or another fact begins.
 */
function readSentences(chain: string, grammar: Grammar): Pick<ParsedChain, "hops" | "malformed"> {
  const starts = sentenceStarts(chain);
  const hops: ParsedHop[] = [];
  const malformed: string[] = [];
  // facts[i]: the fact that begins at starts[i], and the index of the start after it. Filled from the end, so that each
  // sentence knows whether a fact follows.
  const facts: ({ hop: ParsedHop; next: number } | undefined)[] = [];
  const last = starts.length - 1;
  for (let i = last - 1; i >= 0; i--) {
    let provisional: { hop: ParsedHop; next: number } | undefined;
    for (let next = i + 1; next <= Math.min(last, i + longestSentence) && !facts[i]; next++) {
      const hop = readFact(chain.slice(starts[i], starts[next]).trim(), grammar);
      if (!hop) continue;
      provisional ??= { hop, next };
      if (next === last || facts[next] || grammar.names.has(hop.object)) facts[i] = { hop, next };
    }
    facts[i] ??= provisional;
  }
  for (let i = 0; i < last;) {
    const fact = facts[i];
    if (fact) hops.push(fact.hop);
    else malformed.push(chain.slice(starts[i], starts[i + 1]).trim());
    i = fact?.next ?? i + 1;
  }
  return { hops, malformed };
}

/** Where a sentence may begin: at 0, after each full stop followed by white space, and at the end. */
function sentenceStarts(chain: string): number[] {
  if (chain === "") return [0];
  return [0, ...Array.from(chain.matchAll(/\.\s+/g), ({ index, 0: stop }) => index + stop.length), chain.length];
}

/** The fact a sentence states about people the graph knows. */
function readFact(sentence: string, { patterns, names }: Grammar): ParsedHop | undefined {
  for (const { relation, sentence: pattern } of patterns) {
    const match = pattern.exec(sentence);
    if (!match) continue;
    const [, subject, object] = match as unknown as [string, string, string];
    if (names.has(subject) && (relation.object !== "person" || names.has(object))) {
      return { subject, relation: relation.name, object };
    }
  }
  return undefined;
}
