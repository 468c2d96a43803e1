/** Which items (questions, by number) hold a key (a path, a person): an inverted index in two typed arrays. */
export class Postings {
  /** Of each key's first item, and the end. */
  readonly #start: Uint32Array;
  readonly #items: Uint32Array;

  /**
   * @param keys how many there are; keys are 0 … keys - 1
   * @param each gives all pairs, items ascending; called twice. A pair that is given again counts once.
   */
  constructor(keys: number, each: (add: (key: number, item: number) => void) => void) {
    const distinct = (add: (key: number, item: number) => void): void => {
      const latest = new Int32Array(keys).fill(-1);
      each((key, item) => {
        if (latest[key] === item) return;
        latest[key] = item;
        add(key, item);
      });
    };
    const start = new Uint32Array(keys + 1);
    distinct((key) => start[key + 1]!++);
    for (let key = 0; key < keys; key++) start[key + 1]! += start[key]!;
    const items = new Uint32Array(start[keys]!);
    const next = start.slice();
    distinct((key, item) => (items[next[key]!++] = item));
    this.#start = start;
    this.#items = items;
  }

  /** Ascending; none of a key that there is not. */
  of(key: number): Uint32Array {
    return this.#items.subarray(this.#start[key] ?? 0, this.#start[key + 1] ?? 0);
  }

  count(key: number): number {
    return this.of(key).length;
  }
}
