import type { Check } from "./check.ts";
import type { RelationRecord } from "./records.ts";
import type { WrittenGraph } from "./world.ts";

/** Every person with a relation has exactly one object of the right kind, others have none, nobody is their own. */
export function checkFunctional(graph: WrittenGraph, check: Check): void {
  for (const relation of graph.records.values()) {
    for (const world of graph.worldsOf(relation)) {
      check.expect(
        graph.lengthOf(relation.name, world) === graph.people.length,
        () => `facts.jsonl: ${relation.name} in world ${world} is not stated for everybody.`,
      );
      for (const person of graph.people) {
        const { id } = person;
        const object = graph.written(id, relation.name, world);
        const place = (): string => `facts.jsonl: ${relation.name} of person ${id} in world ${world}`;
        if (!person[relation.group]) {
          check.expect(
            object === undefined,
            () => `${place()} is stated, but the person has no ${relation.group} facts.`,
          );
        } else {
          check.expect(isObject(graph, relation, object), () => `${place()} has no such object: ${object ?? "none"}.`);
          check.expect(relation.object !== "person" || object !== id, () => `${place()} is the same person.`);
        }
      }
    }
  }
}

function isObject(graph: WrittenGraph, { object: kind, group }: RelationRecord, object: number | undefined): boolean {
  if (object === undefined) return false;
  return kind === "person" ? graph.people[object]?.[group] === true : graph.values[kind]?.[object] !== undefined;
}

/** Where a relation and the one that names the other direction are both known of two people, they agree. */
export function checkDirections(graph: WrittenGraph, symmetry: Check, inverses: Check): void {
  for (const relation of graph.records.values()) {
    const back = graph.records.get(relation.inverse ?? "");
    if (!back) continue;
    const check = back === relation ? symmetry : inverses;
    for (const world of graph.worldsOf(relation.group === "contextual" ? relation : back)) {
      for (const { id } of graph.people) {
        const object = graph.written(id, relation.name, world);
        if (object === undefined || !graph.people[object]?.[back.group]) continue;
        check.expect(
          graph.written(object, back.name, world) === id,
          () =>
            `facts.jsonl: ${relation.name} of person ${id} is ${object}, but ${back.name} of ${object} is not ${id} (world ${world}).`,
        );
      }
    }
  }
}
