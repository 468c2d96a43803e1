import { foldText, type FoldedText } from "./fold.ts";
import type { Grammar, Link } from "./grammar.ts";
import { skipLeadIn } from "./lead-in.ts";

/** A fact as a completion states it, true or not; subject and object are text. */
export interface ParsedHop {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
  /** The relation that says the same of the object. */
  readonly inverse?: string;
}

interface Fact {
  readonly hop: ParsedHop;
  /** Where reading goes on. */
  readonly next: number;
}

/** How an object ends, best first: as its statement does, as a sentence does, before the next statement, before an aside. */
const endings = ["asTaught", "sentence", "joined", "aside"] as const;

interface Ending {
  readonly kind: (typeof endings)[number];
  readonly next: number;
}

const mostLeadIns = 4;
const longestAside = 100;

const isMark = (character: string): boolean => !/[\p{L}\p{N}]/u.test(character);

/**
 * Reads statements one after the other, in time linear in the text's length: everything it looks for is found by lookup,
 * and it looks ahead only as far as to the next statement or the end of the sentence.
 */
export class ChainReader {
  /** In the order stated: facts, and what states none as text. */
  readonly parts: (ParsedHop | string)[] = [];
  readonly #folded: FoldedText;
  readonly #grammar: Grammar;

  constructor(text: string, grammar: Grammar) {
    this.#folded = foldText(text);
    this.#grammar = grammar;
    for (let start = 0; start < this.#text.length;) {
      const fact = this.#factAt(start);
      if (fact) this.parts.push(fact.hop);
      start = fact?.next ?? this.#setAside(start);
    }
  }

