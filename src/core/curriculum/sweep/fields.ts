import { schemaAt, type JsonSchema } from "../json-schema.ts";
import type { Curriculum } from "../schema.ts";

/** Fields that decide neither data nor runs, or name what is read before a sweep is known. */
const fixed: readonly string[] = [
  "$schema",
  "description",
  "sweep",
  "evaluate",
  "graph.relationFile",
  "graph.tripleFile",
  "questions.recordFile",
  "model.pretrained",
];

/**
 * The fields of a curriculum that a sweep may set, by their paths, objects before what is in them.
 * @param schema of a curriculum @param runs names of runs to list the fields of
 */
export function sweepableFields(schema: JsonSchema, runs: readonly string[]): ReadonlyMap<string, JsonSchema> {
  const fields = new Map<string, JsonSchema>();
  const run = schema.properties?.["runs"]?.additionalProperties;
  addFields(schema, "", fields);
  if (typeof run === "object") for (const name of runs) addFields(run, `runs.${name}.`, fields);
  return fields;
}

function addFields(schema: JsonSchema, prefix: string, fields: Map<string, JsonSchema>): void {
  for (const { properties = {} } of [schema, ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]) {
    for (const [name, property] of Object.entries(properties)) {
      const path = prefix + name;
      if (path === "runs" || isFixed(path) || fields.has(path)) continue;
      fields.set(path, property);
      addFields(property, `${path}.`, fields);
    }
  }
}

const isFixed = (path: string): boolean => fixed.some((one) => path === one || path.startsWith(`${one}.`));

/** The fields that a path of a sweep stands for: one, of each run that has it with `runs.*`; none where there is none. */
export function targetsOf(pattern: string, curriculum: Curriculum, schema: JsonSchema): string[][] {
  const path = pattern.split(".");
  const [first, run, ...rest] = path;
  if (first !== "runs") return isFixed(pattern) || !isField(path, curriculum, schema) ? [] : [path];
  if (rest.length === 0) return run !== undefined && Object.hasOwn(curriculum.runs, run) ? [path] : [];
  const named = Object.keys(curriculum.runs).filter((name) => run === "*" || run === name);
  return named.map((name) => [first, name, ...rest]).filter((target) => isField(target, curriculum, schema));
}

function isField(path: readonly string[], curriculum: Curriculum, schema: JsonSchema): boolean {
  return schemaAt(schema, path.map(keyOf), curriculum) !== undefined;
}

/** The place in a list, or the name of a field. */
const keyOf = (name: string): string | number => (/^\d+$/.test(name) ? Number(name) : name);
