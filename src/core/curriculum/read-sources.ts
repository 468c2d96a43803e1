import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { parse } from "jsonc-parser";
import { parseRelationFile } from "../graph/relation-file.ts";
import { relations as paperRelations } from "../graph/relations.ts";
import { checkTriples } from "../graph/triples.ts";
import type { Relation } from "../graph/types.ts";
import { placeField, type Diagnostic } from "./document.ts";
import type { SourceFile, Sources } from "./sources.ts";

interface ReadSources {
  /** Absent where the curriculum names no files, or they cannot be read. */
  readonly sources?: Sources;
  /** Of those files, and of the fields that name them. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the files that a curriculum's text names, as far as the text can be read. Never throws. */
export async function readSources(text: string, file: string, shown: string): Promise<ReadSources> {
  const names = namedFiles(text);
  if (Object.values(names).every((name) => name === undefined)) return { diagnostics: [] };
  const diagnostics: Diagnostic[] = [];
  const complain = (field: string, message: string, severity?: Diagnostic["severity"]): void => {
    diagnostics.push(placeField(text, shown, field, message, severity));
  };
  const { people } = objectOr(objectOr(parse(text))?.["graph"]) ?? {};
  if (people !== undefined && names.triples !== undefined) {
    complain("graph.people", "graph.people is not used: the people are those of graph.tripleFile.", "warning");
  }
  const drawn = names.triples === undefined && names.records === undefined;
  const table = await readTable(names.relations, { file, shown, drawn }, complain);
  diagnostics.push(...(table?.diagnostics ?? []));
  const [triples, records] = await Promise.all([
    readSourceFile(names.triples, "graph.tripleFile", file, complain),
    readSourceFile(names.records, "questions.recordFile", file, complain),
  ]);
  if (!table?.sources || diagnostics.some(({ severity }) => severity === "error")) return { diagnostics };
  if (triples) {
    diagnostics.push(...(await tripleDiagnostics(triples, shownPath(shown, names.triples!), table.sources.relations)));
  }
  return {
    sources: { ...table.sources, ...(triples && { triples }), ...(records && { records }) },
    diagnostics,
  };
}

type Names = Readonly<Record<"relations" | "triples" | "records", string | undefined>>;

/** The files that a curriculum's text names, as it names them. */
export function namedFiles(text: string): Names {
  const { graph, questions } = objectOr(parse(text)) ?? {};
  const name = (part: unknown, field: string): string | undefined => {
    const value = objectOr(part)?.[field];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  return {
    relations: name(graph, "relationFile"),
    triples: name(graph, "tripleFile"),
    records: name(questions, "recordFile"),
  };
}

function objectOr(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
}

type Complain = (field: string, message: string, severity?: Diagnostic["severity"]) => void;

async function readTable(
  name: string | undefined,
  { file, shown, drawn }: { readonly file: string; readonly shown: string; readonly drawn: boolean },
  complain: Complain,
) {
  const names = paperRelations.map((relation) => relation.name);
  if (name === undefined) return { sources: { relations: paperRelations, names, values: {} }, diagnostics: [] };
  const field = "graph.relationFile";
  const text = await readFile(absolute(file, name), "utf8").catch((error: unknown) => {
    complain(field, `${field} names ${name}, ${reason(error)}.`);
    return undefined;
  });
  return text === undefined ? undefined : parseRelationFile(text, shownPath(shown, name), { drawn });
}

async function readSourceFile(
  name: string | undefined,
  field: string,
  file: string,
  complain: Complain,
): Promise<SourceFile | undefined> {
  if (name === undefined) return undefined;
  const path = absolute(file, name);
  try {
    return { path, sha256: await digestOf(path) };
  } catch (error) {
    complain(field, `${field} names ${name}, ${reason(error)}.`);
    return undefined;
  }
}

/** Digests by path, kept while size and time of change stay the same: files may be large, and editors ask often. */
const digests = new Map<string, { readonly stamp: string; readonly sha256: string }>();

async function digestOf(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  const stamp = `${size}/${mtimeMs}`;
  const known = digests.get(path);
  if (known?.stamp === stamp) return known.sha256;
  const digest = createHash("sha256");
  for await (const chunk of createReadStream(path)) digest.update(chunk as Buffer);
  const sha256 = digest.digest("hex");
  digests.set(path, { stamp, sha256 });
  return sha256;
}

/** What was found in triple files, by path, kept while the file and what it is checked by stay the same. */
const checked = new Map<string, { readonly key: string; readonly diagnostics: readonly Diagnostic[] }>();

async function tripleDiagnostics(
  { path, sha256 }: SourceFile,
  shown: string,
  relations: readonly Relation[],
): Promise<readonly Diagnostic[]> {
  const key = JSON.stringify([sha256, shown, relations]);
  const known = checked.get(path);
  if (known?.key === key) return known.diagnostics;
  const diagnostics = checkTriples(await readFile(path, "utf8"), shown, relations);
  checked.set(path, { key, diagnostics });
  return diagnostics;
}

function reason(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT")
    return "but there is no such file beside this curriculum: mend the name, or put the file there";
  if (code === "EISDIR") return "which is a folder: name a file";
  return `which cannot be read (${code ?? String(error)}): see its permissions`;
}

function absolute(file: string, name: string): string {
  return resolve(dirname(file), name);
}

/** As the curriculum's own path is shown. */
function shownPath(file: string, name: string): string {
  return isAbsolute(name) ? name : join(dirname(file), name);
}
