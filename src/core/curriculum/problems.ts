import type { z } from "zod";
import type { DocumentKind } from "./document.ts";
import { objectAlternatives, schemaAt, type JsonSchema } from "./json-schema.ts";
import { didYouMean } from "./suggest.ts";

/** A problem of a document: which field, and one sentence for its author. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Point at the field's name instead of its value. */
  readonly atName?: boolean;
  readonly severity?: "error" | "warning";
}

/** What the schema has against a document, in words. */
export function schemaProblems(
  error: { readonly issues: readonly z.core.$ZodIssue[] },
  document: unknown,
  kind: Pick<DocumentKind<z.ZodType>, "noun" | "jsonSchema">,
): Problem[] {
  const { noun, jsonSchema } = kind;
  const at = (path: readonly PropertyKey[]): JsonSchema => schemaAt(jsonSchema(), path, document) ?? {};
  const unionAt = (path: readonly PropertyKey[]): readonly JsonSchema[] =>
    at(path.slice(0, -1)).properties?.[String(path.at(-1))]?.anyOf ?? [];
  const kindsAt = (path: readonly PropertyKey[]): readonly JsonSchema[] =>
    objectAlternatives(unionAt(path), valueAt(document, path));
  return error.issues.flatMap((issue): Problem[] => {
    if (issue.code === "unrecognized_keys") {
      const known = Object.keys(at(issue.path).properties ?? {}).filter((name) => name !== "$schema");
      return issue.keys.map(
        (key) => misplacedField(issue.path, key, kindsAt(issue.path)) ?? unknownField(issue.path, key, known, noun),
      );
    }
    if (issue.code === "invalid_type" && issue.expected === "never") {
      const place = issue.path.slice(0, -1);
      return [misplacedField(place, String(issue.path.at(-1)), kindsAt(place))].filter(
        (problem) => problem !== undefined,
      );
    }
    if (issue.code === "invalid_union" && issue.errors.length > 0) {
      const chosen = unionAt(issue.path).indexOf(kindsAt(issue.path)[0]!);
      const issues = issue.errors[chosen]!.map((own) => ({ ...own, path: [...issue.path, ...own.path] }));
      return schemaProblems({ issues }, document, kind);
    }
    if (issue.code === "invalid_key") {
      const message = `${fieldName(issue.path)} is no valid name. ${issue.issues[0]?.message ?? ""}`.trim();
      return [{ path: issue.path, message, atName: true }];
    }
    const value = valueAt(document, issue.path);
    if (issue.code === "invalid_format")
      return [{ path: issue.path, message: `${fieldName(issue.path)} cannot be ${shown(value)}. ${issue.message}` }];
    const expected = expectation(at(issue.path));
    const field = issue.path.length === 0 ? noun.replace(/^an? /, "the ") : fieldName(issue.path);
    const lacking = value === undefined ? "missing" : value === "" ? "empty" : undefined;
    const message =
      lacking === undefined
        ? `${field} must be ${expected}, not ${shown(value)}.`
        : `${field} is ${lacking}: it must be ${expected}.`;
    return [{ path: issue.path, message }];
  });
}

/** A field of another kind of object than the fields beside it, such as a size beside `model.pretrained`. */
function misplacedField(
  path: readonly PropertyKey[],
  key: string,
  [chosen, ...others]: readonly JsonSchema[],
): Problem | undefined {
  const owner = others.find(({ properties = {} }) => Object.hasOwn(properties, key));
  if (chosen === undefined || owner === undefined) return undefined;
  const field = fieldName([...path, key]);
  const [present] = chosen.required ?? [];
  const reason =
    present === undefined
      ? `without ${fieldName([...path, ...(owner.required ?? []).slice(0, 1)])}: drop it, or add that`
      : `beside ${fieldName([...path, present])}: keep one of them`;
  return { path: [...path, key], message: `${field} has no place ${reason}.`, atName: true };
}

function unknownField(path: readonly PropertyKey[], key: string, known: readonly string[], noun: string): Problem {
  const place = path.length === 0 ? noun : fieldName(path);
  return {
    path: [...path, key],
    message: `"${key}" is no field of ${place}: ${didYouMean(key, known)}`,
    atName: true,
  };
}

/** `runs.sft-comp.data`, `questions.context.distractors[1]`. */
export function fieldName(path: readonly PropertyKey[]): string {
  return path.map((key, i) => (typeof key === "number" ? `[${key}]` : `${i > 0 ? "." : ""}${String(key)}`)).join("");
}

/** What may stand in a field: "a whole number of at least 1". */
function expectation(schema: JsonSchema): string {
  const constants = schema.enum ?? (schema.const === undefined ? [] : [schema.const]);
  if (constants.length > 0 && constants.length <= 5)
    return constants.map((value) => JSON.stringify(value)).join(" or ");
  switch (schema.type) {
    case "integer":
      return `a whole number${bounds(schema)}`;
    case "number":
      return `a number${bounds(schema)}`;
    case "boolean":
      return "true or false";
    case "string":
      return "text in double quotes";
    case "array":
      return listExpectation(schema);
    case "object":
    case undefined:
    default:
      return "an object in { }";
  }
}

function listExpectation({ items, minItems }: JsonSchema): string {
  if (Array.isArray(items)) {
    const [first] = items as readonly JsonSchema[];
    return `a list of ${items.length} values in [ ], each ${expectation(first ?? {})}`;
  }
  return `a list in [ ] ${minItems === undefined ? "" : `of at least ${minItems}, `}each ${expectation((items ?? {}) as JsonSchema)}`;
}

function bounds({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: JsonSchema): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  const limits = [
    ...(minimum === undefined ? [] : [`of at least ${minimum}`]),
    ...(exclusiveMinimum === undefined ? [] : [`above ${exclusiveMinimum}`]),
    ...(maximum === undefined ? [] : [`of at most ${maximum}`]),
    ...(exclusiveMaximum === undefined ? [] : [`below ${exclusiveMaximum}`]),
  ];
  return limits.length === 0 ? "" : ` ${limits.join(" and ")}`;
}

/** A value as JSON, cut where it is long. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** What stands at a path; undefined where there is no such place. */
export function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    document,
  );
}
