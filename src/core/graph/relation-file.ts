import { z } from "zod";
import { parseDocument, type Diagnostic, type DocumentKind } from "../curriculum/document.ts";
import { toJsonSchema, type JsonSchema } from "../curriculum/json-schema.ts";
import type { Sources } from "../curriculum/sources.ts";
import { relationFileProblems } from "./relation-checks.ts";
import { relations as paperRelations } from "./relations.ts";
import type { Relation } from "./types.ts";
import { drawnKinds } from "./values.ts";

/** What VS Code knows a file of relations by. */
export const relationFileExtension = ".relations.json";

const wordings = (description: string) => z.array(z.string().min(1)).min(1).describe(description);

const entrySchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^\S+$/, "A relation's name holds no space.")
      .describe("A new name, or that of one of the paper's 39 relations to change what is given here of it."),
    group: z
      .enum(["parametric", "contextual"])
      .optional()
      .describe("Where its facts are known from: the weights (parametric) or the prompt (contextual)."),
    object: z
      .string()
      .min(1)
      .optional()
      .describe(
        '"person" where it leads to an entity of the graph, from which a path can go on; else the kind of its values: one that is drawn, or one that `values` lists.',
      ),
    inverse: z
      .string()
      .min(1)
      .optional()
      .describe("The relation in the other direction, of the other group; a symmetric relation names itself."),
    statements: wordings(
      'Sentences that state a fact, the plainest first, with {subject} and {object} once each: "{subject}\'s boss is {object}." {a} before {object} becomes "a" or "an".',
    ).optional(),
    questions: wordings(
      'Questions for the object, with {subject} once, fit for a name and for a phrase of any length: "Who does {subject} report to?"',
    ).optional(),
    reference: z
      .strictObject({
        noun: z.string().min(1).describe('"boss", for "the boss of …" and "…\'s boss".'),
        clause: z.string().min(1).describe('"the person who supervises {subject}": {subject} once, at the end.'),
        relative: z
          .string()
          .min(1)
          .exactOptional()
          .describe('"the person to whom {subject} reports": {subject} once, for a short one, a verb after it.'),
      })
      .optional()
      .describe("How a question speaks of the object on the way to a further hop; where the object is a person."),
  })
  .describe("A relation.");

export const relationFileSchema = z
  .strictObject({
    $schema: z.string().optional(),
    description: z.string().optional().describe("What these relations are about."),
    relations: z
      .array(entrySchema)
      .default([])
      .describe(
        "Relations of your own. With a new one among them they stand in place of the paper's 39, of which `graph.relations` may still name some; other wordings alone leave the 39 in use.",
      ),
    values: z
      .record(z.string(), z.array(z.string().min(1)).min(2))
      .default({})
      .describe("The values that an attribute of a kind can have, by kind; dates in the order of time."),
  })
  .meta({ title: "Relations of a reasoning curriculum" });

export type RelationFile = z.output<typeof relationFileSchema>;
export type RelationEntry = RelationFile["relations"][number];

let generated: JsonSchema | undefined;

/** For the editor's completion, hovers and squiggles. */
export function relationFileJsonSchema(): JsonSchema {
  const names = paperRelations.map(({ name }) => name);
  const item = "properties.relations.items.properties";
  generated ??= toJsonSchema(relationFileSchema, {
    [`${item}.name`]: names,
    [`${item}.inverse`]: names,
    [`${item}.object`]: ["person", ...drawnKinds],
  });
  return generated;
}

const kind: DocumentKind<typeof relationFileSchema> = {
  noun: "a file of relations",
  schema: relationFileSchema,
  jsonSchema: relationFileJsonSchema,
};

export type RelationTable = Pick<Sources, "relations" | "names" | "values">;

/**
 * Reads a file of relations. Never throws.
 * @param options.drawn whether facts are to be drawn, so that each kind of attribute needs values; an editor that does not
 * know is warned only
 */
export function parseRelationFile(
  text: string,
  file: string,
  options: { readonly drawn?: boolean } = {},
): { readonly sources?: RelationTable; readonly diagnostics: readonly Diagnostic[] } {
  const { value, diagnostics } = parseDocument(text, file, kind, (parsed) =>
    relationFileProblems(parsed, mergedRelations(parsed), options.drawn),
  );
  return value ? { sources: tableOf(value), diagnostics } : { diagnostics };
}

function tableOf(file: RelationFile): RelationTable {
  const paper = new Set(paperRelations.map(({ name }) => name));
  const relations = mergedRelations(file) as readonly Relation[];
  const rewords = file.relations.every(({ name }) => paper.has(name));
  const names = rewords ? [...paper] : file.relations.map(({ name }) => name);
  return { relations, names, values: file.values };
}

/** The paper's relations with what the file changes of them, then the new ones in the file's order. */
function mergedRelations({ relations: entries }: RelationFile): Partial<Relation>[] {
  const byName = new Map<string, Partial<Relation>>(paperRelations.map((relation) => [relation.name, relation]));
  for (const { reference, ...entry } of entries) {
    byName.set(entry.name, definedOnly({ ...byName.get(entry.name), ...definedOnly({ ...entry, reference }) }));
  }
  return [...byName.values()];
}

function definedOnly<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
