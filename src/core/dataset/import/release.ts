import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { UserError } from "../../errors.ts";
import { formatCount } from "../../format.ts";
import { relations as paperRelations } from "../../graph/relations.ts";
import type { Relation } from "../../graph/types.ts";
import { inTurns } from "../../in-turns.ts";
import { skills, splits, type QuestionRecord, type RelationPath, type Skill, type Split } from "../types.ts";
import type { ImportOptions } from "./import.ts";
import { readObjects } from "./json-objects.ts";
import { isBiography, normalizeRecord, type ImportedRecord } from "./normalize.ts";
import { PathSurvey } from "./path-survey.ts";
import { RecordSet } from "./record-set.ts";
import { Refusals } from "./refusals.ts";
import { RelationSurvey } from "./relation-survey.ts";

/** A file of the release and the split that its records are of, where they do not say. */
export interface ReleaseFile {
  readonly path: string;
  readonly split: Split;
}

export interface ImportedRelease {
  readonly relations: readonly Relation[];
  /** Whole records in our fields, read again as they are asked for. */
  readonly records: () => Iterable<QuestionRecord>;
  readonly counts: Readonly<Record<Split, Readonly<Record<Skill, number>>>>;
  readonly warnings: readonly string[];
}

/** How often each file is read: for the relations and paths, for what is admitted, to be written. */
const readings = 3;

interface PlacedRecord {
  readonly place: string;
  readonly record: ImportedRecord | string;
}

/**
 * Brings the paper's released JSON, or whole records of our own export, to records that can stand in one dataset.
 * @param known relations that need not be guessed. @throws UserError where no record is left.
 */
export async function importRelease(
  files: readonly ReleaseFile[],
  known: readonly Relation[] = paperRelations,
  { signal, onProgress }: ImportOptions = {},
): Promise<ImportedRelease> {
  const relations = new RelationSurvey();
  const paths = new PathSurvey();
  let biographies = 0;
  const sizes = await Promise.all(files.map(async ({ path }) => (await stat(path)).size));
  const total = readings * sizes.reduce((sum, size) => sum + size, 0);
  let done = 0;
  const read = (): Iterable<PlacedRecord> =>
    readRecords(files, {
      onBiography: () => biographies++,
      onBytes: (bytes) => onProgress?.((done += bytes), total),
    });
  for await (const { record } of inTurns(read(), signal)) {
    if (typeof record === "string") continue;
    relations.add(record);
    paths.add(record);
  }
  const table = relations.table(known);
  const counts = { train: { mem: 0, ctx: 0, comp: 0 }, test: { mem: 0, ctx: 0, comp: 0 } };
  const refusals = new Refusals();
  biographies = 0;
  for await (const one of inTurns(admitted(read(), paths, table), signal)) {
    if (one.refusal !== undefined) refusals.add(one.place, one.refusal);
    else counts[one.record.split][one.path.skill]++;
  }
  const named = files.map(({ path }) => basename(path)).join(", ");
  if (splits.every((split) => skills.every((skill) => counts[split][skill] === 0))) {
    const why = refusals.sentences[0] ?? "they hold no object with the fields relation_path, entities and gen_type.";
    throw new UserError(`${named}: no question can be imported: ${why}`);
  }
  return {
    relations: table,
    counts,
    warnings: [...refusals.sentences, ...notes(biographies, relations)],
    records: function* () {
      const numbers = { train: { mem: 0, ctx: 0, comp: 0 }, test: { mem: 0, ctx: 0, comp: 0 } };
      for (const one of admitted(read(), paths, table)) {
        if (one.refusal !== undefined) continue;
        const { record, path } = one;
        const number = String(numbers[record.split][path.skill]++).padStart(6, "0");
        yield { id: `${path.skill}-${record.split}-${number}`, skill: path.skill, ...record, gen_type: path.level };
      }
    },
  };
}

interface ReadingEvents {
  readonly onBiography: () => void;
  readonly onBytes: (bytes: number) => void;
}

function* readRecords(files: readonly ReleaseFile[], { onBiography, onBytes }: ReadingEvents): Generator<PlacedRecord> {
  for (const { path, split } of files) {
    for (const { line, value } of readObjects(path, onBytes)) {
      const place = `${basename(path)}:${line}`;
      if (value === undefined) yield { place, record: "is no valid JSON" };
      else if (isBiography(value)) onBiography();
      else yield { place, record: normalizeRecord(value, split) };
    }
  }
}

type Admitted =
  | { readonly record: ImportedRecord; readonly path: RelationPath; readonly refusal?: never }
  | { readonly place: string; readonly refusal: string };

function* admitted(
  records: Iterable<PlacedRecord>,
  paths: PathSurvey,
  table: readonly Relation[],
): Generator<Admitted> {
  const set = new RecordSet(paths, table);
  for (const { place, record } of records) {
    const path = typeof record === "string" ? record : set.add(record);
    if (typeof path === "string") yield { place, refusal: path };
    else if (typeof record !== "string") yield { record, path };
  }
}

function notes(biographies: number, { wordings }: RelationSurvey): string[] {
  const { seen, unread } = wordings.hops;
  return [
    ...(biographies > 0
      ? [
          `${formatCount(biographies)} ${biographies === 1 ? "text without a question is" : "texts without a question are"} left out: biographies are written from the facts.`,
        ]
      : []),
    ...(unread > 0
      ? [
          `${formatCount(unread)} of ${formatCount(seen)} hops are stated with the object first or in no sentence of their own: a model's chain in such words is not read back.`,
        ]
      : []),
  ];
}
