import { z } from "zod";
import { relations } from "../graph/relations.ts";
import { curriculumSchema } from "./schema.ts";
import { sweepableFields } from "./sweep/fields.ts";

/** The part of JSON schema (draft-07) that the curriculum's schema uses. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly title?: string;
  readonly type?: "object" | "array" | "string" | "number" | "integer" | "boolean";
  readonly description?: string;
  /** What VS Code shows on hover in place of the description. */
  readonly markdownDescription?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly items?: JsonSchema | readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly propertyNames?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
}

const relationNamePath = "properties.graph.properties.relations.items";

let generated: JsonSchema | undefined;

/** Of a curriculum as a user writes it, for the editor's completion, hovers and squiggles. */
export function curriculumJsonSchema(): JsonSchema {
  generated ??= withSweepFields(
    toJsonSchema(curriculumSchema, { [relationNamePath]: relations.map(({ name }) => name) }),
  );
  return generated;
}

/** Completes the paths of a sweep, says on hover what they are, and checks their values. */
function withSweepFields(schema: JsonSchema): JsonSchema {
  const sweep = schema.properties!["sweep"]!;
  const properties: Record<string, JsonSchema> = {};
  for (const [path, items] of sweepableFields(schema, ["*"])) {
    const { description } = items;
    properties[path] = { type: "array", minItems: 1, items, ...(description !== undefined && { description }) };
  }
  return { ...schema, properties: { ...schema.properties, sweep: { ...sweep, properties } } };
}

/** Draft-07; `suggestions` are completed where other text is welcome too. */
export function toJsonSchema(schema: z.ZodType, suggestions: Readonly<Record<string, readonly string[]>>): JsonSchema {
  return z.toJSONSchema(schema, {
    target: "draft-7",
    io: "input",
    override: ({ jsonSchema, path }) => {
      const names = suggestions[path.join(".")];
      if (names) jsonSchema.anyOf = [{ enum: [...names] }, {}];
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      const { description, default: value } = jsonSchema;
      if (description === undefined || value === undefined || isEmptyObject(value)) return;
      jsonSchema["markdownDescription"] = `${description}\n\nDefault: \`${JSON.stringify(value)}\``;
    },
  }) as JsonSchema;
}

/** The default of a group of fields, each of which has its own. */
function isEmptyObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/**
 * The part of a schema for the value at `path`; where the schema offers alternatives (a run's method), the one whose constants
 * agree with the document; of a model, the first whose required fields are there.
 */
export function schemaAt(root: JsonSchema, path: readonly PropertyKey[], document: unknown): JsonSchema | undefined {
  let schema: JsonSchema | undefined = root;
  let value = document;
  for (const key of path) {
    schema = child(alternative(schema, value), key);
    value = memberOf(value, key);
    if (schema === undefined) return undefined;
  }
  return alternative(schema, value);
}

function child(schema: JsonSchema, key: PropertyKey): JsonSchema | undefined {
  if (typeof key === "number" && schema.items) return isList(schema.items) ? schema.items[key] : schema.items;
  const name = String(key);
  if (schema.properties && Object.hasOwn(schema.properties, name)) return schema.properties[name];
  return typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
}

/** The kinds of objects that a value may be and, first of them, the one that it is: whose required fields it has. */
export function objectAlternatives(options: readonly JsonSchema[] = [], value: unknown): readonly JsonSchema[] {
  const objects = options.filter(({ type }) => type === "object");
  const has = ({ required = [] }: JsonSchema): boolean => required.every((name) => memberOf(value, name) !== undefined);
  return [...objects.filter(has), ...objects.filter((option) => !has(option))];
}

function alternative(schema: JsonSchema, value: unknown): JsonSchema {
  if (!schema.oneOf) return objectAlternatives(schema.anyOf, value)[0] ?? schema;
  const agrees = (option: JsonSchema) =>
    Object.entries(option.properties ?? {}).every(
      ([name, property]) => property.const === undefined || property.const === memberOf(value, name),
    );
  return schema.oneOf.find(agrees) ?? merge(schema.oneOf);
}

/** What a value may be when it is not yet decided which alternative it is. */
function merge(options: readonly JsonSchema[]): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  for (const option of options) {
    for (const [name, property] of Object.entries(option.properties ?? {})) {
      const known = properties[name];
      const constants = [...(known?.enum ?? []), property.const].filter((constant) => constant !== undefined);
      properties[name] = constants.length > 0 ? { type: "string", enum: constants } : property;
    }
  }
  return { type: "object", properties };
}

function memberOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<PropertyKey, unknown>)[key]
    : undefined;
}

function isList(items: JsonSchema["items"]): items is readonly JsonSchema[] {
  return Array.isArray(items);
}
