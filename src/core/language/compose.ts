import type { Reference, Relation } from "../graph/types.ts";

type Form = "of" | "possessive" | "clause";

/**
 * The forms of the noun phrases from the start person outwards, one row a question wording; the last two alternate when
 * a path is longer. A possessive stands innermost only, so 's never piles up.
 */
const forms: readonly (readonly Form[])[] = [
  ["of", "of", "of"],
  ["possessive", "clause", "of"],
  ["clause", "of", "clause"],
];

/**
 * The question a relation path asks about a person, nested from the person outwards: spouse, boss, died_in asked of Anna
 * Smith gives "In which city did the boss of the spouse of Anna Smith die?" `wording` is 0 … 2.
 */
export function composeQuestion(relations: readonly Relation[], start: string, wording: number): string {
  const row = forms[wording]!;
  const subject = relations.slice(0, -1).reduce((phrase, relation, hop) => {
    if (!relation.reference)
      throw new Error(`A path cannot go on from ${relation.name}: it does not lead to a person.`);
    const form = row[hop < row.length ? hop : 1 + ((hop - 1) % 2)]!;
    return refer(relation.reference, form, phrase);
  }, start);
  return fill(relations.at(-1)!.questions[wording]!, subject);
}

function refer({ noun, clause }: Reference, form: Form, subject: string): string {
  switch (form) {
    case "of":
      return `the ${noun} of ${subject}`;
    case "possessive":
      return `${subject}'s ${noun}`;
    case "clause":
      return fill(clause, subject);
  }
}

/** A function as replacement, because names may hold `$`. */
const fill = (template: string, subject: string): string => template.replace("{subject}", () => subject);
