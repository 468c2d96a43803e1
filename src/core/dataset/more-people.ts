import type { DataSpec } from "./folder.ts";

/** What to do for more people, in words: so many are drawn as the curriculum says, others live in its file of facts. */
export function morePeople({ graph }: DataSpec): string {
  return graph.tripleFile === undefined ? "raise graph.people" : "add facts to graph.tripleFile";
}

/** The field that says how many there are of a kind. */
export function peopleField({ graph }: DataSpec, kind: keyof DataSpec["graph"]["people"]): string {
  return graph.tripleFile === undefined ? `graph.people.${kind}` : "graph.tripleFile";
}
