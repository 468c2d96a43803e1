import { NO_FACT, type CompactGraph } from "../graph/compact.ts";
import type { Range } from "../graph/people.ts";
import type { FactObject, PersonId } from "../graph/types.ts";
import type { Random } from "../random.ts";
import type { DataSpec } from "./folder.ts";
import type { Instance } from "./instances.ts";
import type { ContextEntry, ContextRole, RelationPath } from "./types.ts";

type FewestAndMost = readonly [number, number];

/** Names of the relations that a biography has to state, by person. */
type ToState = Map<PersonId, string[]>;

/** Draws the biographies that stand in prompts. */
export class ContextDraw {
  readonly #graph: CompactGraph;
  readonly #people: Range;
  readonly #spec: DataSpec["questions"]["context"];
  readonly #personRelations: readonly string[];
  readonly #contextualInverses: ReadonlyMap<string, string>;
  /** Whether every contextual person has every contextual fact. */
  readonly #complete: boolean;
  readonly #harmless = new Map<RelationPath, readonly string[]>();

  /** @param people the contextual ones */
  constructor(graph: CompactGraph, people: Range, spec: DataSpec["questions"]["context"]) {
    this.#graph = graph;
    this.#people = people;
    this.#spec = spec;
    this.#complete = isComplete(graph, people);
    this.#contextualInverses = contextualInverses(graph);
    this.#personRelations = graph.relations.flatMap(({ name, object }) => (object === "person" ? [name] : []));
  }

  /**
   * The biographies that a question needs and distractors, in random order. Where it has fewer supporting or irrelevant
   * people than asked for, all of them; beside irrelevant ones, the disconnected are connected to nobody in the question.
   */
  forQuestion(instance: Instance, random: Random): ContextEntry[] {
    const { distractors } = this.#spec;
    const needed = this.#needed(instance);
    const involved = [...instance.entities, instance.answer];
    const taken = new Set(involved);
    const supporting = pick(distractors.supporting, random, () => [...this.#fromOtherEnd(instance, needed)]);
    const irrelevant = pick(distractors.irrelevant, random, () => {
      const connected = this.#connected(instance, taken);
      for (const person of connected) taken.add(person);
      return connected;
    });
    const disconnected = this.#strangers(
      taken,
      distractors.disconnected,
      random,
      (person) => distractors.irrelevant[1] === 0 || !this.#leadsTo(person, involved, instance.world),
    );
    const entry = (person: PersonId, role: ContextRole, toState: readonly string[] = []): ContextEntry =>
      this.#entry(instance, person, role, toState, random);
    const entries = [
      ...Array.from(needed, ([person, relations]) => entry(person, "needed", relations)),
      ...supporting.map(([person, relations]) => entry(person, "supporting", relations)),
      ...irrelevant.map((person) => entry(person, "irrelevant")),
      ...disconnected.map((person) => entry(person, "disconnected")),
    ];
    return random.shuffle(entries.filter(hasStatements));
  }

  /** One or two biographies of people off the question's path: to be ignored by who knows the facts by heart. */
  toIgnore(instance: Instance, random: Random): ContextEntry[] {
    return this.#strangers(new Set([...instance.entities, instance.answer]), [1, 2], random)
      .map((person) => this.#entry(instance, person, "disconnected", [], random))
      .filter(hasStatements);
  }

  /** What an imported question's own context states of its people. */
  neededBy(instance: Instance): ContextEntry[] {
    return Array.from(this.#needed(instance), ([person, relations]) => ({ person, relations, role: "needed" }));
  }

  #needed({ path, entities }: Instance): ToState {
    const needed: ToState = new Map();
    path.relations.forEach((relation, hop) => {
      if (this.#graph.relation(relation).group === "contextual") state(needed, entities[hop]!, relation);
    });
    return needed;
  }

  /** The people who are not needed but have a needed fact's inverse, which is contextual too. */
  #fromOtherEnd({ path, entities, world }: Instance, needed: ToState): ToState {
    const found: ToState = new Map();
    path.relations.forEach((relation, hop) => {
      const inverse = this.#contextualInverses.get(relation);
      if (inverse === undefined) return;
      const other = this.#graph.row(relation, world)[entities[hop]!]!;
      if (!needed.has(other) && this.#graph.row(inverse, world)[other] === entities[hop]) state(found, other, inverse);
    });
    return found;
  }

  /** Whom any relation of the question's people leads to: contextual people off its path. */
  #connected({ world }: Instance, taken: ReadonlySet<FactObject>): PersonId[] {
    const connected = new Set<PersonId>();
    for (const person of taken) {
      if (typeof person === "string") continue;
      for (const relation of this.#personRelations) {
        const other = this.#graph.row(relation, world)[person]!;
        if (other !== NO_FACT && this.#isContextual(other) && !taken.has(other)) connected.add(other);
      }
    }
    return [...connected];
  }

  /** Whether any relation of the person leads to one of the others. */
  #leadsTo(person: PersonId, others: readonly FactObject[], world: number): boolean {
    return this.#personRelations.some((relation) => others.includes(this.#graph.row(relation, world)[person]!));
  }

  /** Contextual people who are not taken, as far as there are such strangers; then they are. */
  #strangers(
    taken: Set<FactObject>,
    range: FewestAndMost,
    random: Random,
    isStranger: (person: PersonId) => boolean = () => true,
  ): PersonId[] {
    const { first, count } = this.#people;
    let left = count;
    for (const person of taken) if (typeof person === "number" && this.#isContextual(person)) left--;
    const wanted = Math.min(left, between(range, random));
    const found: PersonId[] = [];
    while (found.length < Math.min(wanted, left)) {
      const person = first + random.integer(count);
      if (taken.has(person)) continue;
      taken.add(person);
      if (isStranger(person)) found.push(person);
      else left--;
    }
    return found;
  }

  #entry(
    { path, world }: Instance,
    person: PersonId,
    role: ContextRole,
    toState: readonly string[],
    random: Random,
  ): ContextEntry {
    const harmless = this.#harmlessBeside(path);
    const known = this.#complete
      ? harmless
      : harmless.filter((name) => this.#graph.row(name, world)[person] !== NO_FACT);
    const others = toState.length === 0 ? known : known.filter((name) => !toState.includes(name));
    const room = Math.max(0, this.#spec.statements - toState.length);
    const chosen = room < others.length ? random.sample(others, room) : others;
    return { person, relations: random.shuffle([...toState, ...chosen]), role };
  }

  /** What any biography may state: not the inverse of a hop, which would give a parametric one away. */
  #harmlessBeside(path: RelationPath): readonly string[] {
    let harmless = this.#harmless.get(path);
    if (!harmless) {
      harmless = this.#graph.relations.flatMap(({ name, group, inverse }) =>
        group === "contextual" && (inverse === name || !path.relations.includes(inverse ?? "")) ? [name] : [],
      );
      this.#harmless.set(path, harmless);
    }
    return harmless;
  }

  #isContextual(person: PersonId): boolean {
    return person >= this.#people.first && person < this.#people.first + this.#people.count;
  }
}

