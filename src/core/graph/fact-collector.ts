import { CompactGraph, NO_FACT } from "./compact.ts";
import type { Person, Relation } from "./types.ts";

/** What a new fact contradicts. */
export interface Conflict {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
}

/**
 * Facts from outside, by name, in the order they come. Whatever contradicts an earlier one is refused, so that every
 * (subject, relation) has one object, and symmetric and inverse relations agree.
 */
export class FactCollector {
  readonly #table: ReadonlyMap<string, Relation>;
  readonly #inUse: readonly Relation[];
  /** Objects by relation and subject. */
  readonly #facts = new Map<string, Map<string, string>>();
  /** Facts that follow from the other direction and were not stated yet, as `relation subject`. */
  readonly #implied = new Set<string>();

  /** @param table all relations, by which facts are checked. @param inUse those that the graph will have. */
  constructor(table: readonly Relation[], inUse: readonly Relation[]) {
    this.#table = new Map(table.map((relation) => [relation.name, relation]));
    this.#inUse = inUse;
  }

  /** How many facts follow from the other direction alone. */
  get implied(): number {
    return this.#implied.size;
  }

  relation(name: string): Relation | undefined {
    return this.#table.get(name);
  }

  object(subject: string, relation: string): string | undefined {
    return this.#facts.get(relation)?.get(subject);
  }

  /** The known fact that a new one contradicts, or the new one itself where it relates somebody to themself. */
  conflict(subject: string, relation: string, object: string): Conflict | undefined {
    const { object: kind, inverse } = this.#table.get(relation)!;
    const known = this.object(subject, relation);
    if (known !== undefined && known !== object) return { subject, relation, object: known };
    if (kind !== "person") return undefined;
    if (subject === object) return { subject, relation, object };
    const back = inverse === undefined ? undefined : this.object(object, inverse);
    return back === undefined || back === subject ? undefined : { subject: object, relation: inverse!, object: back };
  }

  /** Adds a fact that contradicts none, and the one in the other direction. False where it was stated before. */
  add(subject: string, relation: string, object: string): boolean {
    const stated = !this.#implied.delete(`${relation} ${subject}`) && this.object(subject, relation) !== undefined;
    this.#set(subject, relation, object);
    const { inverse } = this.#table.get(relation)!;
    if (inverse !== undefined && this.object(object, inverse) === undefined) {
      this.#set(object, inverse, subject);
      this.#implied.add(`${inverse} ${object}`);
    }
    return !stated;
  }

  #set(subject: string, relation: string, object: string): void {
    let objects = this.#facts.get(relation);
    if (!objects) this.#facts.set(relation, (objects = new Map<string, string>()));
    objects.set(subject, object);
  }

  /** The graph of the relations in use of which there are facts; people are numbered as `createPeople` does it. */
  graph(): CompactGraph {
    const relations = this.#inUse.filter(({ name }) => this.#facts.has(name));
    const people = numberPeople(relations, this.#facts);
    const ids = new Map(people.map(({ id, name }) => [name, id]));
    const values: Record<string, string[]> = {};
    const numbers = new Map<string, Map<string, number>>();
    const numberOf = (kind: string, value: string): number => {
      let known = numbers.get(kind);
      if (!known) numbers.set(kind, (known = new Map<string, number>()));
      const number = known.get(value) ?? known.size;
      if (number === known.size) {
        known.set(value, number);
        (values[kind] ??= []).push(value);
      }
      return number;
    };
    const facts = new Map(
      relations.map(({ name, object: kind }) => {
        const row = new Int32Array(people.length).fill(NO_FACT);
        for (const [subject, object] of this.#facts.get(name)!) {
          row[ids.get(subject)!] = kind === "person" ? ids.get(object)! : numberOf(kind, object);
        }
        return [name, [row]];
      }),
    );
    return new CompactGraph({ relations, people, worlds: 1, values, loadFacts: () => facts });
  }
}

/** Subjects and the objects of person relations: those with parametric facts alone, with both, with contextual ones, others. */
function numberPeople(
  relations: readonly Relation[],
  facts: ReadonlyMap<string, ReadonlyMap<string, string>>,
): readonly Person[] {
  const groups = new Map<string, { parametric: boolean; contextual: boolean }>();
  const groupsOf = (name: string) => {
    let known = groups.get(name);
    if (!known) groups.set(name, (known = { parametric: false, contextual: false }));
    return known;
  };
  for (const { name, group, object: kind } of relations) {
    for (const [subject, object] of facts.get(name)!) {
      groupsOf(subject)[group] = true;
      if (kind === "person") groupsOf(object);
    }
  }
  const rank = ({ parametric, contextual }: { readonly parametric: boolean; readonly contextual: boolean }): number =>
    parametric ? Number(contextual) : contextual ? 2 : 3;
  return [...groups]
    .sort(([, a], [, b]) => rank(a) - rank(b))
    .map(([name, { parametric, contextual }], id) => ({ id, name, parametric, contextual }));
}
