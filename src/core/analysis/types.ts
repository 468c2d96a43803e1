import type { Level, Skill } from "../dataset/types.ts";
import type { Interval } from "./wilson.ts";

/*
 * What analyses give: plain data, fit for JSON and for messages to panels. Shares are 0…1; all intervals are two-sided
 * 95 %. Hops are counted from 0.
 */

/** A number with its interval. */
export interface Estimate extends Interval {
  readonly value: number;
}

// Accuracy

/** Greedy answers to the questions that have something in common, with Wilson's intervals. */
export interface AccuracyRow {
  /** "3" (hops), "comp-0012" (path), "boss" (relation), "mem-ctx" (boundary). */
  readonly key: string;
  readonly questions: number;
  /** The answer is right. */
  readonly lenient: Estimate;
  /** Answer and whole chain are right. */
  readonly strict: Estimate;
}

export interface LevelAccuracy extends AccuracyRow {
  readonly skill: Skill;
  readonly level: Level;
}

/** One skill and level, or a skill's levels together, divided in four ways. */
export interface AccuracyTables {
  readonly skill: Skill;
  readonly level?: Level;
  readonly hops: readonly AccuracyRow[];
  readonly paths: readonly AccuracyRow[];
  /** A question counts in the row of each relation that its path has. */
  readonly relations: readonly AccuracyRow[];
  /** A question counts in the row of each boundary that its path crosses; "same" where it crosses none. */
  readonly boundaries: readonly AccuracyRow[];
}

/** The same number of several runs that differ in their seed alone. */
export interface SeedBand extends Estimate {
  /** `value` is the mean, `low` and `high` the smallest and the largest. */
  readonly seeds: number;
  /** Of the sample (n − 1); 0 for one seed. */
  readonly standardDeviation: number;
}

/** Runs that differ in their seed alone. */
export interface SeedGroup {
  /** Ids. */
  readonly runs: readonly string[];
  readonly names: readonly string[];
  readonly levels: readonly {
    readonly skill: Skill;
    readonly level: Level;
    readonly lenient: SeedBand;
    readonly strict: SeedBand;
  }[];
}

// pass@k

/** The samples of one question, counted. */
export interface QuestionTally {
  readonly question: string;
  readonly samples: number;
  readonly correct: number;
  /** Answer and whole chain; absent where any sample does not say. */
  readonly chainCorrect?: number;
}

/** What counts as a right sample: the answer, or answer and chain, which lucky guesses do not reach. */
export type Measure = "answer" | "chain";

export interface PassAtKPoint extends Estimate {
  readonly k: number;
}

export interface PassAtKCurve {
  readonly measure: Measure;
  readonly questions: number;
  /** The fewest of any question: the largest k there is an estimate for. */
  readonly samples: number;
  /** k = 1, 2, 4 …, bootstrap over questions. */
  readonly points: readonly PassAtKPoint[];
}

/** A curve of one skill and level. */
export interface LevelPassAtK extends PassAtKCurve {
  readonly skill: Skill;
  readonly level: Level;
}

/** After − before at one k. */
export interface GapPoint extends Estimate {
  readonly k: number;
  readonly before: number;
  readonly after: number;
  readonly standardError: number;
}

export const verdicts = ["synthesis", "amplification", "undecided"] as const;
export type Verdict = (typeof verdicts)[number];

/** Why a comparison decides nothing. */
export type UndecidedReason =
  /** The gap is clearly above 0 neither at the smallest k nor at the largest. */
  | "no-gain"
  /** The curves have not met, but might yet: the largest k is too small. */
  | "too-few-samples"
  /** The intervals are too wide. */
  | "too-few-questions";

export interface PassAtKComparison {
  readonly measure: Measure;
  /** Whether the same questions were asked before and after, so that intervals are those of paired differences. */
  readonly paired: boolean;
  /** Those compared: in common where paired, else the fewer of the two. */
  readonly questions: number;
  /** The largest k of both. */
  readonly samples: number;
  readonly gaps: readonly GapPoint[];
  /** Change of the gap with each doubling of k: least squares over log2 k. */
  readonly trend: Estimate;
  /** Gap at the largest k − gap at the smallest. */
  readonly change: Estimate;
  readonly verdict: Verdict;
  readonly reason?: UndecidedReason;
  /** With which the verdict that the numbers lean to would stand, were they to stay; absent where none would do. */
  readonly needed?: { readonly verdict: Verdict; readonly questions: number; readonly samples: number };
}

