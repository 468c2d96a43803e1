import { constants } from "node:fs";
import { access, readFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { curriculumExtension, formatDiagnostic } from "../../curriculum/read.ts";
import type { CurriculumInput } from "../../curriculum/schema.ts";
import { UserError } from "../../errors.ts";
import { parseRelationFile, relationFileExtension, type RelationFile } from "../../graph/relation-file.ts";
import type { Relation } from "../../graph/types.ts";
import { skills, type Split } from "../types.ts";
import { NewFiles } from "./new-files.ts";
import { importRelease } from "./release.ts";
import { draftTable } from "./triples.ts";

/** A curriculum's name as a file suggests it: `kin` of `/x/kin.v1.tsv`. */
export function nameOfImport(file: string): string {
  return basename(file)
    .replace(/\..*$/s, "")
    .replace(/[^\w-]+/g, "-");
}

export const importFormats = ["release", "triples"] as const;
export type ImportFormat = (typeof importFormats)[number];

export interface ImportChoice {
  /** Absolute. One may be a file of the data's relations; triples come in one file. */
  readonly files: readonly string[];
  /** Guessed from the names of the files where it is not given. */
  readonly format?: ImportFormat;
  /** Folder to write to, absolute. */
  readonly out: string;
  /** Of the curriculum. */
  readonly name: string;
  /** Those of the files that are of one split whatever their names and records say. */
  readonly splits?: Readonly<Partial<Record<Split, readonly string[]>>>;
}

export interface ImportOptions {
  readonly signal?: AbortSignal;
  /** Bytes read so far, of all that are to be read; files are read more than once. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface Imported {
  /** Where it was written. */
  readonly folder: string;
  /** The file that was made. */
  readonly curriculum: string;
  readonly warnings: readonly string[];
}

/**
 * Makes a curriculum of other people's data, and the files that it names beside it. Nothing is overwritten.
 * @throws UserError where a file is in the way, or nothing can be made of the data
 */
export async function importData(choice: ImportChoice, options: ImportOptions = {}): Promise<Imported> {
  if (choice.files.length === 0) throw new UserError("Nothing to import: name one or more files.");
  const format = choice.format ?? guessFormat(choice.files);
  if (!/^[\w-]+$/.test(choice.name))
    throw new UserError(`"${choice.name}" is no name for a curriculum: use letters, digits, - and _.`);
  for (const file of choice.files) await checkReadable(file);
  const made = await NewFiles.create(choice.out, options.signal);
  try {
    const warnings = format === "release" ? await fromRelease(choice, made, options) : await fromTriples(choice, made);
    await made.commit();
    return { folder: choice.out, curriculum: join(choice.out, choice.name + curriculumExtension), warnings };
  } catch (error) {
    await made.discard();
    throw error;
  }
}

/** Triples are tables, the release is JSON. @throws UserError where names do not tell */
function guessFormat(files: readonly string[]): ImportFormat {
  const data = files.filter((file) => !file.endsWith(relationFileExtension));
  const extensions = new Set(data.map((file) => extname(file).toLowerCase()));
  if ([".csv", ".tsv", ".tab", ".txt"].some((extension) => extensions.has(extension))) return "triples";
  if ([".json", ".jsonl"].some((extension) => extensions.has(extension))) return "release";
  throw new UserError("These files are neither .json nor .csv or .tsv: say with --format what they are.");
}

async function checkReadable(file: string): Promise<void> {
  await access(file, constants.R_OK).catch(() => {
    throw new UserError(`${file}: cannot be read; see whether it is there, and its permissions.`);
  });
}

async function fromRelease(
  { files, splits, name }: ImportChoice,
  made: NewFiles,
  options: ImportOptions,
): Promise<readonly string[]> {
  const splitOf = (path: string): Split => {
    if (splits?.test?.includes(path)) return "test";
    return !splits?.train?.includes(path) && /test/i.test(basename(path)) ? "test" : "train";
  };
  const { table, data } = await divide(files);
  const sources = data.map((path) => ({ path, split: splitOf(path) }));
  const { relations, records, counts, warnings } = await importRelease(sources, table?.relations, options);
  await made.write(name + relationFileExtension, pretty(relationFile(relations)));
  await made.writeLines(name + recordsExtension, records());
  const total = skills.map((skill) => `${counts.train[skill]} + ${counts.test[skill]} ${skill.toUpperCase()}`);
  const curriculum: CurriculumInput = {
    description: `Imported: ${total.join(", ")} questions (training + test).`,
    graph: { relationFile: name + relationFileExtension, relations: relations.map((relation) => relation.name) },
    questions: {
      wordings: Math.max(...relations.map(({ statements }) => statements.length)),
      recordFile: name + recordsExtension,
    },
  };
  await made.write(name + curriculumExtension, pretty(curriculum));
  return warnings;
}

const recordsExtension = ".records.jsonl";

async function fromTriples({ files, name }: ImportChoice, made: NewFiles): Promise<readonly string[]> {
  const { table, data } = await divide(files);
  const [facts, ...others] = data;
  if (facts === undefined || others.length > 0)
    throw new UserError(`Triples come in one file, with at most one *${relationFileExtension} file: name these two.`);
  const factFile = name + extname(facts);
  const draft = table === undefined ? await draftTable(facts) : undefined;
  await made.copy(facts, factFile);
  if (table !== undefined) await made.copy(table.path, name + relationFileExtension);
  else await made.write(name + relationFileExtension, pretty(relationFile(draft!)));
  const curriculum: CurriculumInput = {
    description: "Imported from triples.",
    graph: { relationFile: name + relationFileExtension, tripleFile: factFile },
  };
  await made.write(name + curriculumExtension, pretty(curriculum));
  const drafted = `${name}${relationFileExtension} is a draft: the words and groups of its relations are guessed from their names; mend them before you generate.`;
  return draft ? [drafted] : [];
}

interface Divided {
  readonly table?: { readonly path: string; readonly relations: readonly Relation[] };
  readonly data: readonly string[];
}

/** The file of relations, read, apart from the data. @throws UserError where it is wrong, or not the only one */
async function divide(files: readonly string[]): Promise<Divided> {
  const [path, ...others] = files.filter((file) => file.endsWith(relationFileExtension));
  const data = files.filter((file) => !file.endsWith(relationFileExtension));
  if (path === undefined) return { data };
  if (others.length > 0) throw new UserError(`Name one *${relationFileExtension} file, not ${others.length + 1}.`);
  const { sources, diagnostics } = parseRelationFile(await readFile(path, "utf8"), path, { drawn: false });
  if (!sources) throw new UserError(diagnostics.map(formatDiagnostic).join("\n"));
  return { table: { path, relations: sources.relations }, data };
}

function relationFile(relations: readonly Relation[]): Pick<RelationFile, "relations"> {
  return JSON.parse(JSON.stringify({ relations })) as Pick<RelationFile, "relations">;
}

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
