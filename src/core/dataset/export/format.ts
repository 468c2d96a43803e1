import type { QuestionRecord, Skill, Split } from "../types.ts";

export const exportFormats = ["llamafactory", "trl", "verl", "jsonl"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** What to export, and where to. */
export interface ExportChoice {
  readonly format: ExportFormat;
  /** Folder to write; it must not exist or be empty. */
  readonly out: string;
  /** Without it: all. Biographies come with the training questions of MEM. */
  readonly skills?: readonly Skill[];
  /** Without it: both. */
  readonly splits?: readonly Split[];
  /** Share (0 … 1) of the training questions of each skill: the ones that a run on the same portion trains on. */
  readonly portion?: number;
}

/** A text to learn by heart: all that is known from the weights about one person. */
export interface BiographyRecord {
  /** `biography-000017-0`: the person's id and the version of the text. */
  readonly id: string;
  /** The person's name. */
  readonly person: string;
  /** "Biography: <statements>" */
  readonly text: string;
}

/** A file of an export: one row a record. */
export interface Table<Row> {
  /** With slashes. */
  readonly path: string;
  /** By which `load_dataset` knows it: tables of one config have the same columns. */
  readonly config: string;
  /** The file's content, piece by piece. */
  encode(rows: Iterable<Row>): Iterable<string | Uint8Array>;
}

/** What an export has written. */
export interface Contents {
  readonly biographies: boolean;
  /** The skills with questions of each split. */
  readonly questions: Readonly<Record<Split, readonly Skill[]>>;
}

/** How a training framework wants its data. */
export interface Format {
  /** "LLaMA-Factory" */
  readonly title: string;
  /** Empty where the framework has no use for them. */
  readonly biographies: readonly Table<BiographyRecord>[];
  /** The config that `load_dataset` takes where it is told none. */
  defaultConfig(skill: Skill): string;
  questions(skill: Skill, split: Split): readonly Table<QuestionRecord>[];
  /** Name and meaning of each column. */
  readonly fields: readonly (readonly [name: string, meaning: string])[];
  /** Text files beside the tables, by path. */
  extras(contents: Contents): Readonly<Record<string, string>>;
  /** The card's section on training, as Markdown. */
  usage(contents: Contents): string;
}
