import type { PersonId } from "../graph/types.ts";

/** MEM: hops known from the weights; CTX: hops known from the prompt; COMP: at least one of each. */
export const skills = ["mem", "ctx", "comp"] as const;
export type Skill = (typeof skills)[number];

/** The three levels of generalization (paper, section 3; the released data call zero-shot `generalization`). */
export const levels = ["iid", "composition", "zero-shot"] as const;
export type Level = (typeof levels)[number];

export const levelNames: Readonly<Record<Level, string>> = {
  iid: "I.I.D.",
  composition: "Composition",
  "zero-shot": "Zero-shot",
};

export const splits = ["train", "test"] as const;
export type Split = (typeof splits)[number];

export interface RelationPath {
  /** `comp-0012`, numbered in the order of sampling within a skill. */
  readonly id: string;
  readonly skill: Skill;
  readonly level: Level;
  /** First to last hop. */
  readonly relations: readonly string[];
  /** The splits in which its questions occur: I.I.D. both, composition one of them, zero-shot test. */
  readonly splits: readonly Split[];
}

/** One person's biography in a prompt, reduced to the listed relations in the order in which they are stated. */
export interface ContextEntry {
  readonly person: PersonId;
  readonly relations: readonly string[];
  /** What it is there for: a hop of the question, a distractor beside it, or the bridge (irrelevant to a MEM question). */
  readonly role: "support" | "distractor" | "irrelevant";
}

/** A question as stored: normalized, rendered to text when read. */
export interface Question {
  /** `comp-train-000123`. */
  readonly id: string;
  readonly skill: Skill;
  readonly level: Level;
  readonly split: Split;
  /** Id of a RelationPath. */
  readonly path: string;
  /** The person each hop starts from; the first is named in the question. Length = number of hops. */
  readonly entities: readonly PersonId[];
  /** The world whose contextual facts hold; 0 where none is used. */
  readonly world: number;
  readonly context: readonly ContextEntry[];
  /** Which of the path's question wordings. */
  readonly wording: number;
  /** As text: a person's name or an attribute value. */
  readonly answer: string;
}

/** A question written out whole; the field names of the paper's release. */
export interface QuestionRecord {
  readonly id: string;
  readonly skill: Skill;
  readonly gen_type: Level;
  readonly split: Split;
  readonly relation_path: readonly string[];
  readonly entities: readonly string[];
  readonly instruction: string;
  readonly question: string;
  readonly context: string;
  readonly answer_cot: string;
  readonly answer: string;
}

export interface DatasetFile {
  readonly path: string;
  readonly records: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** `manifest.json`: what the folder holds and what it was made from. */
export interface DatasetManifest {
  readonly formatVersion: 1;
  readonly name: string;
  /** Of the curriculum parts that decide the data and of the generator's version: same hash, same bytes. */
  readonly hash: string;
  readonly generator: string;
  readonly seed: number;
  /** The curriculum's graph, paths and questions with every default written out. */
  readonly spec: unknown;
  readonly counts: {
    readonly people: number;
    readonly parametricPeople: number;
    readonly contextualPeople: number;
    readonly worlds: number;
    readonly relations: number;
    readonly facts: number;
    readonly paths: Readonly<Record<Skill, Readonly<Record<Level, number>>>>;
    readonly questions: Readonly<Record<Split, Readonly<Record<Skill, Readonly<Record<Level, number>>>>>>;
  };
  readonly files: readonly DatasetFile[];
}

/** What an independent pass over the written files found. */
export interface AuditReport {
  readonly checks: readonly {
    readonly name: string;
    readonly checked: number;
    readonly violations: number;
    /** The first few, each a sentence naming file and record. */
    readonly examples: readonly string[];
  }[];
}
