export interface LexiconMatch<T> {
  readonly end: number;
  readonly entries: readonly T[];
}

/** Finds which of many texts another text goes on with, in time that does not depend on how many there are. */
export class Lexicon<T> {
  readonly #entries = new Map<string, T[]>();
  /** Of the texts that begin with a character, longest first. */
  readonly #lengths = new Map<number, number[]>();

  /** Empty texts are left out. */
  constructor(entries: Iterable<readonly [text: string, entry: T]>) {
    for (const [text, entry] of entries) {
      if (text === "") continue;
      const found = this.#entries.get(text);
      if (found) found.push(entry);
      else this.#entries.set(text, [entry]);
    }
    const lengths = new Map<number, Set<number>>();
    for (const text of this.#entries.keys()) {
      const first = text.charCodeAt(0);
      lengths.set(first, (lengths.get(first) ?? new Set()).add(text.length));
    }
    for (const [first, set] of lengths)
      this.#lengths.set(
        first,
        [...set].sort((a, b) => b - a),
      );
  }

  /** What `text` has at `start`, longest first. */
  matches(text: string, start: number): LexiconMatch<T>[] {
    const found: LexiconMatch<T>[] = [];
    for (const length of this.#lengths.get(text.charCodeAt(start)) ?? []) {
      const entries = this.#entries.get(text.slice(start, start + length));
      if (entries) found.push({ end: start + length, entries });
    }
    return found;
  }

  /** The entries of the whole text. */
  get(text: string): readonly T[] {
    return this.#entries.get(text) ?? [];
  }
}
