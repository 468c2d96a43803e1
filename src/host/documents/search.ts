import type { Dataset } from "../../core/dataset/open.ts";
import type { Level, Question } from "../../core/dataset/types.ts";
import type { Person } from "../../core/graph/types.ts";

/** Items shown for one search: more than anyone scrolls through. */
export const shownMatches = 200;

/** People whose name holds every word of the query, in any order and case. */
export function findPeople(people: readonly Person[], query: string): readonly Person[] {
  return firstMatches(people, query, ({ name }) => name);
}

/** Questions of a level (of all where undefined) whose id, path, relations or names hold every word of the query. */
export function findQuestions(
  questions: readonly Question[],
  level: Level | undefined,
  query: string,
  dataset: Pick<Dataset, "graph" | "paths">,
): readonly Question[] {
  const ofLevel = level === undefined ? questions : questions.filter((question) => question.level === level);
  return firstMatches(ofLevel, query, ({ id, path, entities }) => {
    const relations = dataset.paths.get(path)?.relations ?? [];
    const names = entities.map((person) => dataset.graph.people[person]?.name ?? "");
    return [id, path, ...relations, ...names].join(" ");
  });
}

function firstMatches<T>(items: readonly T[], query: string, textOf: (item: T) => string): readonly T[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const matches: T[] = [];
  for (const item of items) {
    if (matches.length === shownMatches) break;
    const text = textOf(item).toLowerCase();
    if (words.every((word) => text.includes(word))) matches.push(item);
  }
  return matches;
}
