import { UserError } from "../../errors.ts";
import type { SourceFile } from "../../curriculum/sources.ts";
import type { CompactGraph } from "../../graph/compact.ts";
import type { Relation } from "../../graph/types.ts";
import type { RelationLevels } from "../../paths/levels.ts";
import { inTurns } from "../../in-turns.ts";
import { walk } from "../../paths/walk.ts";
import type { Instance } from "../instances.ts";
import type { RelationPath, Skill, Split } from "../types.ts";
import { readObjects } from "./json-objects.ts";
import { normalizeRecord, type ImportedRecord } from "./normalize.ts";
import { PathSurvey } from "./path-survey.ts";
import { RecordSet } from "./record-set.ts";

interface PlannedRecords {
  readonly graph: CompactGraph;
  readonly paths: readonly RelationPath[];
  readonly relationLevels: RelationLevels;
  readonly instances: Readonly<Record<Split, Readonly<Record<Skill, readonly Instance[]>>>>;
}

/** What a file of whole records holds: graph, paths and questions. @throws UserError naming the first that does not fit. */
export async function planRecords(
  { path: file }: SourceFile,
  table: readonly Relation[],
  signal: AbortSignal | undefined,
): Promise<PlannedRecords> {
  const survey = new PathSurvey();
  for await (const { record } of inTurns(readAll(file), signal)) survey.add(record);
  const set = new RecordSet(survey, table);
  const taken: { readonly record: ImportedRecord; readonly path: RelationPath }[] = [];
  for await (const { line, record } of inTurns(readAll(file), signal)) {
    const path = set.add(record);
    if (typeof path === "string") throw refusal(file, line, path);
    taken.push({ record, path });
  }
  if (taken.length === 0) throw new UserError(`${file}: it holds no questions; write one record a line.`);
  const graph = set.facts.graph();
  const ids = new Map(graph.people.map(({ id, name }) => [name, id]));
  const instances: Record<Split, Record<Skill, Instance[]>> = {
    train: { mem: [], ctx: [], comp: [] },
    test: { mem: [], ctx: [], comp: [] },
  };
  for (const { record, path } of taken) {
    const { instruction, question, context, answer_cot, world = 0 } = record;
    const found = walk(graph, path.relations, ids.get(record.entities[0]!)!, world)!;
    const verbatim = { instruction, question, context, answer_cot };
    instances[record.split][path.skill].push({ ...found, path, world, verbatim });
  }
  const { paths, levels } = set.surveyed;
  return { graph, paths, relationLevels: levels, instances };
}

function* readAll(file: string): Generator<{ readonly line: number; readonly record: ImportedRecord }> {
  for (const { line, value } of readObjects(file)) {
    const record = value === undefined ? "is no valid JSON" : normalizeRecord(value, "train");
    if (typeof record === "string") throw refusal(file, line, record);
    yield { line, record };
  }
}

function refusal(file: string, line: number, what: string): UserError {
  return new UserError(
    `${file}:${line}: the record ${what}; mend or drop it, or let \`reasoning-curriculum import\` make a file without it.`,
  );
}
