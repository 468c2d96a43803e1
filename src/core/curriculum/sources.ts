import type { Relation } from "../graph/types.ts";

/** What the files that a curriculum names hold, read once with it. */
export interface Sources {
  /** All relations that there are to choose from. */
  readonly relations: readonly Relation[];
  /** Names of those in use where `graph.relations` names none. */
  readonly names: readonly string[];
  /** Of the kinds of attributes that `graph.relationFile` brings values for. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** `graph.tripleFile`. */
  readonly triples?: SourceFile;
  /** `questions.recordFile`. */
  readonly records?: SourceFile;
}

/** A pre-trained model in Hugging Face layout. */
export interface ModelFolder {
  /** Absolute. */
  readonly path: string;
  /** Of what is in it: changes with the model, wherever it lies. */
  readonly digest: string;
}

/** A file too large to be kept: read again when the dataset is made. */
export interface SourceFile {
  /** Absolute. */
  readonly path: string;
  readonly sha256: string;
}
