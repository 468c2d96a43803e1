import { UserError } from "../errors.ts";
import type { AttributeKind, FactObject, KnowledgeGraph, Person, PersonId, Relation } from "./types.ts";

/**
 * The objects of each relation, one row a world (a single row for a parametric relation), indexed by person id: a
 * person id, or an index into the values of the relation's attribute kind, or NO_FACT.
 */
export type FactTable = ReadonlyMap<string, readonly Int32Array[]>;

export const NO_FACT = -1;

/** Contextual facts over all worlds, at most: more take too long to draw. */
export const mostFacts = 2 ** 25;

/** All values an attribute of a kind can have. */
export type ValuePools = Readonly<Record<AttributeKind, readonly string[]>>;

/** A knowledge graph in typed arrays; the facts are loaded on first use. */
export class CompactGraph implements KnowledgeGraph {
  readonly relations: readonly Relation[];
  readonly people: readonly Person[];
  readonly worlds: number;
  readonly values: ValuePools;
  readonly #loadFacts: () => FactTable;
  readonly #byName: ReadonlyMap<string, Relation>;
  #facts: FactTable | undefined;

  constructor(parts: {
    relations: readonly Relation[];
    people: readonly Person[];
    worlds: number;
    values: ValuePools;
    loadFacts: () => FactTable;
  }) {
    this.relations = parts.relations;
    this.people = parts.people;
    this.worlds = parts.worlds;
    this.values = parts.values;
    this.#loadFacts = parts.loadFacts;
    this.#byName = new Map(parts.relations.map((relation) => [relation.name, relation]));
  }

  /** @throws UserError where the graph does not have the relation. */
  relation(name: string): Relation {
    const relation = this.#byName.get(name);
    if (!relation) throw new UserError(`Relation "${name}" is not in this graph; choose one of its relations.`);
    return relation;
  }

  /** All objects of a relation, indexed by person id (see FactTable). The world does not matter to parametric relations. */
  row(relation: string, world: number): Int32Array {
    this.#facts ??= this.#loadFacts();
    const rows = this.#facts.get(relation)!;
    return rows.length === 1 ? rows[0]! : rows[world]!;
  }

  object(subject: PersonId, relation: string, world: number): FactObject | undefined {
    const object = this.row(relation, world)[subject];
    if (object === undefined || object === NO_FACT) return undefined;
    const kind = this.relation(relation).object;
    return kind === "person" ? object : this.values[kind]![object];
  }
}
