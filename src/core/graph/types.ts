/** Where a fact is known from: the weights (parametric) or the prompt (contextual). */
export type Group = "parametric" | "contextual";

export type PersonId = number;

/** What a relation's object is: "person" (an entity of the graph, whatever it is) or the kind of its attribute. */
export type ObjectKind = string;
/** Any kind may be named in a table of one's own; these are drawn for the paper's relations. */
export type AttributeKind = string;
export type DrawnKind =
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

/**
 * One of the edge types of the knowledge graph. Wordings hold the slots {subject} and {object}; the first of each list
 * is the plainest, and small worlds use it alone. The paper's relations have three of each, others at least one.
 */
export interface Relation {
  readonly name: string;
  readonly group: Group;
  readonly object: ObjectKind;
  /** Name of the relation that holds in the other direction; a symmetric relation names itself. */
  readonly inverse?: string;
  /** "{subject}'s boss is {object}.": subject before object, object last; before it {a} gives "a" or "an". */
  readonly statements: readonly string[];
  /** "Who does {subject} report to?": fit for a name and for a noun phrase of any length, so {subject} never takes 's. */
  readonly questions: readonly string[];
  /** How a question speaks of the object on the way to a further hop; person relations alone. */
  readonly reference?: Reference;
}

export interface Reference {
  /** "boss", for "the boss of …" and "…'s boss". */
  readonly noun: string;
  /** "the person who supervises {subject}": the subject last, so that clauses nest without crossing. */
  readonly clause: string;
  /** "the person whom {subject} reports to": with a verb after the subject, so that only a short one fits. */
  readonly relative?: string;
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
 * *world* (one world = the paper's setting; many = contextual facts cannot be memorized), consistent within a world. A
 * contextual relation whose inverse is parametric too is, among the people who have both, the same in every world.
 */
export interface KnowledgeGraph {
  readonly relations: readonly Relation[];
  readonly people: readonly Person[];
  readonly worlds: number;
  /** All values that attributes of a kind can have. */
  readonly values: Readonly<Record<AttributeKind, readonly string[]>>;
  relation(name: string): Relation;
  /** The object of (subject, relation); undefined where the subject does not have the relation. */
  object(subject: PersonId, relation: string, world: number): FactObject | undefined;
}
