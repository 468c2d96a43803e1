/** Where a fact is known from: the weights (parametric) or the prompt (contextual). */
export type Group = "parametric" | "contextual";

export type PersonId = number;

/** What a relation's object is; for attributes, the name of the pool its values are drawn from. */
export type ObjectKind = "person" | AttributeKind;
export type AttributeKind =
  | "date"
  | "city"
  | "pet"
  | "book"
  | "email"
  | "hobby"
  | "language"
  | "university"
  | "service"
  | "occupation"
  | "achievement"
  | "phone"
  | "food"
  | "organization"
  | "address"
  | "award"
  | "company"
  | "cause"
  | "nationality"
  | "major";

/** One of the edge types of the knowledge graph. Wordings hold the slots {subject} and {object}. */
export interface Relation {
  readonly name: string;
  readonly group: Group;
  readonly object: ObjectKind;
  /** Name of the relation that holds in the other direction; a symmetric relation names itself. */
  readonly inverse?: string;
  /** "{subject}'s boss is {object}." At least three. */
  readonly statements: readonly string[];
  /** Single-hop questions: "Who is the boss of {subject}?" At least three. */
  readonly questions: readonly string[];
  /** Noun phrases from which multi-hop questions are composed: "the boss of {subject}". At least three for persons. */
  readonly phrases: readonly string[];
  /** Openings of a multi-hop question that ends in this relation: "Who is", "When was". */
  readonly opening: string;
}

export interface Person {
  readonly id: PersonId;
  readonly name: string;
  /** Has the parametric relations. */
  readonly parametric: boolean;
  /** Has the contextual relations. */
  readonly contextual: boolean;
}

export type FactObject = PersonId | string;

/** A single edge. `world` is set for contextual facts alone. */
export interface Triple {
  readonly subject: PersonId;
  readonly relation: string;
  readonly object: FactObject;
  readonly world?: number;
}

/**
 * People and functional facts. Parametric facts are the same everywhere; contextual facts are assigned anew in each
 * *world* (one world = the paper's setting; many = contextual facts cannot be memorized), consistent within a world.
 */
export interface KnowledgeGraph {
  readonly relations: readonly Relation[];
  readonly people: readonly Person[];
  readonly worlds: number;
  relation(name: string): Relation;
  /** The object of (subject, relation); undefined where the subject does not have the relation. */
  object(subject: PersonId, relation: string, world: number): FactObject | undefined;
}
