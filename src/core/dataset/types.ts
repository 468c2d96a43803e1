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
  readonly role: ContextRole;
}

/**
 * What a biography is in the prompt for: `needed` for a hop; or as a distractor (CLUTRR, section 3.5): `supporting` states
 * a needed fact from its other end, `irrelevant` is of somebody to whom a relation of the question's people leads, but
 * off its path, `disconnected` of anybody off its path or, beside irrelevant ones, of a stranger. All biographies beside
 * a MEM question are `disconnected`.
 */
export const contextRoles = ["needed", "supporting", "irrelevant", "disconnected"] as const;
export type ContextRole = (typeof contextRoles)[number];

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
  /** Of an imported question: its texts, which then stand in place of rendered ones. */
  readonly verbatim?: Pick<QuestionRecord, "instruction" | "question" | "context" | "answer_cot">;
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
  /** Whose contextual facts are asked; absent where there is one world. */
  readonly world?: number;
}

export interface DatasetFile {
  readonly path: string;
  readonly records: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** `manifest.json`: what the folder holds and what it was made from. */
export interface DatasetManifest {
  readonly formatVersion: 2;
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
  /** What guessing would score on each test cell, so that a reader knows what a score means. */
  readonly baselines: readonly AnswerBaseline[];
}

/** Accuracies (0 … 1) of answering without reading, on the test questions of a skill and level. */
export interface AnswerBaseline {
  readonly skill: Skill;
  readonly level: Level;
  readonly questions: number;
  /** Always the answer that is the most frequent among the skill's training questions. */
  readonly majority: number;
  /** The most frequent training answer of the kind that the last relation asks for (a city, a date). */
  readonly majorityOfKind: number;
  /** The expected score of a uniform guess among all values of the kind asked for. */
  readonly uniformOfKind: number;
  /** The expected score of a uniform guess among the objects of that kind stated in the prompt; 0 without context. */
  readonly uniformInContext: number;
}
