import type { CompactGraph } from "../graph/compact.ts";
import type { Range } from "../graph/people.ts";
import { walk, type Walk } from "../paths/walk.ts";
import { createRandom, hashAfter, type Random } from "../random.ts";
import type { Question, RelationPath, Split } from "./types.ts";

/** A path asked of a start person in a world. */
export interface Instance extends Walk {
  readonly path: RelationPath;
  readonly world: number;
  /** The texts of an imported question. */
  readonly verbatim?: Question["verbatim"];
}

/**
 * All instances of a path in a split, each once, evenly over start persons first and worlds second. `starts` are the
 * people who have the path's first relation. I.I.D. paths are divided between the splits by start person. A walk in circles
 * whose context would state a parametric hop from its other end is left out.
 */
export function* instancesOf(
  graph: CompactGraph,
  path: RelationPath,
  split: Split,
  starts: Range,
  seed: number,
): Generator<Instance> {
  const worlds = path.skill === "mem" ? 1 : graph.worlds;
  const order = strideThrough(starts, createRandom(seed, "instances", path.id, split));
  const keyOf = hashAfter(`${seed}/${path.id}/`);
  const told = inversesAmong(graph, path.relations);
  for (let round = 0; round < worlds; round++) {
    for (let i = 0; i < starts.count; i++) {
      const start = order(i);
      const key = keyOf(String(start));
      if (path.splits.length > 1 && path.splits[key & 1] !== split) continue;
      const world = ((key >>> 1) + round) % worlds;
      const found = walk(graph, path.relations, start, world);
      if (found && !told.some(([hop, back]) => found.entities[back] === (found.entities[hop + 1] ?? found.answer)))
        yield { entities: found.entities, answer: found.answer, path, world };
    }
  }
}

/** Pairs of a parametric hop and a later or earlier one whose contextual relation is its inverse. */
function inversesAmong(graph: CompactGraph, relations: readonly string[]): [hop: number, back: number][] {
  return relations.flatMap((name, hop) => {
    const { group, inverse } = graph.relation(name);
    const back = relations.findIndex((other) => other === inverse && graph.relation(other).group === "contextual");
    return group === "parametric" && back >= 0 ? [[hop, back] as [number, number]] : [];
  });
}

/** A random order of a range in constant memory: steps of a random length that shares no factor with its size. */
function strideThrough({ first, count }: Range, random: Random): (i: number) => number {
  const offset = random.integer(count);
  let stride = 1 + random.integer(count);
  while (greatestCommonDivisor(stride, count) > 1) stride = 1 + random.integer(count);
  return (i) => first + ((offset + i * stride) % count);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** Up to `count` items, one from each source in turn. */
export function takeInTurn<T>(sources: readonly Iterator<T>[], count: number): T[] {
  const taken: T[] = [];
  let open = [...sources];
  while (taken.length < count && open.length > 0) {
    const stillOpen: Iterator<T>[] = [];
    for (const source of open) {
      if (taken.length === count) break;
      const next = source.next();
      if (next.done) continue;
      taken.push(next.value);
      stillOpen.push(source);
    }
    open = stillOpen;
  }
  return taken;
}
