import type { FactObject, Group, KnowledgeGraph, PersonId, Relation, Triple } from "../graph/types.ts";
import { createRandom, hash } from "../random.ts";
import { statementTemplate } from "./template.ts";

/** One sentence that states one fact. Spans are [start, end) within `text`. */
export interface Statement {
  readonly text: string;
  readonly triple: Triple;
  readonly group: Group;
  readonly subject: readonly [number, number];
  readonly object: readonly [number, number];
}

export interface Phrasing {
  /** The world whose contextual facts hold; parametric facts ignore it. */
  readonly world: number;
  /** How many of each relation's wordings are in use, 1 … 3. */
  readonly wordings: number;
  /** Decides wording and order: same key, same text. */
  readonly key: string;
}

/** States the subject's fact. Throws where the subject lacks the relation. */
export function renderStatement(
  graph: KnowledgeGraph,
  subject: PersonId,
  relation: Relation,
  { world, wordings, key }: Phrasing,
): Statement {
  const object = graph.object(subject, relation.name, world);
  if (object === undefined) throw new Error(`Person ${subject} has no ${relation.name} in world ${world}.`);
  const wording = wordings === 1 ? 0 : hash(`${key}/${subject}/${relation.name}`) % wordings;
  const { before, between, after } = statementTemplate(relation.statements[wording]!);
  const subjectName = nameOf(graph, subject);
  const objectText = objectName(graph, object);
  const subjectEnd = before.length + subjectName.length;
  const objectStart = subjectEnd + between.length;
  const fact = { subject, relation: relation.name, object };
  return {
    text: before + subjectName + between + objectText + after,
    triple: relation.group === "contextual" ? { ...fact, world } : fact,
    group: relation.group,
    subject: [before.length, subjectEnd],
    object: [objectStart, objectStart + objectText.length],
  };
}

/**
 * A person's biography: a sentence for each relation of the group that the person has, shuffled. With `relations`, those
 * in the order given, of either group.
 */
export function renderBiography(
  graph: KnowledgeGraph,
  person: PersonId,
  options: Phrasing & ({ readonly group: Group } | { readonly relations: readonly string[] }),
): Statement[] {
  const relations =
    "relations" in options
      ? options.relations.map((name) => graph.relation(name))
      : createRandom(0, "biography", options.key).shuffle(
          graph.relations.filter(
            ({ name, group }) => group === options.group && graph.object(person, name, options.world) !== undefined,
          ),
        );
  return relations.map((relation) => renderStatement(graph, person, relation, options));
}

export function joinStatements(statements: readonly Statement[]): string {
  return statements.map(({ text }) => text).join(" ");
}

export function nameOf(graph: KnowledgeGraph, person: PersonId): string {
  const found = graph.people[person];
  if (!found) throw new Error(`There is no person ${person}.`);
  return found.name;
}

/** A fact's object as text: a person's name or the value itself. */
export function objectName(graph: KnowledgeGraph, object: FactObject): string {
  return typeof object === "number" ? nameOf(graph, object) : object;
}
