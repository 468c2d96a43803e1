import type { DataSpec } from "../folder.ts";
import { checkBiographies } from "./biographies.ts";
import { Check } from "./check.ts";
import type { Counts } from "./counts.ts";
import { checkDirections, checkFunctional } from "./facts.ts";
import { checkNames } from "./names.ts";
import type { AuditReader } from "./reader.ts";
import { factsRecord, personRecord, relationRecord, valuesRecord } from "./records.ts";
import { checkStatements } from "./wordings.ts";
import { WrittenGraph } from "./world.ts";

/** Whether the program drew the graph; an imported one may lack facts. */
export function isDrawn({ graph, questions }: DataSpec): boolean {
  return graph.tripleFile === undefined && questions.recordFile === undefined;
}

/** Reads people, relations, values and facts, and checks them. @param apart see checkStatements */
export async function auditGraph(
  reader: AuditReader,
  spec: DataSpec,
  counts: Counts,
  apart: Check,
): Promise<{ readonly graph: WrittenGraph; readonly checks: readonly Check[] }> {
  const names = new Check("People's names and the values of each kind are unique, each on a line of its own");
  const drawn = isDrawn(spec);
  const functional = new Check(
    drawn
      ? "Every (person, relation, world) has exactly one object, never the person"
      : "Every (person, relation) has at most one object, and it exists",
  );
  const symmetry = new Check("Symmetric relations agree in both directions");
  const inverses = new Check("Inverse relations agree in both directions");
  const statements = new Check("No two relations are stated in the same words");
  const graph = new WrittenGraph(counts.expected.worlds);
  await reader.read("people.jsonl", personRecord, (person) => graph.people.push(person));
  await reader.read("relations.jsonl", relationRecord, (relation) => {
    graph.addRelation(relation);
  });
  await reader.read("values.jsonl", valuesRecord, ({ kind, values }) => {
    graph.values[kind] = values;
  });
  await reader.read("facts.jsonl", factsRecord, ({ relation, world, objects }) => {
    functional.expect(
      graph.addFacts(relation, world, objects),
      () => `facts.jsonl: ${relation} in world ${world ?? "all"} is no row of its own.`,
    );
  });
  checkNames(graph, names);
  checkFunctional(graph, drawn, functional);
  checkDirections(graph, drawn, symmetry, inverses);
  checkStatements(graph.relations, spec.questions, statements, apart);
  counts.expectGraph(graph);
  return { graph, checks: [names, functional, symmetry, inverses, statements, checkBiographies(graph, spec)] };
}
