import { readdir } from "node:fs/promises";
import { UserError } from "../../errors.ts";
import type { OnProgress } from "../generate.ts";
import type { Dataset } from "../open.ts";
import { PartialFolder } from "../partial-folder.ts";
import { skills, splits, type Level, type Question, type QuestionRecord } from "../types.ts";
import { datasetCard, type CardTable } from "./card.ts";
import { contentsOf, partsOf, type Part } from "./contents.ts";
import type { ExportChoice, ExportFormat, Format } from "./format.ts";
import { jsonl } from "./jsonl.ts";
import { llamafactory } from "./llamafactory.ts";
import { biographies, choosePortion, countBiographies, storedQuestions } from "./source.ts";
import { trl } from "./trl.ts";
import { verl } from "./verl.ts";

export const formats: Readonly<Record<ExportFormat, Format>> = { llamafactory, trl, verl, jsonl };

export interface ExportOptions extends ExportChoice {
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
}

/** How many records an export holds. */
export interface ExportSummary {
  readonly questions: number;
  readonly biographies: number;
}

/** Records between two reports of progress. */
const STRIDE = 500;

/**
 * Writes a dataset in the format of a training framework, with a dataset card. Until it is whole nothing stands at its
 * place. Same dataset and choice, same bytes.
 * @throws UserError where the folder holds something already or nothing is left to export.
 */
export async function exportDataset(dataset: Dataset, options: ExportOptions): Promise<ExportSummary> {
  const { out } = options;
  await checkFree(out);
  const folder = await PartialFolder.create(out);
  try {
    const summary = await writeAll(dataset, options, folder);
    if (await folder.commit()) return summary;
  } catch (error) {
    await folder.discard();
    throw error;
  }
  throw new UserError(`${out}: the export could not be moved here; see whether the folder may be written to.`);
}

async function writeAll(dataset: Dataset, options: ExportOptions, folder: PartialFolder): Promise<ExportSummary> {
  const { portion = 1, onProgress } = options;
  const format = formats[options.format];
  const parts = partsOf(dataset, options.skills ?? skills, options.splits ?? splits);
  const contents = contentsOf(parts, format);
  const versions = contents.biographies ? countBiographies(dataset) : 0;
  const progress = new Progress(options, versions * format.biographies.length + rowsOf(parts, format));
  const tables: CardTable[] = [];

  for (const table of contents.biographies ? format.biographies : []) {
    await folder.write(table.path, table.encode(progress.over(biographies(dataset), table.path)));
    tables.push({ path: table.path, config: table.config, split: "train" });
  }
  const counts: (Part & { readonly levels: Readonly<Record<Level, number>> })[] = [];
  for (const part of parts) {
    const { skill, split } = part;
    const isChosen = choosePortion(dataset, skill, split, portion);
    let levels: Record<Level, number> | undefined;
    for (const table of format.questions(skill, split)) {
      levels = { iid: 0, composition: 0, "zero-shot": 0 };
      const stored = progress.over(storedQuestions(dataset, skill, split), table.path);
      await folder.write(table.path, table.encode(records(dataset, stored, isChosen, levels)));
      tables.push({ path: table.path, config: table.config, split });
    }
    if (levels) counts.push({ ...part, levels });
  }
  for (const [path, text] of Object.entries(format.extras(contents))) await folder.write(path, [text]);
  const card = datasetCard({ dataset, format, contents, counts, biographies: versions, tables, portion });
  await folder.write("README.md", [card]);
  onProgress?.(progress.total, progress.total, "Exported");
  const questions = counts.flatMap(({ levels }) => Object.values(levels)).reduce((sum, count) => sum + count, 0);
  return { questions, biographies: versions };
}

function rowsOf(parts: readonly Part[], format: Format): number {
  return parts.reduce((sum, { skill, split, stored }) => sum + stored * format.questions(skill, split).length, 0);
}

/** The chosen questions written out whole, counted by level as they go by. */
function* records(
  dataset: Dataset,
  stored: Iterable<Question>,
  isChosen: (question: Question) => boolean,
  counts: Record<Level, number>,
): Generator<QuestionRecord> {
  for (const question of stored) {
    if (!isChosen(question)) continue;
    counts[question.level]++;
    yield dataset.record(question);
  }
}

/** Reports how far the records of all tables have come, and ends where the export is cancelled. */
class Progress {
  readonly total: number;
  readonly #options: ExportOptions;
  #done = 0;

  constructor(options: ExportOptions, total: number) {
    this.#options = options;
    this.total = total;
  }

  *over<T>(items: Iterable<T>, path: string): Generator<T> {
    for (const item of items) {
      if (this.#done++ % STRIDE === 0) {
        this.#options.signal?.throwIfAborted();
        this.#options.onProgress?.(this.#done, this.total, `Writing ${path}`);
      }
      yield item;
    }
  }
}

async function checkFree(out: string): Promise<void> {
  const entries = await readdir(out).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return [];
    if (code === "ENOTDIR") throw new UserError(`${out}: a file is in the way of the export; choose another folder.`);
    throw error;
  });
  if (entries.length > 0) {
    throw new UserError(`${out}: is not empty, and an export overwrites nothing; choose another folder or empty it.`);
  }
}
