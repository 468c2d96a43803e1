import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { skills, type Question } from "../dataset/types.ts";
import { UserError } from "../errors.ts";
import { readJsonBatches, type PlacedRecord } from "../runs/json-lines.ts";
import type { AtomAnswer, EvaluationSample } from "../runs/types.ts";
import { readFailure, skillsOfHops, type ChainSource } from "./chains.ts";
import type { EvaluationTallies, QuestionResult, TalliedPath } from "./tallies.ts";

/** The dataset that was asked. */
export interface AskedDataset extends ChainSource {
  questions(skill: Question["skill"], split: "test"): Promise<readonly Question[]>;
}

/** A file that tallies are made of, by what tells that it is still the same. */
export interface SourceFile {
  readonly bytes: number;
  readonly mtimeMs: number;
  readonly sha256: string;
}

export interface BuiltTallies extends EvaluationTallies {
  readonly sources: Readonly<Partial<Record<string, SourceFile>>>;
}

/** Bytes read, of all. */
export type OnProgress = (done: number, total: number) => void;

export const samplesFile = "samples.jsonl";
export const atomsFile = "atoms.jsonl";

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type Counted = Mutable<Omit<QuestionResult, "sampled">> & { sampled: Mutable<QuestionResult["sampled"]> };

/**
 * Counts an evaluation's samples, and reads its wrong COMP chains. One pass over the file; keeps no sample.
 * @param place the folder of the evaluation
 * @throws UserError where a line is damaged, or the dataset has no such question.
 */
export async function buildTallies(
  place: string,
  step: number,
  dataset: AskedDataset,
  onProgress?: OnProgress,
): Promise<BuiltTallies> {
  const asked = await Promise.all(skills.map((skill) => dataset.questions(skill, "test")));
  const byId = new Map(asked.flat().map((question) => [question.id, question]));
  const counted = new Map<string, Counted>();
  const samples = await readSource<EvaluationSample>(place, samplesFile, onProgress, (line) => {
    count(line, counted, byId, dataset);
  });
  const alone = new Map<string, boolean[]>();
  const atoms = await readSource<AtomAnswer>(place, atomsFile, undefined, ({ record }) => {
    const own = alone.get(record.question_id) ?? [];
    own[record.hop] = record.correct;
    alone.set(record.question_id, own);
  });
  const questions = [...counted.values()];
  for (const result of questions) {
    const own = alone.get(result.question);
    if (own) result.alone = own;
    if (result.place[1] === 0)
      throw new UserError(
        `${join(place, samplesFile)}: ${result.question} has no greedy answer (sample −1); evaluate the run again.`,
      );
  }
  const sources = { ...(samples && { [samplesFile]: samples }), ...(atoms && { [atomsFile]: atoms }) };
  return { step, sources, paths: pathsOf(questions, dataset), questions };
}

function count(
  { record, start, end }: PlacedRecord<EvaluationSample>,
  counted: Map<string, Counted>,
  byId: ReadonlyMap<string, Question>,
  source: ChainSource,
): void {
  const { question_id: id, skill, level, sample, completion, correct, chain_correct: chainCorrect } = record;
  let result = counted.get(id);
  if (!result) {
    const question = byId.get(id);
    if (!question) throw new UserError(`The dataset has no test question ${id}; evaluate the run again.`);
    const sampled = { samples: 0, correct: 0, chainCorrect: 0 };
    result = { question: id, skill, level, path: question.path, correct, chainCorrect, sampled, place: [0, 0] };
    counted.set(id, result);
  }
  if (sample >= 0) {
    result.sampled.samples++;
    result.sampled.correct += Number(correct);
    result.sampled.chainCorrect += Number(chainCorrect);
    return;
  }
  Object.assign(result, { correct, chainCorrect, place: [start, end] });
  if (skill === "comp" && !chainCorrect) {
    const { hop, kind } = readFailure(completion, byId.get(id)!, source);
    result.error = { hop, kind };
  }
}

function pathsOf(
  questions: readonly Pick<QuestionResult, "path">[],
  { graph, paths }: ChainSource,
): Record<string, TalliedPath> {
  const ids = [...new Set(questions.map(({ path }) => path))].sort();
  return Object.fromEntries(
    ids.map((id) => {
      const path = paths.get(id)!;
      return [id, { relations: path.relations, skills: skillsOfHops(path, graph) }];
    }),
  );
}

/** Undefined where there is no such file. */
async function readSource<T>(
  place: string,
  name: string,
  onProgress: OnProgress | undefined,
  onRecord: (record: PlacedRecord<T>) => void,
): Promise<SourceFile | undefined> {
  const file = join(place, name);
  const found = await stat(file).catch(() => undefined);
  if (!found) return undefined;
  const digest = createHash("sha256");
  let bytes = 0;
  const onBytes = (piece: Buffer): void => {
    digest.update(piece);
    bytes += piece.length;
  };
  for await (const batch of readJsonBatches<T>(file, onBytes)) {
    for (const record of batch) onRecord(record);
    onProgress?.(bytes, found.size);
  }
  return { bytes, mtimeMs: found.mtimeMs, sha256: digest.digest("hex") };
}
