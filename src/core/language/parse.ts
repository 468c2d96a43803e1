import type { KnowledgeGraph, ObjectKind, Relation } from "../graph/types.ts";
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

function sameHop(a: ParsedHop, b: ParsedHop): boolean {
  return a.subject === b.subject && a.relation === b.relation && a.object === b.object;
}

interface Grammar {
  readonly patterns: readonly { readonly relation: Relation; readonly sentence: RegExp }[];
  /** Everybody's name, and the values of each kind. */
  readonly known: Readonly<Partial<Record<ObjectKind, ReadonlySet<string>>>> & { readonly person: ReadonlySet<string> };
}

const grammars = new WeakMap<KnowledgeGraph, Grammar>();

function grammarOf(graph: KnowledgeGraph): Grammar {
  let grammar = grammars.get(graph);
  if (!grammar) {
    const patterns = graph.relations.flatMap((relation) =>
      relation.statements.map((wording) => ({ relation, sentence: sentencePattern(wording) })),
    );
    const values = Object.entries(graph.values).map(([kind, all]) => [kind, new Set(all)] as const);
    const person = new Set(graph.people.map(({ name }) => name));
    grammar = { patterns, known: { ...Object.fromEntries(values), person } };
    grammars.set(graph, grammar);
  }
  return grammar;
}

/** Captures subject and object. */
function sentencePattern(wording: string): RegExp {
  const { before, between, after } = statementTemplate(wording);
  return new RegExp(`^${escape(before)}(.+?)${escape(between)}(.+)${escape(after)}$`, "s");
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function readSentences(chain: string, grammar: Grammar): Pick<ParsedChain, "hops" | "malformed"> {
  const hops: ParsedHop[] = [];
  const malformed: string[] = [];
  for (let start = 0; start < chain.length;) {
    const ends = sentenceEnds(chain, start);
    const fact = readFact(chain, start, ends, grammar);
    if (fact) hops.push(fact.hop);
    else malformed.push(chain.slice(start, ends[0]));
    start = fact?.end ?? ends[0]!;
    while (/\s/.test(chain.charAt(start))) start++;
  }
  return { hops, malformed };
}

/** In full stops; bounds the work on a completion that runs wild. */
const longestSentence = 5;

/** Where the sentence that begins at `start` may end: names and values can hold full stops themselves ("Apt. 4"). */
function sentenceEnds(chain: string, start: number): number[] {
  const ends: number[] = [];
  const fullStop = /\.(?=\s|$)/g;
  fullStop.lastIndex = start;
  while (ends.length < longestSentence && fullStop.test(chain)) ends.push(fullStop.lastIndex);
  return ends.length > 0 ? ends : [chain.length];
}

/** The fact stated from `start` on: the first whose object is known, else the first about a known person's attribute. */
function readFact(
  chain: string,
  start: number,
  ends: readonly number[],
  { patterns, known }: Grammar,
): { hop: ParsedHop; end: number } | undefined {
  let likely: { hop: ParsedHop; end: number } | undefined;
  for (const end of ends) {
    const text = chain.slice(start, end);
    for (const { relation, sentence } of patterns) {
      const [, subject, object] = sentence.exec(text) ?? [];
      if (subject === undefined || object === undefined || !known.person.has(subject)) continue;
      const fact = { hop: { subject, relation: relation.name, object }, end };
      if (known[relation.object]?.has(object)) return fact;
      if (relation.object !== "person") likely ??= fact;
    }
  }
  return likely;
}
