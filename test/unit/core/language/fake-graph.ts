import { en, Faker } from "@faker-js/faker";
import { relations } from "../../../../src/core/graph/relations.ts";
import type { AttributeKind, FactObject, KnowledgeGraph } from "../../../../src/core/graph/types.ts";
import type { WordingSpec } from "../../../../src/core/language/wording.ts";
import { hash } from "../../../../src/core/random.ts";

const faker = new Faker({ locale: en });

/** Values as awkward as real ones get: full stops, commas, apostrophes, quotes, dollars. */
const values: Readonly<Record<AttributeKind, readonly string[]>> = fakeValues();

/** People who have all 39 relations, with facts drawn by hash: no consistency between relations, which the language never needs. */
export function fakeGraph(size: number): KnowledgeGraph {
  faker.seed(size);
  const names = new Set(["Conan O'Connor", "Dr. Mary-Jane St. John", "James Jones"]);
  while (names.size < size) names.add(`${faker.person.firstName()} ${faker.person.lastName()}`);
  const people = [...names].map((name, id) => ({ id, name, parametric: true, contextual: true }));
  const byName = new Map(relations.map((relation) => [relation.name, relation]));
  const relation = (name: string) => byName.get(name)!;
  const object = (subject: number, name: string, world: number): FactObject => {
    const { group, object: kind } = relation(name);
    const draw = hash(`${subject} ${name} ${group === "contextual" ? world : 0}`);
    if (kind !== "person") return values[kind]![draw % values[kind]!.length]!;
    return (subject + 1 + (draw % (people.length - 1))) % people.length;
  };
  return { relations, people, worlds: 3, values, relation, object };
}

function fakeValues(): Record<AttributeKind, string[]> {
  faker.seed(1);
  const many = (draw: () => string, ...awkward: string[]) => [...awkward, ...Array.from({ length: 50 }, draw)];
  return {
    date: many(() => faker.date.past({ years: 90, refDate: 0 }).toISOString().slice(0, 10), "March 4, 1931"),
    city: many(() => faker.location.city(), "St. Louis", "Washington, D.C."),
    pet: many(() => faker.animal.petName(), "Mr. Whiskers"),
    book: many(() => faker.book.title(), "Who Was Born in St. Ives? A Life"),
    email: many(() => faker.internet.email(), "a.b$c@d.e.org"),
    hobby: many(() => faker.word.noun()),
    language: many(() => faker.word.noun()),
    university: many(() => `University of ${faker.location.city()}`),
    service: many(() => faker.word.noun(), "the U.S. Navy"),
    occupation: many(() => faker.person.jobTitle(), "Sr. Engineer"),
    achievement: many(() => faker.company.catchPhrase()),
    phone: many(() => faker.phone.number()),
    food: many(() => faker.food.dish()),
    organization: many(() => faker.company.name(), "Smith & Co."),
    address: many(() => faker.location.streetAddress(true), "12 St. James's Rd. Apt. 4"),
    award: many(() => faker.word.noun()),
    company: many(() => faker.company.name(), "Kuhn Inc.", "Is $1 Enough. Ltd."),
    cause: many(() => faker.word.noun()),
    nationality: many(() => faker.location.country()),
    major: many(() => faker.commerce.department()),
  };
}

/** So many wordings, the last of them held out. */
export const inUse = (wordings: number, heldOutWordings = 0): WordingSpec => ({ wordings, heldOutWordings });
