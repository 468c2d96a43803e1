import { answerMarker } from "../../language/prompt.ts";
import type { ImportedRecord } from "./normalize.ts";

/** Different wordings of a relation that are counted; beyond them chains are not written from wordings. */
const mostCounted = 200;
/** Wordings of a relation that a curriculum can use. */
const mostKept = 20;

/** How chains of thought state each relation: the text around the known subject and object of a hop. */
export class WordingSurvey {
  readonly #counts = new Map<string, Map<string, number>>();
  #hops = 0;
  #unread = 0;

  /** Hops seen, and those among them whose sentence was not found or names the object first. */
  get hops(): { readonly seen: number; readonly unread: number } {
    return { seen: this.#hops, unread: this.#unread };
  }

  add({ relation_path: relations, entities, answer_cot, answer }: ImportedRecord): void {
    let rest = answer_cot.slice(0, answer_cot.lastIndexOf(answerMarker));
    relations.forEach((relation, hop) => {
      this.#hops++;
      const found = statementIn(rest, entities[hop]!, entities[hop + 1] ?? answer);
      if (!found) {
        this.#unread++;
        return;
      }
      rest = rest.slice(found.end);
      if (found.wording === undefined) this.#unread++;
      else this.#count(relation, found.wording);
    });
  }

  #count(relation: string, wording: string): void {
    let counts = this.#counts.get(relation);
    if (!counts) this.#counts.set(relation, (counts = new Map<string, number>()));
    if (counts.has(wording) || counts.size < mostCounted) counts.set(wording, (counts.get(wording) ?? 0) + 1);
  }

  /** The relation's wordings, the most frequent first. Of those seen once some are slips, where others are seen often. */
  of(relation: string): readonly string[] {
    const counted = [...(this.#counts.get(relation) ?? [])].sort(([, a], [, b]) => b - a);
    const often = counted.filter(([, count]) => count > 1);
    return (often.length > 0 ? often : counted).slice(0, mostKept).map(([wording]) => wording);
  }
}

/** The first sentence that names both; its wording where it names the subject first. Names may hold full stops. */
function statementIn(
  text: string,
  subject: string,
  object: string,
): { readonly end: number; readonly wording?: string } | undefined {
  for (const { index } of text.matchAll(/[.!?](?=\s|$)/g)) {
    const end = index + 1;
    const sentence = text.slice(0, end).trimStart();
    if (!sentence.includes(subject)) continue;
    const wording = wordingOf(sentence, subject, object);
    if (wording !== undefined) return { end, wording };
    if (wordingOf(sentence, object, subject) !== undefined) return { end };
  }
  return undefined;
}

const inWord = /^[\p{L}\p{N}]|[\p{L}\p{N}]$/u;

function wordingOf(sentence: string, subject: string, object: string): string | undefined {
  const start = sentence.indexOf(subject);
  const from = start + subject.length;
  const at = sentence.lastIndexOf(object);
  if (start < 0 || at <= from || /[{}]/.test(sentence)) return undefined;
  const [before, between, after] = [
    sentence.slice(0, start),
    sentence.slice(from, at),
    sentence.slice(at + object.length),
  ];
  // "Ann" of "Anna" is nobody's name.
  if (/[\p{L}\p{N}]$/u.test(before) || inWord.test(between) || /^[\p{L}\p{N}]/u.test(after)) return undefined;
  // A further sentence in front: that of a hop nobody found.
  return /[.!?]\s/.test(before) ? undefined : `${before}{subject}${between}{object}${after}`;
}
