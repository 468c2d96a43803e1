import type { Group, Relation } from "../../graph/types.ts";

/** A relation of which the name alone is known, in plain words for its author to mend. */
export function draftRelation(name: string, group: Group, toPeople: boolean): Relation {
  const words = name.replace(/[_-]+/g, " ").trim() || name;
  return {
    name,
    group,
    object: toPeople ? "person" : name,
    statements: [`{subject}'s ${words} is {object}.`],
    questions: [`What is the ${words} of {subject}?`],
    ...(toPeople && { reference: { noun: words, clause: `the ${words} of {subject}` } }),
  };
}
