import type { FactObject, KnowledgeGraph, Person, PersonId, Relation } from "../../graph/types.ts";
import type { RelationRecord } from "./records.ts";

/** Of a person who lacks a relation. */
export const NONE = -1;

/** Objects by person id: a person id, or the position of a value of the relation's kind, or NONE. */
export type Row = Int32Array;

/** The graph as it is written, right or wrong. Relations are numbered as in `relations.jsonl`. */
export class WrittenGraph implements KnowledgeGraph {
  readonly people: Person[] = [];
  readonly relations: RelationRecord[] = [];
  readonly values: Record<string, readonly string[]> = {};
  readonly worlds: number;
  readonly #numbers = new Map<string, number>();
  /** By relation and world; parametric facts have one world. */
  readonly #rows: (Row | undefined)[][] = [];
  readonly #contextual = new Map<number, readonly (Row | undefined)[]>();

  constructor(worlds: number) {
    this.worlds = worlds;
  }

  addRelation(relation: RelationRecord): void {
    this.#numbers.set(relation.name, this.relations.length);
    this.relations.push(relation);
    this.#rows.push([]);
  }

  /** Whether the relation has such facts (parametric ones have no world), and has had none yet. */
  addFacts(relation: string, world: number | null, objects: readonly (number | null)[]): boolean {
    const number = this.numberOf(relation);
    if (number === undefined || (world ?? 0) >= this.worlds) return false;
    if ((world === null) !== (this.relations[number]!.group === "parametric")) return false;
    const rows = this.#rows[number]!;
    if (rows[world ?? 0]) return false;
    rows[world ?? 0] = Int32Array.from(objects, (object) => object ?? NONE);
    return true;
  }

  numberOf(relation: string): number | undefined {
    return this.#numbers.get(relation);
  }

  named(relation: string): RelationRecord | undefined {
    const number = this.#numbers.get(relation);
    return number === undefined ? undefined : this.relations[number];
  }

  relation(name: string): Relation {
    const relation = this.named(name);
    if (!relation) throw new Error(`there is no relation ${name}`);
    return relation;
  }

  row(relation: number, world: number): Row | undefined {
    return this.#rows[relation]?.[this.relations[relation]!.group === "parametric" ? 0 : world];
  }

  /** By relation; undefined for the parametric ones. */
  contextualRows(world: number): readonly (Row | undefined)[] {
    let rows = this.#contextual.get(world);
    if (!rows) {
      rows = this.relations.map(({ group }, number) => (group === "contextual" ? this.row(number, world) : undefined));
      this.#contextual.set(world, rows);
    }
    return rows;
  }

  /** As written: a person's id or a value's position; NONE where nothing is. */
  written(subject: PersonId, relation: number, world: number): number {
    return this.row(relation, world)?.[subject] ?? NONE;
  }

  object(subject: PersonId, relation: string, world: number): FactObject | undefined {
    const number = this.numberOf(relation);
    return number === undefined ? undefined : this.read(number, this.written(subject, number, world));
  }

  /** What an object of a relation stands for. */
  read(relation: number, object: number): FactObject | undefined {
    if (object === NONE) return undefined;
    const kind = this.relations[relation]!.object;
    return kind === "person" ? object : this.values[kind]?.[object];
  }

  /** An object as text; undefined where there is none, or no such person or value. */
  text(relation: number, object: number): string | undefined {
    const found = this.read(relation, object);
    return typeof found === "number" ? this.people[found]?.name : found;
  }

  /** The worlds in which a relation's facts may differ. */
  worldsOf({ group }: RelationRecord): readonly number[] {
    return Array.from({ length: group === "parametric" ? 1 : this.worlds }, (_, world) => world);
  }

  countFacts(): number {
    const stated = (row: Row | undefined): number =>
      row?.reduce((sum, object) => sum + (object === NONE ? 0 : 1), 0) ?? 0;
    return this.#rows.flat().reduce((sum, row) => sum + stated(row), 0);
  }
}
