import fc from "fast-check";
import { relations as paperRelations } from "../../../../src/core/graph/relations.ts";
import type { KnowledgeGraph, Relation } from "../../../../src/core/graph/types.ts";

/** Names that hold, begin or end one another, or look like what stands between names. */
const awkward = [
  ..."Niger,Nigeria,Guinea,Guinea-Bissau,Papua New Guinea,Côte d'Ivoire,Curaçao,Åland,St,St. Louis,St. Louis Park".split(
    ",",
  ),
  ..."Bosnia and Herzegovina,Bosnia,Anna,ANNA,Anna Smith,Anna Smith-Jones,Ann Marie Lee,Annmarie Lee,James Jones".split(
    ",",
  ),
  ..."Levi's,Dr. No,No,So,Then,And,First,Since Ever,1. FC Köln,1,U.S.,U.S. Navy,İstanbul,Straße,Ελλάς,東京,Who?".split(
    ",",
  ),
  ..."Yahoo!,$1,$& Co.,Co.,Kuhn Inc,Kuhn Inc.,(Sic),a_b@c.org,The Answer,X is Y,O'Connor,O’Brien,is,A".split(","),
  ...["Washington, D.C.", "Washington", 'Al "Bob" Lee', "Paris, Texas", "Paris", "Will.i.am", "Guns N' Roses"],
];

const word = fc.string({
  unit: fc.constantFrom(..."a b c d e ä ß é A B Z 0 1 2 3 -".split(" ")),
  minLength: 1,
  maxLength: 8,
});
const name = fc.oneof(
  fc.constantFrom(...awkward),
  fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(" ")),
);

const ownRelations: readonly Relation[] = [
  {
    name: "works_as",
    group: "parametric",
    object: "job",
    statements: [
      "{subject} works as {a} {object}.",
      "The job of {subject} is {object}.",
      "{subject} plays {object} a lot.",
    ],
    questions: ["What does {subject} work as?"],
  },
  {
    name: "is",
    group: "contextual",
    object: "label",
    statements: ["{subject} is {object}.", "{subject}: {object}.", "{subject} is of the kind {object}!"],
    questions: ["What is {subject}?"],
  },
];

const jobs = ["actor", "nurse", "hour counter", "European", "a.k.a. artist", "MRI technician", "user", "anny", "nanny"];

/** People and values of any name, the paper's relations and odd ones; facts are not needed to read what is said. */
export const nastyGraphs: fc.Arbitrary<KnowledgeGraph> = fc
  .record({
    names: fc.uniqueArray(name, { minLength: 4, maxLength: 60 }),
    values: fc.uniqueArray(name, { minLength: 2, maxLength: 30 }),
  })
  .map(({ names, values }) => {
    const relations = [...paperRelations, ...ownRelations];
    const kinds = relations.flatMap(({ object }) => (object === "person" ? [] : [object]));
    return {
      relations,
      people: names.map((text, id) => ({ id, name: text, parametric: true, contextual: true })),
      worlds: 1,
      values: { ...Object.fromEntries(kinds.map((kind) => [kind, values])), job: jobs },
      relation: (wanted) => relations.find(({ name: found }) => found === wanted)!,
      object: () => undefined,
    };
  });
