import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A seeded stream of random numbers, the same on every platform. */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  float(): number;
  /** Uniform in 0 … n − 1. */
  integer(n: number): number;
  pick<T>(items: readonly T[]): T;
  shuffle<T>(items: readonly T[]): T[];
  /** `count` different items, in random order. */
  sample<T>(items: readonly T[], count: number): T[];
}

/** An independent stream for each seed and path of labels, so that one part's draws never shift another's. */
export function createRandom(seed: number, ...labels: readonly (string | number)[]): Random {
  return new Xoroshiro(hash(JSON.stringify([seed, ...labels])));
}

/** `createRandom` for many streams that differ in their last label alone. */
export function createRandoms(seed: number, ...labels: readonly (string | number)[]): (last: string) => Random {
  const keyOf = hashAfter(JSON.stringify([seed, ...labels]).slice(0, -1));
  return (last) => new Xoroshiro(keyOf(`,${JSON.stringify(last)}]`));
}

class Xoroshiro implements Random {
  readonly #generator: ReturnType<typeof xoroshiro128plus>;

  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed);
  }

  float(): number {
    return uniformFloat64(this.#generator);
  }

  integer(n: number): number {
    return uniformInt(this.#generator, 0, n - 1);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.integer(items.length)]!;
  }

  shuffle<T>(items: readonly T[]): T[] {
    return this.sample(items, items.length);
  }

  sample<T>(items: readonly T[], count: number): T[] {
    const pool = [...items];
    for (let i = 0; i < count; i++) {
      const j = i + this.integer(pool.length - i);
      const drawn = pool[j]!;
      pool[j] = pool[i]!;
      pool[i] = drawn;
    }
    pool.length = count;
    return pool;
  }
}

const offsetBasis = 0x811c9dc5;

/** FNV-1a with a final avalanche (murmur3's), 32 bits; also picks wordings by key. */
export function hash(text: string): number {
  return avalanche(mix(offsetBasis, text));
}

/** `hash` of texts with the same beginning. */
export function hashAfter(beginning: string): (rest: string) => number {
  const begun = mix(offsetBasis, beginning);
  return (rest) => avalanche(mix(begun, rest));
}

function mix(h: number, text: string): number {
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h;
}

function avalanche(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
