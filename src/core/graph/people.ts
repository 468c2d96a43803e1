import { en, type LocaleDefinition } from "@faker-js/faker";
import type { Curriculum } from "../curriculum/schema.ts";
import { FieldError } from "../errors.ts";
import { createRandom } from "../random.ts";
import type { Group, Person, PersonId } from "./types.ts";

export type PeopleSpec = Curriculum["graph"]["people"];

/** A run of consecutive person ids. */
export interface Range {
  readonly first: PersonId;
  readonly count: number;
}

/** Who has a group's relations. Ids: parametric-only people first, then the shared ones, then contextual-only people. */
export function population(spec: PeopleSpec, group: Group): Range {
  return group === "parametric"
    ? { first: 0, count: spec.parametric }
    : { first: spec.parametric - spec.shared, count: spec.contextual };
}

/** The people of a world with unique two-word names, none a prefix of another; a pure function of its arguments. */
export function createPeople(spec: PeopleSpec, seed: number): Person[] {
  const { first } = population(spec, "contextual");
  return createNames(first + spec.contextual, seed).map((name, id) => ({
    id,
    name,
    parametric: id < spec.parametric,
    contextual: id >= first,
  }));
}

function createNames(count: number, seed: number): string[] {
  const { firstNames, lastNames } = nameParts(en);
  const possible = firstNames.length * lastNames.length;
  if (count * 2 > possible) {
    throw new FieldError(
      "graph.people",
      `${count} people need more names than there are; ask for at most ${Math.floor(possible / 2)}.`,
    );
  }
  const random = createRandom(seed, "people");
  const names = new Set<string>();
  while (names.size < count) names.add(`${random.pick(firstNames)} ${random.pick(lastNames)}`);
  return [...names];
}

/** Faker's English names that are one plain word; a last name that begins with another one is left out. */
function nameParts({ person }: LocaleDefinition): { firstNames: string[]; lastNames: string[] } {
  const plain = (names: readonly string[] | null | undefined): string[] =>
    (names ?? []).filter((name) => /^[A-Z][a-z]+$/.test(name));
  const { female, male, generic } = person?.first_name ?? {};
  const allLastNames = plain(person?.last_name?.generic);
  return {
    firstNames: [...new Set([...plain(female), ...plain(male), ...plain(generic)])],
    lastNames: allLastNames.filter((name) => !allLastNames.some((other) => other !== name && name.startsWith(other))),
  };
}
