import type {
  AtomStatus,
  Boundary,
  ChainError,
  FailureKind,
  HopSkill,
  LevelComparison,
  RunAnalysis,
  Thresholds,
} from "../core/analysis/types.ts";
import type { Level } from "../core/dataset/types.ts";
import type { Group } from "../core/graph/types.ts";
import type { ExplorerFocus, SaveRequest } from "./panels.ts";
import type { ProbeAnswer, ProbeRequest } from "./probe.ts";

/** An evaluation, by its run and step. */
export interface EvaluationKey {
  readonly runId: string;
  readonly step: number;
}

/** What there is to look at. */
export interface AnalysisSubject {
  readonly run: { readonly id: string; readonly name: string; readonly method: string; readonly curriculum: string };
  /** Evaluated ones, ascending. */
  readonly steps: readonly number[];
  /** Evaluations on the same data, that of the run it starts from first. */
  readonly references: readonly (EvaluationKey & { readonly name: string; readonly isParent: boolean })[];
}

/** What is looked at; `reference` absent: the run alone. */
export interface AnalysisChoice {
  readonly step: number;
  readonly reference?: EvaluationKey;
}

export interface PanelAnalysis {
  readonly run: RunAnalysis;
  readonly reference?: RunAnalysis;
  /** The run's pass@k beside the reference's. */
  readonly comparisons: readonly LevelComparison[];
}

/** Which wrong chains; fields that are absent let all through. */
export interface ErrorFilter {
  readonly level?: Level;
  readonly kind?: FailureKind;
  readonly hops?: number;
  readonly hop?: number;
  readonly hopSkill?: HopSkill;
  readonly boundary?: Boundary;
  readonly atom?: AtomStatus;
  /** Of questions alone whose facts are all known when asked alone. */
  readonly facts?: "known";
  /** From the first share of the chain up to, but not with, the second. */
  readonly progress?: readonly [number, number];
}

export interface ErrorSample extends ChainError {
  /** The question as it is asked. */
  readonly text: string;
}

/** Chains that a full page lists. */
export const errorsOnPage = 50;

export interface ErrorPage {
  readonly filter: ErrorFilter;
  readonly samples: readonly ErrorSample[];
  readonly offset: number;
  readonly total: number;
}

export const hopStates = ["right", "wrong", "missing", "extra"] as const;

export interface StatedFact {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
}

/** A hop of the gold chain beside what the model states in its place: a fact, or words that state none. */
export interface AlignedHop {
  readonly state: (typeof hopStates)[number];
  readonly gold?: StatedFact & { readonly text: string; readonly group: Group };
  readonly stated?: StatedFact | string;
}

export interface SampleDetail {
  readonly error: ErrorSample;
  readonly path: string;
  readonly prompt: string;
  readonly completion: string;
  readonly hops: readonly AlignedHop[];
  readonly answer: { readonly gold: string; readonly stated?: string };
}

export type HostToAnalysisPanel =
  /** `choice` is absent while the run has no evaluation. */
  | { readonly type: "subject"; readonly subject: AnalysisSubject; readonly choice?: AnalysisChoice }
  | { readonly type: "analysis"; readonly choice: AnalysisChoice; readonly analysis: PanelAnalysis }
  /** Samples are read for the first time: bytes of them, over all evaluations that are shown. */
  | { readonly type: "progress"; readonly done: number; readonly total: number }
  | { readonly type: "errors"; readonly page: ErrorPage }
  | { readonly type: "sample"; readonly detail: SampleDetail }
  | ProbeAnswer
  /** Instead of an answer: one sentence. */
  | { readonly type: "failure"; readonly message: string };

export type AnalysisPanelToHost =
  /** `runId` and `choice` as saved before a reload of the window. */
  | { readonly type: "ready"; readonly runId: string; readonly choice?: AnalysisChoice }
  | { readonly type: "choose"; readonly choice: AnalysisChoice }
  | { readonly type: "requestErrors"; readonly step: number; readonly filter: ErrorFilter; readonly offset: number }
  | { readonly type: "requestSample"; readonly step: number; readonly question: string }
  | { readonly type: "openQuestion"; readonly question: string }
  | { readonly type: "openChain"; readonly step: number; readonly question: string }
  | { readonly type: "explore"; readonly focus: ExplorerFocus }
  /** For all panels of the workspace. */
  | { readonly type: "setThresholds"; readonly thresholds: Thresholds }
  /** `evaluateAll`: each checkpoint that is kept. */
  | { readonly type: "openRun" | "evaluate" | "evaluateAll" }
  | ProbeRequest
  | SaveRequest;
