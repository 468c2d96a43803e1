import { en, Faker } from "@faker-js/faker";
import { createRandom } from "../random.ts";
import type { ValuePools } from "./compact.ts";
import type { AttributeKind, DrawnKind } from "./types.ts";
import { causes, hobbies, languages, majors, nationalities, occupations, services } from "./vocabulary.ts";

const months = "January,February,March,April,May,June,July,August,September,October,November,December".split(",");

/** Either a closed list, or a source of ever new values. */
type Source = readonly string[] | ((faker: Faker) => string);

const sources: Readonly<Record<DrawnKind, Source>> = {
  date: ({ number, helpers }) =>
    `${number.int({ min: 1, max: 28 })} ${helpers.arrayElement(months)} ${number.int({ min: 1920, max: 2009 })}`,
  city: ({ location }) => location.city(),
  pet: ({ animal }) => animal.petName(),
  book: ({ word }) => `The ${capitalized(word.adjective())} ${capitalized(word.noun())}`,
  email: ({ word, string }) => `${word.adjective()}.${word.noun()}${string.numeric(2)}@example.org`,
  hobby: hobbies,
  language: languages,
  university: ({ location, person, helpers }) =>
    helpers.arrayElement([
      () => `the University of ${location.city()}`,
      () => `${location.city()} University`,
      () => `${person.lastName()} College`,
    ])(),
  service: services,
  occupation: occupations,
  achievement: ({ word, helpers }) =>
    `${helpers.arrayElement(["inventing", "discovering", "building", "rescuing", "composing", "designing"])} the ${word.adjective()} ${word.noun()}`,
  phone: ({ string }) => string.numeric({ length: 10, allowLeadingZeros: false }),
  food: ({ food }) => food.dish().toLowerCase(),
  organization: ({ word, helpers }) =>
    `the ${capitalized(word.adjective())} ${capitalized(word.noun())} ${helpers.arrayElement(["Society", "Foundation", "League", "Institute", "Guild", "Alliance"])}`,
  address: ({ location }) => location.streetAddress(),
  award: ({ person, helpers }) =>
    `the ${person.lastName()} ${helpers.arrayElement(["Prize", "Medal", "Award", "Fellowship", "Trophy", "Cross"])}`,
  company: ({ company }) => company.name(),
  cause: causes,
  nationality: nationalities,
  major: majors,
};

export const drawnKinds: readonly string[] = Object.keys(sources);

/** How many draws in a row may bring nothing new before a source counts as exhausted. */
const PATIENCE = 1000;

/**
 * Up to `limit` different values for each kind, dates in the order of time, others in random order; a pure function of
 * its arguments. @param own values of a user's own, which take the place of drawn ones
 */
export function createValues(kinds: Iterable<AttributeKind>, limit: number, seed: number, own: ValuePools): ValuePools {
  return Object.fromEntries([...kinds].map((kind) => [kind, drawPool(kind, limit, seed, own[kind])]));
}

function drawPool(kind: AttributeKind, limit: number, seed: number, own: readonly string[] | undefined): string[] {
  const random = createRandom(seed, "values", kind);
  const source = own ?? sources[kind as DrawnKind];
  if (typeof source !== "function") return (kind === "date" ? source : random.shuffle(source)).slice(0, limit);
  const faker = new Faker({ locale: en, randomizer: { next: () => random.float(), seed: () => undefined } });
  const values = new Set<string>();
  for (let misses = 0; values.size < limit && misses < PATIENCE;) {
    const before = values.size;
    const value = source(faker);
    if (isPlain(value)) values.add(value);
    misses = values.size === before ? misses + 1 : 0;
  }
  return kind === "date" ? [...values].sort(chronologically) : [...values];
}

function chronologically(a: string, b: string): number {
  const [order, other] = [a, b].map((date) => {
    const [day, month, year] = date.split(" ");
    return Number(year) * 372 + months.indexOf(month!) * 31 + Number(day);
  });
  return order! - other!;
}

/** ASCII without anything that could be taken for the end of a sentence or for a possessive. */
function isPlain(value: string): boolean {
  return /^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(value) && !/[.?!](\s|$)|'/.test(value);
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
