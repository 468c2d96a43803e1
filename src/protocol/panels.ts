import type { Comparison, EvaluationSummary, MetricRow, RunRecord } from "../core/runs/types.ts";

/** A file a panel asks the host to save; the host asks where. */
export interface SaveRequest {
  readonly type: "save";
  readonly suggestedName: string;
  readonly mimeType: "image/svg+xml" | "image/png" | "text/csv";
  /** Text, or base64 for PNG. */
  readonly content: string;
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
  | { readonly type: "evaluation"; readonly summary: EvaluationSummary };

export type RunPanelToHost =
  /** `runId` as saved before a reload of the window; empty in a new panel, whose run the host knows. */
  | { readonly type: "ready"; readonly runId: string }
  | { readonly type: "stop" | "resume" | "openFolder" | "openLog" | "openRollouts" }
  | { readonly type: "compare" }
  | SaveRequest;

/** Compare panel: runs side by side. */
export interface HostToComparePanel {
  readonly type: "hydrate";
  readonly comparison: Comparison;
}

export type ComparePanelToHost =
  /** `runIds` as saved before a reload of the window; empty in a new panel, whose runs the host knows. */
  | { readonly type: "ready"; readonly runIds: readonly string[] }
  | { readonly type: "addRuns" }
  | { readonly type: "removeRun"; readonly runId: string }
  | { readonly type: "openRun"; readonly runId: string }
  | SaveRequest;
