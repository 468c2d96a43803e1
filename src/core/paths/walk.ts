import { NO_FACT, type CompactGraph } from "../graph/compact.ts";
import type { FactObject, PersonId } from "../graph/types.ts";

export interface Walk {
  /** The person each hop starts from. */
  readonly entities: readonly PersonId[];
  readonly answer: FactObject;
}

/** Follows relations from a person; undefined where somebody on the way lacks the next relation. */
export function walk(
  graph: CompactGraph,
  relations: readonly string[],
  start: PersonId,
  world: number,
): Walk | undefined {
  const entities: PersonId[] = [];
  let at = start;
  for (const relation of relations) {
    if (at === NO_FACT) return undefined;
    entities.push(at);
    at = graph.row(relation, world)[at]!;
  }
  if (at === NO_FACT) return undefined;
  return { entities, answer: graph.object(entities.at(-1)!, relations.at(-1)!, world)! };
}

/** Whether anybody can follow the relations to an answer in a world. */
export function someoneWalks(graph: CompactGraph, relations: readonly string[], world: number): boolean {
  const rows = relations.map((relation) => graph.row(relation, world));
  for (let start = 0; start < graph.people.length; start++) {
    let at = start;
    for (let hop = 0; hop < rows.length && at !== NO_FACT; hop++) at = rows[hop]![at]!;
    if (at !== NO_FACT) return true;
  }
  return false;
}
