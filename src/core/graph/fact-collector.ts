import { UserError } from "../errors.ts";
import { CompactGraph, mostFacts, NO_FACT } from "./compact.ts";
import type { Person, Relation } from "./types.ts";

/** Objects by relation and subject. */
type Facts = Map<string, Map<string, string>>;

/** What a new fact contradicts. */
export interface Conflict {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
}

/**
 * Facts from outside, by name, in the order they come. Whatever contradicts an earlier one is refused, so that every
 * (subject, relation) has one object, and symmetric and inverse relations agree. Contextual facts may be those of one
 * world; all others hold in every world.
 */
export class FactCollector {
  readonly #table: ReadonlyMap<string, Relation>;
  readonly #inUse: readonly Relation[];
  /** Objects by relation and subject, of all worlds and of each. */
  readonly #everywhere: Facts = new Map();
  readonly #worlds = new Map<number, Facts>();
  /** Facts that follow from the other direction and were not stated yet, as `relation subject world`. */
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

  /**
   * The known fact that a new one contradicts, or the new one itself where it relates somebody to themself.
   * @param world in which a contextual fact holds; without it, in all
   */
  conflict(subject: string, relation: string, object: string, world?: number): Conflict | undefined {
    const { object: kind, inverse } = this.#table.get(relation)!;
    const layers = this.#layersFor(relation, world);
    const known = objectIn(layers, subject, relation, object);
    if (known !== undefined) return { subject, relation, object: known };
    if (kind !== "person") return undefined;
    if (subject === object) return { subject, relation, object };
    const back = inverse === undefined ? undefined : objectIn(layers, object, inverse, subject);
    return back === undefined ? undefined : { subject: object, relation: inverse!, object: back };
  }

  /** Adds a fact that contradicts none, and the one in the other direction. False where it was stated before. */
  add(subject: string, relation: string, object: string, world?: number): boolean {
    const { inverse } = this.#table.get(relation)!;
    const own = this.#worldOf(relation, world);
    const known = (of: string, name: string): boolean =>
      [this.#everywhere, this.#factsOf(own)].some((layer) => layer.get(name)?.has(of));
    const stated = !this.#implied.delete(`${relation} ${subject} ${own}`) && known(subject, relation);
    this.#set(subject, relation, object, own);
    if (inverse !== undefined && !known(object, inverse)) {
      this.#set(object, inverse, subject, own);
      this.#implied.add(`${inverse} ${object} ${own}`);
    }
    return !stated;
  }

  /** The world that a fact belongs to; undefined = all. */
  #worldOf(relation: string, world: number | undefined): number | undefined {
    return this.#table.get(relation)!.group === "contextual" ? world : undefined;
  }

  /** What a fact must agree with: that of all worlds, and of its own; what holds everywhere, with all of them. */
  #layersFor(relation: string, world: number | undefined): readonly Facts[] {
    const own = this.#worldOf(relation, world);
    const layers = own === undefined ? [...this.#worlds.values()] : [this.#factsOf(own)];
    return [this.#everywhere, ...layers];
  }

  #factsOf(world: number | undefined): Facts {
    if (world === undefined) return this.#everywhere;
    let facts = this.#worlds.get(world);
    if (!facts) this.#worlds.set(world, (facts = new Map<string, Map<string, string>>()));
    return facts;
  }

  #set(subject: string, relation: string, object: string, world: number | undefined): void {
    const facts = this.#factsOf(world);
    let objects = facts.get(relation);
    if (!objects) facts.set(relation, (objects = new Map<string, string>()));
    objects.set(subject, object);
  }

  /** Of a relation, world by world; of a parametric one, once. */
  #rows({ name, group }: Relation, worlds: number): (readonly [subject: string, object: string])[][] {
    const everywhere = [...(this.#everywhere.get(name) ?? [])];
    if (group === "parametric") return [everywhere];
    return Array.from({ length: worlds }, (_, world) => [...everywhere, ...(this.#worlds.get(world)?.get(name) ?? [])]);
  }

  /**
   * The graph of the relations in use of which there are facts; people are numbered as `createPeople` does it.
   * @throws UserError where there are more worlds than memory holds
   */
  graph(): CompactGraph {
    const worlds = Math.max(0, ...this.#worlds.keys()) + 1;
    const stated = this.#inUse
      .map((relation) => ({ ...relation, rows: this.#rows(relation, worlds) }))
      .filter(({ rows }) => rows.some((row) => row.length > 0));
    const relations = this.#inUse.filter(({ name }) => stated.some((relation) => relation.name === name));
    const people = numberPeople(stated);
    const contextual = relations.filter(({ group }) => group === "contextual").length;
    if (worlds > 1 && worlds * people.length * contextual > mostFacts)
      throw new UserError(
        `${worlds} worlds × ${people.length} people × ${contextual} contextual relations are more than ${mostFacts} facts: number the worlds of the records from 0, or take fewer of them.`,
      );
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
      stated.map(({ name, object: kind, rows }) => [
        name,
        rows.map((pairs) => {
          const row = new Int32Array(people.length).fill(NO_FACT);
          for (const [subject, object] of pairs)
            row[ids.get(subject)!] = kind === "person" ? ids.get(object)! : numberOf(kind, object);
          return row;
        }),
      ]),
    );
    return new CompactGraph({ relations, people, worlds, values, loadFacts: () => facts });
  }
}

/** Another object than the given one that a layer has. */
function objectIn(layers: readonly Facts[], subject: string, relation: string, given: string): string | undefined {
  for (const layer of layers) {
    const known = layer.get(relation)?.get(subject);
    if (known !== undefined && known !== given) return known;
  }
  return undefined;
}

/** Subjects and the objects of person relations: those with parametric facts alone, with both, with contextual ones, others. */
function numberPeople(
  relations: readonly (Relation & { readonly rows: readonly (readonly (readonly [string, string])[])[] })[],
): readonly Person[] {
  const groups = new Map<string, { parametric: boolean; contextual: boolean }>();
  const groupsOf = (name: string) => {
    let known = groups.get(name);
    if (!known) groups.set(name, (known = { parametric: false, contextual: false }));
    return known;
  };
  for (const { group, object: kind, rows } of relations) {
    for (const [subject, object] of rows.flat()) {
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
