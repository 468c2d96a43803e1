import {
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type JSONPath,
  type Node,
  type ParseError,
} from "jsonc-parser";
import type { z } from "zod";
import type { JsonSchema } from "./json-schema.ts";
import { fieldName, schemaProblems, type Problem } from "./problems.ts";

/** One problem of a file, placed for an editor and worded for a terminal. */
export interface Diagnostic {
  readonly file: string;
  /** From 1, as editors show them. */
  readonly line: number;
  readonly column: number;
  /** From 0, in UTF-16 units. */
  readonly offset: number;
  readonly length: number;
  /** `runs.sft-comp.steps`; empty for the whole file. */
  readonly field: string;
  readonly message: string;
  readonly severity: "error" | "warning";
}

/** A kind of file that people write by hand: JSON with comments and trailing commas. */
export interface DocumentKind<T extends z.ZodType> {
  /** "a curriculum" */
  readonly noun: string;
  readonly schema: T;
  readonly jsonSchema: () => JsonSchema;
}

export interface ParsedDocument<T> {
  /** With every default written out; absent when there are errors. */
  readonly value?: T;
  /** In the order of the file. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Without the byte-order mark that some editors on Windows write and VS Code does not show. */
export const withoutMark = (text: string): string => text.replace(/^\uFEFF/, "");

/** Reads a file of a kind; `check` finds what its schema cannot say. Never throws. */
export function parseDocument<T extends z.ZodType>(
  source: string,
  file: string,
  kind: DocumentKind<T>,
  check: (value: z.output<T>) => readonly Problem[],
): ParsedDocument<z.output<T>> {
  const text = withoutMark(source);
  try {
    return parse(text, placer(text, file), kind, check);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = `This is no ${kind.noun.replace(/^an? /, "")}: its brackets are nested too deep.`;
    return { diagnostics: [placer(text, file)({ offset: 0, length: 0 }, "", message, "error")] };
  }
}

function parse<T extends z.ZodType>(
  text: string,
  place: ReturnType<typeof placer>,
  kind: DocumentKind<T>,
  check: (value: z.output<T>) => readonly Problem[],
): ParsedDocument<z.output<T>> {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const [syntaxError] = errors;
  if (syntaxError || tree === undefined) {
    const message = `This is no valid JSON: ${syntaxError ? syntaxMessage(syntaxError) : "the file is empty."}`;
    return { diagnostics: [place(syntaxError ?? { offset: 0, length: 0 }, "", message, "error")] };
  }
  const document: unknown = getNodeValue(tree);
  const parsed = kind.schema.safeParse(document);
  const problems = parsed.success ? check(parsed.data) : schemaProblems(parsed.error, document, kind);
  const placed = [
    ...duplicateFields(tree, []),
    ...problems.map((problem) => ({ problem, node: nodeOf(tree, problem) })),
  ];
  const diagnostics = placed
    .map(({ problem: { path, message, severity = "error" }, node }) =>
      place(node, path.length === 0 ? "" : fieldName(path), message, severity),
    )
    .sort((a, b) => a.offset - b.offset);
  const broken = diagnostics.some(({ severity }) => severity === "error");
  return parsed.success && !broken ? { value: parsed.data, diagnostics } : { diagnostics };
}

/** Where a field stands in a document that parses, or the nearest thing around it. */
export function placeField(
  source: string,
  file: string,
  field: string,
  message: string,
  severity: Diagnostic["severity"] = "error",
): Diagnostic {
  const text = withoutMark(source);
  const node = nodeOf(parseTree(text, [], { allowTrailingComma: true })!, { path: field.split("."), message });
  return placer(text, file)(node, field, message, severity);
}

/** The node a problem points at; for a field that is not there, the nearest thing around it. */
function nodeOf(tree: Node, { path, atName = false }: Problem): Node {
  const node = findNodeAtLocation(tree, [...path] as JSONPath);
  if (node) return atName ? (node.parent?.children?.[0] ?? node) : node;
  return path.length === 0 ? tree : nodeOf(tree, { path: path.slice(0, -1), message: "", atName: true });
}

function duplicateFields(node: Node, path: readonly PropertyKey[]): { problem: Problem; node: Node }[] {
  const seen = new Set<string>();
  return (node.children ?? []).flatMap((child, index) => {
    if (child.type !== "property") return duplicateFields(child, [...path, index]);
    const [key, value] = child.children ?? [];
    if (!key || !value) return [];
    const name = key.value as string;
    const here = [...path, name];
    const message = `${fieldName(here)} is written twice: keep one.`;
    const duplicate = seen.has(name) ? [{ problem: { path: here, message }, node: key }] : [];
    seen.add(name);
    return [...duplicate, ...duplicateFields(value, here)];
  });
}

function placer(text: string, file: string) {
  const starts = [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), ({ index, 0: end }) => index + end.length)];
  return (
    { offset, length }: { readonly offset: number; readonly length: number },
    field: string,
    message: string,
    severity: Diagnostic["severity"],
  ): Diagnostic => {
    const next = starts.findIndex((start) => start > offset);
    const line = next < 0 ? starts.length : next;
    return { file, line, column: offset - starts[line - 1]! + 1, offset, length, field, message, severity };
  };
}

/** "PropertyNameExpected" -> "property name expected here." */
function syntaxMessage({ error }: ParseError): string {
  const words = printParseErrorCode(error).replace(/([a-z])([A-Z])/g, "$1 $2");
  return `${words.toLowerCase()} here.`;
}
