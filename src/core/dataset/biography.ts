import type { KnowledgeGraph, PersonId } from "../graph/types.ts";
import { renderBiography, type Statement } from "../language/statement.ts";
import type { DataSpec } from "./folder.ts";

/** A person's parametric facts as in training. @param version of the `biographies.versions` there are, from 0 */
export function biographyOf(
  graph: KnowledgeGraph,
  person: PersonId,
  version: number,
  { biographies: { paraphrase, permute }, questions }: DataSpec,
): Statement[] {
  const key = (varies: boolean): string => `biography/${person}${varies && version > 0 ? `/${version}` : ""}`;
  const phrasing = { world: 0, spec: questions, key: key(paraphrase), order: key(permute) };
  return renderBiography(graph, person, { ...phrasing, group: "parametric" });
}

/** A person's contextual facts in a world, to be looked at: in prompts each question words and chooses them anew. */
export function contextualBiographyOf(
  graph: KnowledgeGraph,
  person: PersonId,
  world: number,
  { questions }: DataSpec,
): Statement[] {
  const phrasing = { world, spec: questions, key: `biography/${person}/${world}` };
  return renderBiography(graph, person, { ...phrasing, group: "contextual" });
}
