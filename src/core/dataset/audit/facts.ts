import type { Check } from "./check.ts";
import type { RelationRecord } from "./records.ts";
import { NONE, type WrittenGraph } from "./world.ts";

/**
 * Nobody has an object that does not exist, nor a relation of a group that is not theirs. In a drawn graph everybody has
 * every relation of their groups, to somebody else of the group; an imported one may lack facts.
 */
export function checkFunctional(graph: WrittenGraph, isDrawn: boolean, check: Check): void {
  const { people, relations } = graph;
  for (const [number, relation] of relations.entries()) {
    for (const world of graph.worldsOf(relation)) {
      const row = graph.row(number, world);
      check.expect(
        row?.length === people.length,
        () => `facts.jsonl: ${relation.name} in world ${world} is not stated for everybody.`,
      );
      for (const person of people) {
        const { id } = person;
        const object = row?.[id] ?? NONE;
        const place = (): string => `facts.jsonl: ${relation.name} of person ${id} in world ${world}`;
        if (!person[relation.group]) {
          check.expect(object === NONE, () => `${place()} is stated, but the person has no ${relation.group} facts.`);
        } else if (isDrawn || object !== NONE) {
          check.expect(isObject(graph, relation, object, isDrawn), () => `${place()} has no such object: ${object}.`);
          check.expect(
            !isDrawn || relation.object !== "person" || object !== id,
            () => `${place()} is the same person.`,
          );
        }
      }
    }
  }
}

function isObject(
  graph: WrittenGraph,
  { object: kind, group }: RelationRecord,
  object: number,
  ofGroup: boolean,
): boolean {
  if (kind !== "person") return graph.values[kind]?.[object] !== undefined;
  const person = graph.people[object];
  return person !== undefined && (!ofGroup || person[group]);
}

/**
 * Where a relation and the one that names the other direction are both known of two people, they agree. In an imported
 * graph they are known where they are stated.
 */
export function checkDirections(graph: WrittenGraph, isDrawn: boolean, symmetry: Check, inverses: Check): void {
  for (const [number, relation] of graph.relations.entries()) {
    const back = graph.numberOf(relation.inverse ?? "");
    if (back === undefined) continue;
    const { name, group } = graph.relations[back]!;
    const check = back === number ? symmetry : inverses;
    for (const world of graph.worldsOf(relation.group === "contextual" ? relation : graph.relations[back]!)) {
      const there = graph.row(number, world);
      const again = graph.row(back, world);
      there?.forEach((object, person) => {
        const isKnown = isDrawn ? graph.people[object]?.[group] : (again?.[object] ?? NONE) !== NONE;
        if (object === NONE || !isKnown) return;
        check.expect(
          again?.[object] === person,
          () =>
            `facts.jsonl: ${relation.name} of person ${person} is ${object}, but ${name} of ${object} is not ${person} (world ${world}).`,
        );
      });
    }
  }
}
