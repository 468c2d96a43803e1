import type { Finding } from "../core/analysis/types.ts";
import type { Level, Skill } from "../core/dataset/types.ts";
import type { MetricCurve } from "../core/runs/curve.ts";
import type { RunComparison } from "../core/runs/types.ts";
import type { AlignedHop } from "./analysis-panel.ts";
import type { SaveRequest } from "./panels.ts";

/** What a chart of curves shows of all runs: one metric against another, or against step, time or num_tokens. */
export interface CurvePair {
  readonly x: string;
  readonly y: string;
}

/** A run's curve; the runs are in the order of the comparison. */
export interface PairCurves extends CurvePair {
  readonly curves: readonly MetricCurve[];
}

export const verdictsOfAnswers = ["right", "wrong"] as const;
/** `lucky`: the answer is right, the chain is not. */
export type AnswerState = "right" | "lucky" | "wrong";

/** Which test questions; what is absent lets all through. */
export interface AnswerFilter {
  readonly skill?: Skill | undefined;
  readonly level?: Level | undefined;
  /** Words that the question or its answer holds. */
  readonly query?: string | undefined;
  /** Whether the whole chain has to be right too. */
  readonly strict?: boolean;
  /** By run. */
  readonly wanted: Readonly<Record<string, (typeof verdictsOfAnswers)[number]>>;
}

export interface AnsweredQuestion {
  readonly id: string;
  readonly skill: Skill;
  readonly level: Level;
  readonly text: string;
  readonly answer: string;
  /** By run; runs that were not asked it are left out. */
  readonly states: Readonly<Record<string, AnswerState>>;
}

/** Questions that a full page lists. */
export const answersOnPage = 50;

export interface AnswerPage {
  readonly filter: AnswerFilter;
  readonly offset: number;
  readonly total: number;
  readonly questions: readonly AnsweredQuestion[];
  /** Runs that are left out: trained on other data than the first, or not evaluated. */
  readonly without: readonly string[];
}

/** What one run answered, beside the gold chain. */
export interface RunAnswer {
  readonly runId: string;
  readonly state: AnswerState;
  readonly completion: string;
  readonly hops: readonly AlignedHop[];
  /** Absent where the completion gives none. */
  readonly stated?: string;
}

export interface AnswerDetail {
  readonly question: AnsweredQuestion;
  readonly prompt: string;
  readonly answers: readonly RunAnswer[];
}

/** A run's findings, or the sentence that says why there are none. */
export type RunFindings = { readonly runId: string } & (
  { readonly step: number; readonly findings: readonly Finding[] } | { readonly problem: string }
);

export type HostToComparePanel =
  /** `metrics`: the names of all that any of the runs has. */
  | { readonly type: "hydrate"; readonly comparison: RunComparison; readonly metrics: readonly string[] }
  | { readonly type: "curves"; readonly pairs: readonly PairCurves[] }
  | { readonly type: "findings"; readonly findings: RunFindings }
  | { readonly type: "answers"; readonly page: AnswerPage }
  | { readonly type: "answer"; readonly detail: AnswerDetail }
  /** Instead of an answer: one sentence. */
  | { readonly type: "failure"; readonly message: string };

export type ComparePanelToHost =
  /** `runIds` as saved before a reload of the window; empty in a new panel, whose runs the host knows. */
  | { readonly type: "ready"; readonly runIds: readonly string[] }
  | { readonly type: "addRuns" }
  | { readonly type: "removeRun"; readonly runId: string }
  | { readonly type: "openRun"; readonly runId: string }
  /** Beside the baseline, except for the baseline itself. */
  | { readonly type: "analyze"; readonly runId: string; readonly reference?: string }
  /** All that are shown: they are posted at once, and again while a run goes on. None while no chart is. */
  | { readonly type: "showCurves"; readonly pairs: readonly CurvePair[] }
  | { readonly type: "requestFindings" }
  | { readonly type: "requestAnswers"; readonly filter: AnswerFilter; readonly offset: number }
  | { readonly type: "requestAnswer"; readonly question: string }
  | { readonly type: "openQuestion"; readonly question: string }
  | SaveRequest;