export interface LevelComparison extends PassAtKComparison {
  readonly skill: Skill;
  readonly level: Level;
}

// Errors

export type HopSkill = "mem" | "ctx";

/** What is crossed just before a hop: the chain's start, from one skill to the other, nothing; `end`: behind the last hop. */
export const boundaries = ["start", "mem-ctx", "ctx-mem", "same", "end"] as const;
export type Boundary = (typeof boundaries)[number];

/** What stands in the place of the first wrong hop. */
export const failureKinds = [
  /** The right subject, another relation. */
  "relation",
  /** The right relation, another subject. */
  "entity",
  /** Right subject and relation; the object stands in the biography of somebody the question does not need. */
  "distractor",
  /** Right subject and relation, any other wrong object. */
  "object",
  /** Another fact altogether. */
  "unrelated",
  /** A hop is left out: a later one stands in its place. */
  "skipped",
  /** Words that state no fact, or people who do not exist. */
  "malformed",
  /** The chain ends before it. */
  "early-stop",
  /** All hops are right, but others stand among them. */
  "extra",
  /** The whole chain is right, the answer is not. */
  "answer",
] as const;
export type FailureKind = (typeof failureKinds)[number];

/** Whether the fact of the first wrong hop is answered rightly when asked alone. */
export type AtomStatus = "known" | "missing" | "not-asked";

/** A completion whose chain is not the gold chain. */
export interface ChainError {
  readonly question: string;
  /** −1: the greedy answer. */
  readonly sample: number;
  readonly skill: Skill;
  readonly level: Level;
  readonly hops: number;
  /** The first wrong one; `hops` where all are stated. */
  readonly hop: number;
  /** hop / hops: the share of the chain before the first error. */
  readonly progress: number;
  /** Absent behind the last hop. */
  readonly hopSkill?: HopSkill;
  readonly boundary: Boundary;
  readonly kind: FailureKind;
  readonly atom: AtomStatus;
  /** The answer is right all the same: by a wrong path. */
  readonly rightAnswer: boolean;
}

/** Chains that came to a certain kind of hop with all before it right. */
export interface HopFailures<Key extends string> {
  readonly key: Key;
  readonly reached: number;
  readonly wrong: number;
  /** wrong / reached. */
  readonly rate: Estimate;
}

export interface KindCount {
  readonly kind: FailureKind;
  readonly count: number;
  readonly byAtom: Readonly<Record<AtomStatus, number>>;
  readonly rightAnswers: number;
}

export interface ProgressByHops {
  readonly hops: number;
  readonly chains: number;
  /** [first wrong hop, `hops` included]: chains. */
  readonly firstWrong: readonly number[];
}

export interface ErrorProgress {
  readonly chains: number;
  readonly wrong: number;
  /** Wrong chains with the right answer. */
  readonly rightAnswers: number;
  /** Mass of first errors below 50 % of the chain, of all first errors. */
  readonly early: Estimate;
  readonly byHops: readonly ProgressByHops[];
  readonly bySkill: readonly HopFailures<HopSkill>[];
  readonly byBoundary: readonly HopFailures<Boundary>[];
  /** All that occur, the most frequent first. */
  readonly kinds: readonly KindCount[];
}

/** What is known of the facts that the COMP questions are made of. */
export interface AtomReport {
  readonly bySkill: readonly { readonly skill: HopSkill; readonly asked: number; readonly accuracy: Estimate }[];
  /** COMP questions whose facts are all known, and the others. */
  readonly known: AccuracyRow;
  readonly missing: AccuracyRow;
}

// Diagnosis