  get #text(): string {
    return this.#folded.text;
  }

  #factAt(start: number): Fact | undefined {
    for (const place of this.#placesFrom(start)) {
      const fact = this.#readFact(place);
      if (fact) return fact;
    }
    return undefined;
  }

  /** `start`, and what stands behind the words that only lead to a statement. */
  #placesFrom(start: number): number[] {
    const places = [start];
    for (let i = 0; i < mostLeadIns; i++) {
      const next = skipLeadIn(this.#folded, places[i]!);
      if (next === places[i]) break;
      places.push(next);
    }
    return places;
  }

  /** The fact stated from `start` on: words apart before words run together, then objects that are known before others. */
  #readFact(start: number): Fact | undefined {
    let best: (Fact & { rank: number }) | undefined;
    for (const { subject, link, end, runTogether } of this.#beginnings(start)) {
      const isRunTogether = runTogether || !this.#isApart(end);
      const known = this.#knownObject(link, end);
      const object = known ?? (isRunTogether ? undefined : this.#unknownObject(link, end));
      const rank = (isRunTogether ? 2 : 0) + (known ? 0 : 1);
      if (!object || rank >= (best?.rank ?? Infinity)) continue;
      const { relation, inverse } = link;
      const hop = { subject, relation, object: object.text, ...(inverse !== undefined && { inverse }) };
      best = { hop, next: object.next, rank };
      if (rank === 0) break;
    }
    return best;
  }

  /** Subjects with what may be said of them, the longest first. */
  *#beginnings(start: number): Generator<{ subject: string; link: Link; end: number; runTogether: boolean }> {
    for (const { before, links } of this.#grammar.openings) {
      if (!this.#text.startsWith(before, start)) continue;
      const from = start + before.length;
      for (const { end: subjectEnd, entries } of this.#grammar.people.matches(this.#text, from)) {
        const subject = this.#asWritten(entries, from, subjectEnd);
        const runTogether = !this.#isApart(subjectEnd) && !isMark(this.#text.charAt(subjectEnd));
        for (const { end, entries: said } of links.matches(this.#text, subjectEnd))
          for (const link of said) yield { subject, link, end, runTogether };
      }
    }
  }

  #knownObject(link: Link, start: number): { text: string; next: number } | undefined {
    let best: { text: string; next: number; rank: number } | undefined;
    for (const { end, entries } of this.#grammar.known.get(link.object)?.matches(this.#text, start) ?? []) {
      if (!this.#text.startsWith(link.after, end)) continue;
      const ending = this.#endingAt(end + link.after.length, link);
      const rank = ending ? endings.indexOf(ending.kind) : endings.length;
      if (ending && rank < (best?.rank ?? endings.length))
        best = { text: this.#asWritten(entries, start, end), next: ending.next, rank };
    }
    return best;
  }

  /** Of attributes alone: an object that is no value of the graph, up to where the statement ends. */
  #unknownObject({ object, after }: Link, start: number): { text: string; next: number } | undefined {
    if (object === "person") return undefined;
    const { end, next } = this.#clauseEnd(start);
    const objectEnd = end - after.length;
    if (objectEnd <= start || !this.#text.startsWith(after, objectEnd)) return undefined;
    return { text: this.#slice(start, objectEnd), next };
  }

  /** How a statement ends at `end`, or behind words in parentheses there; undefined where its last words go on. */
  #endingAt(end: number, link: Link): Ending | undefined {
    const aside = this.#text[end] === "(" ? this.#text.slice(end, end + longestAside).indexOf(")") : -1;
    return this.#endingRightAt(end, link) ?? (aside < 0 ? undefined : this.#endingRightAt(end + aside + 1, link));
  }

  #endingRightAt(end: number, { object, mark }: Link): Ending | undefined {
    const text = this.#text;
    let next = end;
    while (next < text.length && ".!?;)".includes(text.charAt(next))) next++;
    if (next > end && (this.#isWordStart(next) || this.#statementFollows(next)))
      return { kind: text[end] === mark ? "asTaught" : "sentence", next };
    if (end === text.length || this.#isLineEnd(end)) return { kind: "sentence", next: end };
    const isComma = text[end] === ",";
    const joint = isComma ? end + 1 : end;
    if (this.#statementFollows(joint)) return { kind: "joined", next: joint };
    // "…'s boss is Anna Smith, who …"; a value may go on after a comma ("Paris, Texas").
    return isComma && object === "person" ? { kind: "aside", next: joint } : undefined;
  }

  /** Whether a subject and what may be said of it follow, or nothing but words that would lead to it. */
  #statementFollows(start: number): boolean {
    const places = this.#placesFrom(start);
    return places.at(-1) === this.#text.length || places.some((place) => !this.#beginnings(place).next().done);
  }

  /** The end of the sentence or line, or where the next statement begins within it. */
  #clauseEnd(start: number): { end: number; next: number } {
    const text = this.#text;
    for (let i = start + 1; i < text.length; i++) {
      const isWordStart = this.#isWordStart(i);
      const before = text.charAt(i - 1);
      if (isWordStart && (".!?".includes(before) || this.#isLineEnd(i))) {
        return { end: before === "." ? i - 1 : i, next: i };
      }
      const isPunctuated = ",;:".includes(before);
      if (isPunctuated && this.#statementFollows(i)) return { end: i - 1, next: i };
      if (isWordStart && !isPunctuated && skipLeadIn(this.#folded, i) > i && this.#statementFollows(i))
        return { end: i, next: i };
    }
    return { end: text.endsWith(".") ? text.length - 1 : text.length, next: text.length };
  }

  /** Passes over a clause that states no fact; words that only lead to one are no offence. */
  #setAside(start: number): number {
    const { next } = this.#clauseEnd(start);
    if (this.#placesFrom(start).at(-1)! < next) this.parts.push(this.#slice(start, next));
    return next;
  }

  /** Of texts that differ in what folding drops, the one that is meant. */
  #asWritten(entries: readonly string[], start: number, end: number): string {
    if (entries.length === 1) return entries[0]!;
    const written = this.#slice(start, end);
    return entries.find((entry) => entry === written) ?? entries[0]!;
  }

  /** As it stands in the source, with single spaces. */
  #slice(start: number, end: number): string {
    const { source, at } = this.#folded;
    return source.slice(at[start], at[end - 1]! + 1).replace(/\s+/g, " ");
  }

  /** Whether something that folding drops stands before it, or nothing at all follows. */
  #isWordStart(index: number): boolean {
    const { text, at } = this.#folded;
    return index === text.length || at[index]! > at[index - 1]! + 1;
  }

  /** Whether it is not one word with what stands before it. */
  #isApart(index: number): boolean {
    return this.#isWordStart(index) || isMark(this.#text.charAt(index - 1));
  }

  #isLineEnd(index: number): boolean {
    const { source, at } = this.#folded;
    return source.slice(at[index - 1]! + 1, at[index]).includes("\n");
  }
}
