import type { CompactGraph } from "../graph/compact.ts";
import type { Range } from "../graph/people.ts";
import type { PersonId } from "../graph/types.ts";
import type { Random } from "../random.ts";
import type { DataSpec } from "./folder.ts";
import type { Instance } from "./instances.ts";
import type { ContextEntry } from "./types.ts";

/** What contexts are written from: the contextual people and how much to say of how many. */
export interface ContextSource {
  readonly graph: CompactGraph;
  readonly people: Range;
  readonly spec: DataSpec["questions"]["context"];
}

/** The biographies a question needs, and distractors, in random order. */
export function supportingContext(source: ContextSource, instance: Instance, random: Random): ContextEntry[] {
  const needed = new Map<PersonId, Set<string>>();
  instance.path.relations.forEach((relation, hop) => {
    if (source.graph.relation(relation).group !== "contextual") return;
    const person = instance.entities[hop]!;
    needed.set(person, (needed.get(person) ?? new Set()).add(relation));
  });
  const [fewest, most] = source.spec.distractors.disconnected;
  const distractors = strangers(source, instance, fewest + random.integer(most - fewest + 1), random);
  return random.shuffle([
    ...[...needed].map(([person, relations]) => entry(source, instance, person, "needed", relations, random)),
    ...distractors.map((person) => entry(source, instance, person, "disconnected", new Set(), random)),
  ]);
}

/** One or two biographies that have nothing to do with the question. */
export function irrelevantContext(source: ContextSource, instance: Instance, random: Random): ContextEntry[] {
  return strangers(source, instance, 1 + random.integer(2), random).map((person) =>
    entry(source, instance, person, "disconnected", new Set(), random),
  );
}

/** How many contextual people at least are strangers to any question of so many hops. */
export function strangersLeft(people: Range, hops: number): number {
  return Math.max(0, people.count - hops - 1);
}

/** Contextual people who occur neither on the way to the answer nor as the answer. */
function strangers({ people }: ContextSource, instance: Instance, count: number, random: Random): PersonId[] {
  const taken = new Set<PersonId | string>([...instance.entities, instance.answer]);
  const found: PersonId[] = [];
  while (found.length < count) {
    const person = people.first + random.integer(people.count);
    if (taken.has(person)) continue;
    taken.add(person);
    found.push(person);
  }
  return found;
}

/** A biography may not state the inverse of one of the question's hops: it would give a parametric hop away. */
function entry(
  { graph, spec }: ContextSource,
  { path }: Instance,
  person: PersonId,
  role: ContextEntry["role"],
  needed: ReadonlySet<string>,
  random: Random,
): ContextEntry {
  const others = graph.relations.filter(
    ({ name, group, inverse }) =>
      group === "contextual" && !needed.has(name) && (inverse === name || !path.relations.includes(inverse ?? "")),
  );
  const room = Math.min(others.length, Math.max(0, spec.statements - needed.size));
  const shown = [...needed, ...random.sample(others, room).map(({ name }) => name)];
  return { person, relations: random.shuffle(shown), role };
}
