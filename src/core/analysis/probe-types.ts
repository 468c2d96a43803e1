import type { Level, Skill } from "../dataset/types.ts";
import type { ProbeSummary, StatePlace } from "../runs/probe.ts";
import type { Estimate, Measure } from "./types.ts";

/*
 * What analyses of probes give: plain data, fit for JSON and for messages to panels. `before` is the reference, mostly
 * the run that a run starts from; `after` the run. Intervals are two-sided 95 %.
 */

/** A probed model. */
export interface ProbedModel extends Pick<
  ProbeSummary,
  "step" | "questions" | "headQuestions" | "layers" | "heads" | "hiddenSize"
> {
  readonly id: string;
  readonly name: string;
}

// Representations

/** Two skills: MEM and CTX. */
export type SkillPair = readonly [Skill, Skill];

/** How the skills lie to each other in one model, in the whole space of hidden states. */
export interface LayerGeometry {
  /** 0 = the embedding. */
  readonly layer: number;
  /** Variance between the skills' centroids over the variance within skills; 0 where all states are the same. */
  readonly fisher: number;
  /** Mean over all states, −1…1: 1 = skills lie far apart, 0 = they overlap. */
  readonly silhouette: number;
  /** Between centroids, in units of the spread: the root mean square distance of a state from its skill's centroid. */
  readonly distances: readonly { readonly pair: SkillPair; readonly distance: number }[];
  /** Where COMP's centroid lies along the line from MEM's (0) to CTX's (1); absent where one is missing or they coincide. */
  readonly compPosition?: number;
}

/** How the skills' centroids move from before to after, in the whole space. */
export interface LayerShift {
  readonly layer: number;
  /** In units of the spread before. */
  readonly lengths: readonly { readonly skill: Skill; readonly length: number }[];
  /** Between the shifts of two skills, degrees 0…180, bootstrap over questions; absent where one does not move. */
  readonly angles: readonly { readonly pair: SkillPair; readonly degrees: Estimate }[];
}

export interface Representations {
  readonly place: StatePlace;
  readonly after: readonly LayerGeometry[];
  readonly before?: readonly LayerGeometry[];
  /** Over the questions in common; absent without a reference, or where the models are not of one shape. */
  readonly shifts?: readonly LayerShift[];
}

/** One state in the plane. */
export interface StatePoint {
  readonly stage: "before" | "after";
  readonly skill: Skill;
  readonly level: Level;
  readonly question: string;
  readonly x: number;
  readonly y: number;
}

/** The states of one layer in the plane of their first two principal components, which before and after share. */
export interface StatePicture {
  readonly place: StatePlace;
  readonly layer: number;
  readonly points: readonly StatePoint[];
  /** Of all states, whether or not they are among the points. */
  readonly centroids: readonly Omit<StatePoint, "level" | "question">[];
  /** Shares of the variance along x and y. */
  readonly explained: readonly [number, number];
  /** How many there are, of which `points` are some. */
  readonly states: number;
}

// Uncertainty

/** Entropy of greedy answers, nats, means over questions. */
export interface EntropyRow {
  readonly skill: Skill;
  /** Absent: all levels. */
  readonly level?: Level;
  readonly questions: number;
  readonly perToken: Estimate;
  /** Summed over the answer. */
  readonly perAnswer: Estimate;
}

export interface Uncertainty {
  readonly after: readonly EntropyRow[];
  readonly before?: readonly EntropyRow[];
  /** After − before, over the questions in common. */
  readonly changes?: readonly EntropyRow[];
}

/** The tokens of one greedy answer. */
export interface AnswerTokens {
  readonly question: string;
  readonly skill: Skill;
  readonly level: Level;
  readonly tokens: readonly string[];
  /** One more than tokens where the answer came to its end. */
  readonly entropies: readonly number[];
  readonly correct: boolean;
  readonly chainCorrect: boolean;
}

// Heads

/** What silencing a head does. */
export interface HeadEffect {
  readonly layer: number;
  readonly head: number;
  /** Share of right answers with the head silenced. */
  readonly accuracy: number;
  /** Silenced − whole, the same questions: below 0 where the head is needed. */
  readonly change: Estimate;
  /** McNemar's exact p of "no change", by Holm's method times the number of heads left; 0…1. */
  readonly adjustedP: number;
}

/** All heads of a model on the questions of one skill, or of one of its levels. */
export interface HeadTable {
  readonly skill: Skill;
  readonly level?: Level;
  readonly measure: Measure;
  readonly questions: number;
  /** With no head silenced. */
  readonly baseline: number;
  /** By layer, then head. */
  readonly effects: readonly HeadEffect[];
}

/** Effect after − effect before, the same questions. */
export interface HeadShift {
  readonly layer: number;
  readonly head: number;
  readonly change: Estimate;
}

export interface HeadReport {
  readonly after: HeadTable;
  readonly before?: HeadTable;
  /** Absent without a reference, or where the models are not of one shape. */
  readonly shifts?: readonly HeadShift[];
}
