import type { Reference, Relation } from "../graph/types.ts";
import { isNewWording, shareOf, type WordingSpec } from "./wording.ts";

type Form = "of" | "possessive" | "clause" | "relative";

/**
 * The forms of the noun phrases from the start person outwards; the last two alternate when a path is longer. All branch
 * to the right, so clauses nest without crossing. A possessive follows the start person alone, so 's never piles up, and a
 * relative clause goes around a short phrase alone, because its verb comes after it.
 */
const formRows: readonly (readonly Form[])[] = [
  ["of", "of", "of"],
  ["possessive", "clause", "of"],
  ["relative", "of", "clause"],
  ["clause", "of", "clause"],
  ["possessive", "relative", "of", "clause"],
  ["of", "clause", "of"],
  ["possessive", "of", "clause"],
];

/**
 * The question a relation path asks about a person, nested from the person outwards: spouse, boss, phone asked of Anna
 * Smith gives "What is the phone number of the boss of the spouse of Anna Smith?" Wordings differ in their forms and in what they
 * ask of the last phrase, as far as the path has as many; new ones share neither with those of training.
 */
export function composeQuestion(
  relations: readonly Relation[],
  start: string,
  wording: number,
  spec: WordingSpec,
): string {
  const references = relations.slice(0, -1).map(({ name, reference }) => {
    if (!reference) throw new Error(`A path cannot go on from ${name}: it does not lead to a person.`);
    return reference;
  });
  const isNew = isNewWording({ wording }, spec);
  const number = isNew ? wording - (spec.wordings - spec.heldOutWordings) : wording;
  const rows = take(rowsFor(references), spec, isNew);
  const rowNumber = number % rows.length;
  const row = rows[rowNumber]!;
  const subject = references.reduce((phrase, reference, hop) => refer(reference, row[hop]!, phrase), start);
  const templates = take(relations.at(-1)!.questions, spec, isNew);
  const fitting = row.length > 1 || row.at(-1) === "relative" ? subjectLast(templates) : templates;
  return fill(fitting[(rowNumber + Math.floor(number / rows.length)) % fitting.length]!, subject);
}

function take<T>(items: readonly T[], spec: WordingSpec, isNew: boolean): readonly T[] {
  const { first, count } = shareOf(items.length, spec, isNew);
  return items.slice(first, first + count);
}

/**
 * Those that end in the subject, where there are any: a verb after nested phrases, or after the verb of a relative clause,
 * is hard to place ("Who did the person whom Anna Smith mentors inspire?").
 */
function subjectLast(templates: readonly string[]): readonly string[] {
  const last = templates.filter((template) => template.endsWith("{subject}?"));
  return last.length > 0 ? last : templates;
}

/** The rows that differ on as many phrases, and whose relative clauses there are. */
function rowsFor(references: readonly Reference[]): readonly (readonly Form[])[] {
  return rowsOfLength(references.length).filter((row) =>
    row.every((form, hop) => form !== "relative" || references[hop]!.relative !== undefined),
  );
}

const rowsByLength = new Map<number, readonly (readonly Form[])[]>();

function rowsOfLength(length: number): readonly (readonly Form[])[] {
  let rows = rowsByLength.get(length);
  if (!rows) {
    const cut = formRows.map((row) => Array.from({ length }, (_, hop) => formAt(row, hop)));
    rows = [...new Map(cut.map((row) => [row.join(), row])).values()];
    rowsByLength.set(length, rows);
  }
  return rows;
}

/** The last two forms alternate. */
const formAt = (row: readonly Form[], hop: number): Form =>
  row[hop < row.length ? hop : row.length - 2 + ((hop - row.length) % 2)]!;

function refer({ noun, clause, relative }: Reference, form: Form, subject: string): string {
  switch (form) {
    case "of":
      return `the ${noun} of ${subject}`;
    case "possessive":
      return `${subject}'s ${noun}`;
    case "clause":
      return fill(clause, subject);
    case "relative":
      return fill(relative!, subject);
  }
}

/** A function as replacement, because names may hold `$`. */
const fill = (template: string, subject: string): string => template.replace("{subject}", () => subject);