/** A person of whom few facts are known may have none that a context can state. */
const hasStatements = ({ relations }: ContextEntry): boolean => relations.length > 0;

/** Contextual relations whose other direction is contextual too, with that one. */
export function contextualInverses({ relations }: CompactGraph): ReadonlyMap<string, string> {
  const contextual = relations.filter(({ group }) => group === "contextual");
  const names = new Set(contextual.map(({ name }) => name));
  return new Map(
    contextual.flatMap(({ name, inverse }) => (inverse !== undefined && names.has(inverse) ? [[name, inverse]] : [])),
  );
}

function isComplete(graph: CompactGraph, { first, count }: Range): boolean {
  const contextual = graph.relations.filter(({ group }) => group === "contextual");
  const worlds = Array.from({ length: graph.worlds }, (_, world) => world);
  return worlds.every((world) =>
    contextual.every(({ name }) => {
      const objects = graph.row(name, world).subarray(first, first + count);
      return !objects.includes(NO_FACT);
    }),
  );
}

/** How many contextual people at least are off the path of any question of so many hops. */
export function strangersLeft(people: Range, hops: number): number {
  return Math.max(0, people.count - hops - 1);
}

function state(statements: ToState, person: PersonId, relation: string): void {
  const own = statements.get(person);
  if (!own) statements.set(person, [relation]);
  else if (!own.includes(relation)) own.push(relation);
}

const between = ([fewest, most]: FewestAndMost, random: Random): number => fewest + random.integer(most - fewest + 1);

/** So many of the candidates, at most all; nothing is drawn where none are ever asked for. */
function pick<T>(range: FewestAndMost, random: Random, candidates: () => readonly T[]): T[] {
  if (range[1] === 0) return [];
  const found = candidates();
  return random.sample(found, Math.min(found.length, between(range, random)));
}
