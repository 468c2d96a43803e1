import { readdir } from "node:fs/promises";
import { UserError } from "../../errors.ts";
import type { OnProgress } from "../generate.ts";
import type { Dataset } from "../open.ts";
import { PartialFolder } from "../partial-folder.ts";
import { levels, skills, splits, type Level, type QuestionRecord, type Skill, type Split } from "../types.ts";
import { datasetCard, type CardTable } from "./card.ts";
import type { Contents, ExportFormat, Format, Table } from "./format.ts";
import { jsonl } from "./jsonl.ts";
import { llamafactory } from "./llamafactory.ts";
import { biographies, choosePortion, countBiographies, storedQuestions } from "./source.ts";
import { trl } from "./trl.ts";
import { verl } from "./verl.ts";

export const formats: Readonly<Record<ExportFormat, Format>> = { llamafactory, trl, verl, jsonl };

export interface ExportOptions {
  readonly format: ExportFormat;
  /** Folder to write; it must not exist or be empty. */
  readonly out: string;
  /** Without it: all. Biographies come with the training questions of MEM. */
  readonly skills?: readonly Skill[];
  /** Without it: both. */
  readonly splits?: readonly Split[];
  /** Share (0 … 1) of the training questions of each skill: the ones that a run on the same portion trains on. */
  readonly portion?: number;
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
}

/** Exported questions. */
export type Counts = Readonly<Record<Split, Readonly<Record<Skill, Readonly<Record<Level, number>>>>>>;

/** What an export holds, as its card tells. */
export interface ExportSummary {
  readonly biographies: number;
  readonly questions: Counts;
}

/** Records between two reports of progress. */
const STRIDE = 500;

/**
 * Writes a dataset in the format of a training framework, with a dataset card. Until it is whole nothing stands at its
 * place. Same dataset and options, same bytes.
 * @throws UserError where the folder holds something already or nothing is left to export.
 */
export async function exportDataset(dataset: Dataset, options: ExportOptions): Promise<ExportSummary> {
  const { out } = options;
  await checkFree(out);
  const folder = await PartialFolder.create(out);
  try {
    const summary = await new Exporter(dataset, options, folder).write();
    if (await folder.commit()) return summary;
  } catch (error) {
    await folder.discard();
    throw error;
  }
  throw new UserError(`${out}: the export could not be moved here; see whether the folder may be written to.`);
}

class Exporter {
  readonly #dataset: Dataset;
  readonly #format: Format;
  readonly #folder: PartialFolder;
  readonly #options: ExportOptions;
  readonly #contents: Contents;
  /** The files of questions that are not empty. */
  readonly #parts: readonly { readonly skill: Skill; readonly split: Split; readonly questions: number }[];
  readonly #total: number;
  #done = 0;

  constructor(dataset: Dataset, options: ExportOptions, folder: PartialFolder) {
    const wanted = { skills: options.skills ?? skills, splits: options.splits ?? splits };
    this.#dataset = dataset;
    this.#options = options;
    this.#folder = folder;
    this.#format = formats[options.format];
    this.#parts = splits
      .flatMap((split) => skills.map((skill) => ({ skill, split, questions: count(dataset, skill, split) })))
      .filter((part) => wanted.skills.includes(part.skill) && wanted.splits.includes(part.split) && part.questions > 0);
    if (this.#parts.length === 0) {
      const what = `${wanted.skills.join(", ").toUpperCase()} ${wanted.splits.join(" or ")} questions`;
      throw new UserError(`${dataset.manifest.name} has no ${what} to export; choose others.`);
    }
    this.#contents = {
      biographies:
        this.#format.biographies.length > 0 &&
        this.#parts.some(({ skill, split }) => skill === "mem" && split === "train"),
      skills: skills.filter((skill) => this.#parts.some((part) => part.skill === skill)),
      splits: splits.filter((split) => this.#parts.some((part) => part.split === split)),
    };
    this.#total =
      (this.#contents.biographies ? this.#format.biographies.length * countBiographies(dataset) : 0) +
      this.#parts.reduce(
        (sum, { skill, split, questions }) => sum + questions * this.#format.questions(skill, split).length,
        0,
      );
  }

  async write(): Promise<ExportSummary> {
    const tables: CardTable[] = [];
    const questions = noQuestions();
    if (this.#contents.biographies) {
      for (const table of this.#format.biographies) {
        await this.#folder.write(table.path, table.encode(this.#counted(biographies(this.#dataset), table)));
        tables.push({ ...table, split: "train" });
      }
    }
    for (const { skill, split } of this.#parts) {
      const chosen = choosePortion(this.#dataset, skill, split, this.#options.portion ?? 1);
      for (const table of this.#format.questions(skill, split)) {
        const perLevel: Record<Level, number> = { iid: 0, composition: 0, "zero-shot": 0 };
        await this.#folder.write(table.path, table.encode(this.#records(skill, split, table, chosen, perLevel)));
        questions[split][skill] = perLevel;
        tables.push({ ...table, split });
      }
    }
    const summary = { biographies: this.#contents.biographies ? countBiographies(this.#dataset) : 0, questions };
    for (const [path, text] of Object.entries(this.#format.extras(this.#contents))) {
      await this.#folder.write(path, [text]);
    }
    const { portion = 1 } = this.#options;
    const card = datasetCard({
      dataset: this.#dataset,
      format: this.#format,
      contents: this.#contents,
      summary,
      tables,
      portion,
    });
    await this.#folder.write("README.md", [card]);
    this.#options.onProgress?.(this.#total, this.#total, "Exported");
    return summary;
  }

  *#records(
    skill: Skill,
    split: Split,
    table: Table<never>,
    chosen: ReturnType<typeof choosePortion>,
    perLevel: Record<Level, number>,
  ): Generator<QuestionRecord> {
    for (const question of this.#counted(storedQuestions(this.#dataset, skill, split), table)) {
      if (!chosen(question)) continue;
      perLevel[question.level]++;
      yield this.#dataset.record(question);
    }
  }

  *#counted<T>(items: Iterable<T>, { path }: Table<never>): Generator<T> {
    const { signal, onProgress } = this.#options;
    for (const item of items) {
      if (this.#done++ % STRIDE === 0) {
        signal?.throwIfAborted();
        onProgress?.(this.#done, this.#total, `Writing ${path}`);
      }
      yield item;
    }
  }
}

function count({ manifest }: Dataset, skill: Skill, split: Split): number {
  return levels.reduce((sum, level) => sum + manifest.counts.questions[split][skill][level], 0);
}

function noQuestions(): Record<Split, Record<Skill, Record<Level, number>>> {
  const none = { iid: 0, composition: 0, "zero-shot": 0 };
  return { train: { mem: none, ctx: none, comp: none }, test: { mem: none, ctx: none, comp: none } };
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
