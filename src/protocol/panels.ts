import type { PathAccuracy } from "../core/analysis/path-accuracy.ts";
import type { Finding } from "../core/analysis/types.ts";
import type { ContextRole, Level, Skill, Split } from "../core/dataset/types.ts";
import type { Group, ObjectKind } from "../core/graph/types.ts";
import type { EvaluationSummary, MetricRow, RunRecord } from "../core/runs/types.ts";

/** A file a panel asks the host to save; the host asks where. */
export interface SaveRequest {
  readonly type: "save";
  readonly suggestedName: string;
  readonly mimeType: "image/svg+xml" | "image/png" | "text/csv";
  /** Text, or base64 for PNG. */
  readonly content: string;
}

/** Completions of one question in one step of RL; equal ones are one. */
export interface RolloutGroup {
  readonly question: string;
  readonly prompt: string;
  /** The right one. */
  readonly answer: string;
  /** Mean and sample standard deviation of all completions' rewards. */
  readonly reward: number;
  readonly std: number;
  /** In the order in which they were sampled. */
  readonly completions: readonly {
    readonly text: string;
    readonly reward: number;
    readonly advantage: number;
    readonly tokens: number;
    /** How often it was sampled. */
    readonly times: number;
  }[];
}

/** Questions that a full page of rollouts lists. */
export const rolloutGroupsOnPage = 8;

export interface RolloutPage {
  /** Those that have rollouts, ascending. */
  readonly steps: readonly number[];
  readonly step: number;
  /** Mean of the step's rewards, over all of its completions. */
  readonly reward: number;
  readonly completions: number;
  readonly offset: number;
  /** Questions of the step. */
  readonly total: number;
  readonly groups: readonly RolloutGroup[];
}

/** Run panel: one run, live. */
export type HostToRunPanel =
  | {
      readonly type: "hydrate";
      readonly run: RunRecord;
      readonly metrics: readonly MetricRow[];
      readonly evaluations: readonly EvaluationSummary[];
    }
  | { readonly type: "append"; readonly rows: readonly MetricRow[] }
  | { readonly type: "run"; readonly run: RunRecord; readonly secondsLeft?: number }
  | { readonly type: "evaluation"; readonly summary: EvaluationSummary }
  /** Absent `page`: there are no rollouts yet. */
  | { readonly type: "rollouts"; readonly page?: RolloutPage }
  | { readonly type: "findings"; readonly step: number; readonly findings: readonly Finding[] }
  /** Instead of an answer: one sentence. */
  | { readonly type: "failure"; readonly message: string };

export type RunPanelToHost =
  /** `runId` as saved before a reload of the window; empty in a new panel, whose run the host knows. */
  | { readonly type: "ready"; readonly runId: string }
  | { readonly type: "stop" | "pause" | "resume" | "openFolder" | "openLog" }
  | { readonly type: "compare" | "analyze" }
  /** As a document, of one step; without one the user is asked. */
  | { readonly type: "openRollouts"; readonly step?: number }
  /** Without `step` the newest. */
  | { readonly type: "requestRollouts"; readonly step?: number; readonly offset: number }
  /** Of the newest evaluation. */
  | { readonly type: "requestFindings" }
  | SaveRequest;

/** Explorer panel: the relation paths of one dataset. */
export interface ExplorerRelation {
  readonly name: string;
  readonly group: Group;
  readonly object: ObjectKind;
  /** Names itself where it is symmetric. */
  readonly inverse?: string;
  /** Of each skill in whose paths it occurs. */
  readonly levels: Readonly<Partial<Record<Skill, Level>>>;
}

export interface ExplorerPath {
  readonly id: string;
  readonly skill: Skill;
  readonly level: Level;
  /** Positions in `ExplorerDataset.relations`, first to last hop. */
  readonly relations: readonly number[];
  /** How many questions ask for it. */
  readonly questions: Readonly<Record<Split, number>>;
}

export interface ExplorerDataset {
  readonly folder: string;
  readonly name: string;
  readonly hash: string;
  readonly relations: readonly ExplorerRelation[];
  readonly paths: readonly ExplorerPath[];
}

/** A run that was trained on the dataset and evaluated. */
export interface ExplorerRun {
  readonly id: string;
  readonly name: string;
  /** Of the newest evaluation. */
  readonly step: number;
}

export type { PathAccuracy };

export interface ExplorerQuestion {
  readonly id: string;
  readonly split: Split;
  readonly text: string;
  readonly answer: string;
  /** Whether each asked run answered rightly, by run id; runs that were not asked it are left out. */
  readonly correct: Readonly<Record<string, boolean>>;
}

export interface ExplorerStatement {
  readonly text: string;
  readonly group: Group;
  readonly relation: string;
}

/** What belongs to a question. */
export interface ExplorerExample {
  /** Of the question. */
  readonly id: string;
  readonly answer: string;
  readonly context: readonly {
    readonly person: string;
    readonly role: ContextRole;
    readonly statements: readonly ExplorerStatement[];
  }[];
  readonly chain: readonly ExplorerStatement[];
  /** Of an imported question: its texts, in place of the statements of context and chain, which are then empty. */
  readonly verbatim?: { readonly context: string; readonly chain: string };
}

/** A path's questions, a page of them, and one of them whole. */
export interface PathDetail {
  readonly path: string;
  /** Test questions first. */
  readonly questions: readonly ExplorerQuestion[];
  /** Position of the first one among all of the path's. */
  readonly offset: number;
  readonly total: number;
  /** The page's first question, where there is one. */
  readonly example?: ExplorerExample;
}

/** What the panel is to show first, as a tree or a document asks for it. */
export interface ExplorerFocus {
  readonly relation?: string;
  readonly path?: string;
}

export type HostToExplorerPanel =
  | {
      readonly type: "hydrate";
      readonly dataset: ExplorerDataset;
      readonly runs: readonly ExplorerRun[];
      readonly focus?: ExplorerFocus;
    }
  | { readonly type: "focus"; readonly focus: ExplorerFocus }
  /** Runs came, went or were evaluated anew. */
  | { readonly type: "runs"; readonly runs: readonly ExplorerRun[] }
  | { readonly type: "accuracy"; readonly runId: string; readonly paths: readonly PathAccuracy[] }
  | { readonly type: "path"; readonly detail: PathDetail }
  /** In answer to `requestQuestion`. */
  | { readonly type: "question"; readonly path: string; readonly example: ExplorerExample }
  /** Instead of an answer: one sentence. */
  | { readonly type: "failure"; readonly message: string };

export type ExplorerPanelToHost =
  /** `dataset`: the folder as saved before a reload of the window; empty in a new panel. */
  | { readonly type: "ready"; readonly dataset: string }
  | { readonly type: "requestPath"; readonly path: string; readonly offset: number; readonly runIds: readonly string[] }
  | { readonly type: "requestQuestion"; readonly path: string; readonly question: string }
  | { readonly type: "requestAccuracy"; readonly runId: string }
  | { readonly type: "openQuestion"; readonly question: string }
  | { readonly type: "revealRelation"; readonly relation: string }
  | SaveRequest;
