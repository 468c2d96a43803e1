import type { Curriculum } from "../curriculum/schema.ts";
import { relations as paperRelations } from "./relations.ts";
import type { Relation } from "./types.ts";

/** The relations that a curriculum uses, in the order of the table they come from. */
export function relationsOf({ graph, sources }: Pick<Curriculum, "graph" | "sources">): Relation[] {
  const all = sources?.relations ?? paperRelations;
  const names = new Set(graph.relations ?? sources?.names ?? all.map(({ name }) => name));
  return all.filter(({ name }) => names.has(name));
}
