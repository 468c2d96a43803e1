import type { FactObject, KnowledgeGraph, Person, PersonId, Relation } from "../../graph/types.ts";
import { Check } from "./check.ts";
import type { AuditReader } from "./reader.ts";
import { factsRecord, personRecord, relationRecord, valuesRecord, type RelationRecord } from "./records.ts";

/** Key of a row of facts; parametric facts have no world. */
const rowKey = (relation: string, world: number | null): string => `${relation}@${world ?? "all"}`;

/** The graph as it is written, right or wrong. */
export class WrittenGraph implements KnowledgeGraph {
  readonly people: Person[] = [];
  readonly relations: Relation[] = [];
  readonly records = new Map<string, RelationRecord>();
  readonly rows = new Map<string, readonly (number | null)[]>();
  readonly values: Record<string, readonly string[]> = {};
  readonly worlds: number;

  constructor(worlds: number) {
    this.worlds = worlds;
  }

  relation(name: string): Relation {
    return this.relations.find((relation) => relation.name === name)!;
  }

  /** The person id, or the index of the value, as written. */
  written(subject: PersonId, relation: string, world: number): number | undefined {
    return this.#row(relation, world)?.[subject] ?? undefined;
  }

  lengthOf(relation: string, world: number): number {
    return this.#row(relation, world)?.length ?? 0;
  }

  #row(relation: string, world: number): readonly (number | null)[] | undefined {
    const parametric = this.records.get(relation)?.group === "parametric";
    return this.rows.get(rowKey(relation, parametric ? null : world));
  }

  object(subject: PersonId, relation: string, world: number): FactObject | undefined {
    const object = this.written(subject, relation, world);
    if (object === undefined) return undefined;
    const kind = this.records.get(relation)!.object;
    return kind === "person" ? object : this.values[kind]?.[object];
  }

  /** The worlds in which a relation's facts may differ. */
  worldsOf({ group }: RelationRecord): readonly number[] {
    return group === "parametric" ? [0] : Array.from({ length: this.worlds }, (_, world) => world);
  }
}

/** Reads people, relations, values and facts. */
export async function readWorld(
  reader: AuditReader,
  worlds: number,
  people: Check,
  facts: Check,
): Promise<WrittenGraph> {
  const graph = new WrittenGraph(worlds);
  const names = new Set<string>();
  for await (const person of reader.read("people.jsonl", personRecord)) {
    people.expect(person.id === graph.people.length, () => `people.jsonl: person ${person.id} is out of order.`);
    people.expect(!names.has(person.name), () => `people.jsonl: the name ${person.name} occurs twice.`);
    people.expect(
      /^[A-Z][a-z]+ [A-Z][a-z]+$/.test(person.name),
      () => `people.jsonl: ${person.name} is no plain name.`,
    );
    names.add(person.name);
    graph.people.push(person);
  }
  for await (const relation of reader.read("relations.jsonl", relationRecord)) {
    graph.records.set(relation.name, relation);
    graph.relations.push(relation as unknown as Relation);
  }
  for await (const { kind, values } of reader.read("values.jsonl", valuesRecord)) {
    people.expect(new Set(values).size === values.length, () => `values.jsonl: a ${kind} occurs twice.`);
    graph.values[kind] = values;
  }
  for await (const { relation, world, objects } of reader.read("facts.jsonl", factsRecord)) {
    const key = rowKey(relation, world);
    facts.expect(!graph.rows.has(key), () => `facts.jsonl: ${key} is stated twice.`);
    graph.rows.set(key, objects);
  }
  return graph;
}
