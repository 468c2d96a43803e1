import { byteCharacters } from "./bytes.ts";
import { Heap } from "./heap.ts";

/** The vocabulary (index = id) and the merges that made it, best first. */
export interface BytePairs {
  readonly vocabulary: readonly string[];
  readonly merges: readonly (readonly [string, string])[];
}

interface Candidate {
  readonly left: number;
  readonly right: number;
  readonly count: number;
}

interface Word {
  ids: number[];
  readonly count: number;
}

const minimumCount = 2;

/**
 * Byte-pair encoding (Sennrich et al. 2016) over words, spelled in the byte alphabet, with their counts. The most
 * frequent pair is merged first; ties go to the lower ids, so the result does not depend on the order of the words.
 * Ends before `size` entries when no pair occurs twice.
 */
export function trainBytePairs(wordCounts: ReadonlyMap<string, number>, size: number): BytePairs {
  const vocabulary = [...byteCharacters];
  const ids = new Map(vocabulary.map((token, id) => [token, id]));
  const merges: [string, string][] = [];
  const words: Word[] = Array.from(wordCounts, ([text, count]) => ({
    ids: Array.from(text, (character) => ids.get(character)!),
    count,
  }));
  const pairs = new PairCounts(words);
  while (vocabulary.length < size) {
    const best = pairs.mostFrequent();
    if (best === undefined) break;
    const left = vocabulary[best.left]!;
    const right = vocabulary[best.right]!;
    const merged = left + right;
    // Two different pairs can spell the same token; it keeps one id.
    const id = ids.get(merged) ?? vocabulary.push(merged) - 1;
    ids.set(merged, id);
    merges.push([left, right]);
    pairs.merge(best, id);
  }
  return { vocabulary, merges };
}

/** How often each pair of neighbours occurs, kept up to date as pairs are merged. */
class PairCounts {
  readonly #words: readonly Word[];
  readonly #counts = new Map<string, number>();
  /** Words in which a pair occurs or once occurred. */
  readonly #places = new Map<string, Set<number>>();
  /** Holds outdated counts too; they are recognized when popped. */
  readonly #queue = new Heap<Candidate>(
    (a, b) =>
      a.count > b.count || (a.count === b.count && (a.left < b.left || (a.left === b.left && a.right < b.right))),
  );

  constructor(words: readonly Word[]) {
    this.#words = words;
    const touched = new Map<string, Candidate>();
    for (let i = 0; i < words.length; i++) this.#add(i, 1, touched);
    this.#enqueue(touched);
  }

  mostFrequent(): Candidate | undefined {
    for (let top = this.#queue.pop(); top !== undefined; top = this.#queue.pop())
      if (top.count >= minimumCount && this.#counts.get(key(top.left, top.right)) === top.count) return top;
    return undefined;
  }

  merge(pair: Candidate, id: number): void {
    const touched = new Map<string, Candidate>();
    for (const index of this.#places.get(key(pair.left, pair.right))!) {
      const word = this.#words[index]!;
      this.#add(index, -1, touched);
      word.ids = mergePair(word.ids, pair, id);
      this.#add(index, 1, touched);
    }
    this.#enqueue(touched);
  }

  #add(index: number, sign: 1 | -1, touched: Map<string, Candidate>): void {
    const { ids, count } = this.#words[index]!;
    for (let i = 0; i + 1 < ids.length; i++) {
      const left = ids[i]!;
      const right = ids[i + 1]!;
      const name = key(left, right);
      this.#counts.set(name, (this.#counts.get(name) ?? 0) + sign * count);
      touched.set(name, { left, right, count: 0 });
      if (sign === 1) (this.#places.get(name) ?? this.#places.set(name, new Set()).get(name)!).add(index);
    }
  }

  #enqueue(touched: ReadonlyMap<string, Candidate>): void {
    for (const [name, pair] of touched) {
      const count = this.#counts.get(name)!;
      if (count >= minimumCount) this.#queue.push({ ...pair, count });
    }
  }
}

const key = (left: number, right: number): string => `${left} ${right}`;

function mergePair(ids: readonly number[], { left, right }: Candidate, merged: number): number[] {
  const result: number[] = [];
  for (let i = 0; i < ids.length; i++) {
    const matches = ids[i] === left && ids[i + 1] === right;
    result.push(matches ? merged : ids[i]!);
    if (matches) i++;
  }
  return result;
}
