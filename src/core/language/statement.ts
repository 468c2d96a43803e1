import type { FactObject, Group, KnowledgeGraph, PersonId, Relation, Triple } from "../graph/types.ts";
import { createRandom, hash } from "../random.ts";
import { linkTo, statementTemplate } from "./template.ts";
import { shareOf, type WordingSpec } from "./wording.ts";

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
  readonly spec: WordingSpec;
  /** Decides the wordings, and the order unless `order` does: same key, same text. */
  readonly key: string;
  readonly order?: string;
  /** States contextual facts in the wordings held out from training; parametric facts never are. */
  readonly isNew?: boolean;
}

/** States the subject's fact. Throws where the subject lacks the relation. */
export function renderStatement(
  graph: KnowledgeGraph,
  subject: PersonId,
  relation: Relation,
  { world, spec, key, isNew = false }: Phrasing,
): Statement {
  const object = graph.object(subject, relation.name, world);
  if (object === undefined) throw new Error(`Person ${subject} has no ${relation.name} in world ${world}.`);
  const { statements, group } = relation;
  const { first, count } = shareOf(statements.length, spec, isNew && group === "contextual");
  const wording = count === 1 ? first : first + (hash(`${key}/${subject}/${relation.name}`) % count);
  const template = statementTemplate(statements[wording]!);
  const { before, after } = template;
  const subjectName = nameOf(graph, subject);
  const objectText = objectName(graph, object);
  const between = linkTo(objectText, template);
  const subjectEnd = before.length + subjectName.length;
  const objectStart = subjectEnd + between.length;
  const fact = { subject, relation: relation.name, object };
  return {
    text: before + subjectName + between + objectText + after,
    triple: group === "contextual" ? { ...fact, world } : fact,
    group,
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
      : createRandom(0, "biography", options.order ?? options.key).shuffle(
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
