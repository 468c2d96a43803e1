import { readdir, stat } from "node:fs/promises";
import type { Curriculum } from "../curriculum/schema.ts";
import { UserError } from "../errors.ts";
import { datasetFolder, datasetHash, questionFile } from "./folder.ts";
import { checkFiles, readManifest } from "./manifest.ts";
import { countQuestions, planDataset, type Plan } from "./plan.ts";
import { QuestionIndexBuilder } from "./question-index.ts";
import { writeQuestions } from "./questions.ts";
import { describe, factRecords, relationRecords, valueRecords } from "./records.ts";
import { skills, splits } from "./types.ts";
import { DatasetWriter } from "./writer.ts";

export type OnProgress = (done: number, total: number, label: string) => void;

export interface GenerateOptions {
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
  /** The dataset's folder, in place of the one in `.curriculum/datasets`. */
  readonly out?: string;
}

/** Records between two reports of progress. */
const STRIDE = 500;

/**
 * Writes a curriculum's dataset, or reuses the one that is there (`created` false). Until it is whole nothing stands at
 * its place.
 * @throws UserError where the graph cannot give what the curriculum asks for, or something else is in the way.
 */
export async function generateDataset(
  curriculum: Curriculum,
  name: string,
  root: string,
  options: GenerateOptions = {},
): Promise<{ folder: string; created: boolean }> {
  const folder = options.out ?? datasetFolder(curriculum, name, root);
  const hash = datasetHash(curriculum);
  if (await isThere(folder, hash)) return { folder, created: false };
  const { onProgress, signal } = options;
  const asked = countQuestions(curriculum);
  const plan = await planDataset(curriculum, (drawn, label) => onProgress?.(drawn, 2 * asked, label), signal);
  const questions = countInstances(plan);
  const writer = await DatasetWriter.create(folder);
  try {
    let done = 0;
    await writeAll(writer, plan, (label) => {
      if (done++ % STRIDE > 0) return;
      signal?.throwIfAborted();
      onProgress?.(questions + done, 2 * questions, label);
    });
    if (await writer.commit(describe(plan, name, hash, writer.files))) {
      onProgress?.(2 * questions, 2 * questions, "Dataset written");
      return { folder, created: true };
    }
  } catch (error) {
    await writer.discard();
    throw error;
  }
  if (await isThere(folder, hash)) return { folder, created: false };
  throw new UserError(`${folder}: the dataset could not be moved here; see whether the folder may be written to.`);
}

/** Whether the whole dataset is there already. @throws UserError where something else is. */
async function isThere(folder: string, hash: string): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined);
  if (!found) return false;
  if (found.isDirectory() && (await readdir(folder)).length === 0) return false;
  const manifest = await readManifest(folder);
  if (manifest.hash !== hash) {
    throw new UserError(`${folder}: holds another dataset (${manifest.name}-${manifest.hash}); choose another folder.`);
  }
  await checkFiles(folder, manifest);
  return true;
}

function countInstances({ instances }: Plan): number {
  return splits.reduce((sum, split) => sum + skills.reduce((all, skill) => all + instances[split][skill].length, 0), 0);
}

async function writeAll(writer: DatasetWriter, plan: Plan, onQuestion: (label: string) => void): Promise<void> {
  const { graph, paths, instances } = plan;
  await writer.write("people.jsonl", graph.people);
  await writer.write("relations.jsonl", relationRecords(plan));
  await writer.write("values.jsonl", valueRecords(graph));
  await writer.write("facts.jsonl", factRecords(graph));
  await writer.write("paths.jsonl", paths);
  const positions = new Map(paths.map(({ id }, position) => [id, position]));
  for (const split of splits) {
    for (const skill of skills) {
      const questions = writeQuestions(plan, skill, split, instances[split][skill]);
      const label = `Writing ${skill.toUpperCase()} ${split} questions`;
      const index = new QuestionIndexBuilder();
      await writer.write(questionFile(skill, split, "jsonl"), questions, (question, bytes) => {
        index.add(question, bytes, positions.get(question.path)!);
        onQuestion(label);
      });
      await writer.writeBytes(questionFile(skill, split, "index"), index.encode(), index.count);
    }
  }
}
