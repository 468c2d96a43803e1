import { relations } from "./relations.ts";
import type { Relation } from "./types.ts";

/** The relations a curriculum uses (without `names`: all), in the order of the table. */
export function selectRelations(names?: readonly string[]): Relation[] {
  return relations.filter(({ name }) => names?.includes(name) ?? true);
}