/** Visible and adjustable; shares are 0…1. */
export interface Thresholds {
  /** Memorization trap: I.I.D. above this… */
  readonly trapIid: number;
  /** …with Zero-shot below this. */
  readonly trapZeroShot: number;
  /** Prerequisites missing: RL gains less than this. */
  readonly rlGain: number;
  /** No bridge: more than this share of first errors lies below 50 % of the chain. */
  readonly earlyErrors: number;
  /** Before RL: fewer exact chains than this. */
  readonly exactChains: number;
  /** pass@k curves have met where their gap is smaller than this. */
  readonly gap: number;
  /** No synthesis is seen below this k, however wide the gap: the curves might yet meet. */
  readonly k: number;
  /** No verdict on fewer questions. */
  readonly questions: number;
}

export const signatures = [
  "memorization-trap",
  "prerequisites-missing",
  "amplification",
  "no-bridge",
  "nothing-to-reinforce",
] as const;
export type Signature = (typeof signatures)[number];

export type FindingStatus = "holds" | "does-not-hold" | "undecided";

/** What a number of a finding is. */
export type EvidenceName =
  | "comp-iid"
  | "comp-zero-shot"
  | "comp-iid-chain"
  | "comp-zero-shot-chain"
  | "rl-gain"
  /** Of the pass@k curves, at `k`. */
  | "gap"
  | "gap-trend"
  | "early-errors"
  | "behind-mem-ctx"
  | "behind-ctx-mem"
  | "chains-before-rl";

export interface Evidence extends Estimate {
  readonly name: EvidenceName;
  readonly k?: number;
  /** A share of something, or the difference of two. */
  readonly kind: "share" | "difference";
  /** Which side of which threshold the signature asks for; absent where it is for information. */
  readonly limit?: { readonly side: "above" | "below"; readonly threshold: number; readonly key: keyof Thresholds };
}

/** What is missing for a decision. */
export type Doubt =
  | { readonly reason: "no-rl" | "start-not-evaluated" | "no-iid-or-zero-shot" | "no-zero-shot" | "no-trained-level" }
  | { readonly reason: "no-samples" | "no-wrong-chain" }
  | { readonly reason: "few-questions"; readonly questions: number }
  /** The interval lies across the threshold; with about so many trials it would not, were the value to stay. */
  | { readonly reason: "across"; readonly evidence: Evidence; readonly trials?: number }
  /** The verdict on the pass@k curves, which end at `k`. */
  | {
      readonly reason: UndecidedReason;
      readonly k: number;
      readonly needed?: NonNullable<PassAtKComparison["needed"]>;
    };

/** A signature of failure with its numbers; `finding-texts.ts` says them. */
export interface Finding {
  readonly signature: Signature;
  readonly status: FindingStatus;
  readonly evidence: readonly Evidence[];
  /** Of undecided ones. */
  readonly doubts?: readonly Doubt[];
}

// Runs

/** All, then each level that was asked. */
export type ErrorsByLevel = readonly (ErrorProgress & { readonly level?: Level })[];

/** An evaluation of a run at one of its steps. */
export interface StepAnalysis extends Pick<RunAnalysis, "levels" | "errors" | "errorsOfKnown"> {
  readonly step: number;
}

/** All that one evaluated run tells, by itself and beside the run it starts from. */
export interface RunAnalysis {
  readonly run: { readonly id: string; readonly name: string; readonly method: string; readonly seed: number };
  readonly step: number;
  readonly levels: readonly LevelAccuracy[];
  /** Each skill, and each of its levels. */
  readonly tables: readonly AccuracyTables[];
  readonly passAtK: readonly LevelPassAtK[];
  /** Of COMP, greedy. */
  readonly errors: ErrorsByLevel;
  /** The same of the questions whose facts are all known, asked alone. */
  readonly errorsOfKnown?: ErrorsByLevel;
  readonly atoms?: AtomReport;
  /** Each evaluated step, ascending; absent where there is but one. */
  readonly steps?: readonly StepAnalysis[];
  /** Beside the run it starts from. */
  readonly parent?: {
    readonly id: string;
    readonly name: string;
    /** Of its newest evaluation. */
    readonly step: number;
    readonly comparisons: readonly LevelComparison[];
  };
  readonly findings: readonly Finding[];
  readonly thresholds: Thresholds;
}
