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

/** FNV-1a with a final avalanche (murmur3's), 32 bits; also picks wordings by key. */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
