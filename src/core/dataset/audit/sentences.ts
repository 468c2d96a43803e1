import type { Relation } from "../../graph/types.ts";
import { linkTo, statementTemplate } from "../../language/template.ts";
import type { Asked } from "./rule.ts";
import type { WrittenGraph } from "./world.ts";

/** A fact as text, and the wordings in which it may be stated. */
export interface Sayable {
  readonly subject: string;
  readonly object: string;
  readonly wordings: readonly string[];
}

/**
 * Reads sentences off a text, one a fact in their order, and nothing between them but a space.
 * @returns where the last one ends, or the number of the first fact that does not stand in its place, as -1 - number.
 */
export function readFacts(text: string, facts: readonly Sayable[]): number {
  let end = 0;
  for (const [number, fact] of facts.entries()) {
    const start = number === 0 ? 0 : end + 1;
    if (number > 0 && text[end] !== " ") return -1 - number;
    end = sentenceEnd(text, start, fact);
    if (end < 0) return -1 - number;
  }
  return end;
}

function sentenceEnd(text: string, start: number, { subject, object, wordings }: Sayable): number {
  for (const wording of wordings) {
    const template = statementTemplate(wording);
    let end = start;
    const isThere = (part: string): boolean => {
      const found = text.startsWith(part, end);
      end += part.length;
      return found;
    };
    const { before, after } = template;
    if (isThere(before) && isThere(subject) && isThere(linkTo(object, template)) && isThere(object) && isThere(after)) {
      return end;
    }
  }
  return -1;
}

function say(wording: string, subject: string, object: string): string {
  const template = statementTemplate(wording);
  return template.before + subject + linkTo(object, template) + object + template.after;
}

/** A sentence of the text that states a hop which must be known by heart, in any wording and from either end. */
export function findTold(text: string, { path, question, objects }: Asked, graph: WrittenGraph): string | undefined {
  for (const { hop } of path.parametric) {
    const number = path.relations[hop]!;
    const subject = graph.people[question.entities[hop]!]?.name;
    const object = graph.text(number, objects[hop]!);
    if (subject === undefined || object === undefined) continue;
    const relation: Relation = graph.relations[number]!;
    const back = graph.named(relation.inverse ?? "");
    const told = [
      ...relation.statements.map((wording) => say(wording, subject, object)),
      ...(back?.statements.map((wording) => say(wording, object, subject)) ?? []),
    ];
    const found = told.find((sentence) => text.includes(sentence));
    if (found !== undefined) return found;
  }
  return undefined;
}
