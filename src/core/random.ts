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
  const generator = xoroshiro128plus(hash(JSON.stringify([seed, ...labels])));
  const integer = (n: number): number => uniformInt(generator, 0, n - 1);
  const sample = <T>(items: readonly T[], count: number): T[] => {
    const pool = [...items];
    for (let i = 0; i < count; i++) {
      const j = i + integer(pool.length - i);
      [pool[i], pool[j]] = [pool[j]!, pool[i]!];
    }
    pool.length = count;
    return pool;
  };
  return {
    float: () => uniformFloat64(generator),
    integer,
    pick: (items) => items[integer(items.length)]!,
    shuffle: (items) => sample(items, items.length),
    sample,
  };
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
