import { readFile } from "node:fs/promises";
import { relations as paperRelations } from "../../graph/relations.ts";
import { readTriples } from "../../graph/triples.ts";
import type { Relation } from "../../graph/types.ts";
import { draftRelation } from "./draft-relation.ts";

/**
 * A table for triples that come without one: the paper's relations where they are named, drafts of the others, by turns
 * parametric and contextual. A relation leads to people where most of its objects are subjects elsewhere.
 * @throws UserError where a line is no triple
 */
export async function draftTable(file: string): Promise<Relation[]> {
  const triples = readTriples(await readFile(file, "utf8"), file);
  const subjects = new Set(triples.map(([subject]) => subject));
  const objects = new Map<string, Set<string>>();
  for (const [, relation, object] of triples) objects.set(relation, (objects.get(relation) ?? new Set()).add(object));
  let drafted = 0;
  return [...objects].map(([name, own]) => {
    const known = paperRelations.find((relation) => relation.name === name);
    if (known) return known;
    const toPeople = [...own].filter((object) => subjects.has(object)).length * 2 > own.size;
    return draftRelation(name, drafted++ % 2 === 0 ? "parametric" : "contextual", toPeople);
  });
}
