import type { SweepAnalysis } from "../core/analysis/sweep/types.ts";
import type { SaveRequest } from "./panels.ts";

/** What the panel of a sweep tells the extension host. */
export type SweepPanelToHost =
  | { readonly type: "ready" }
  /** Another setting on x. */
  | { readonly type: "choose"; readonly setting: string }
  | { readonly type: "openRun"; readonly runId: string }
  | SaveRequest;

/** What the extension host tells it. */
export type HostToSweepPanel =
  | {
      readonly type: "hydrate";
      /** Path of the curriculum's file, kept for a reload of the window. */
      readonly file: string;
      readonly name: string;
      /** What is swept. */
      readonly settings: readonly string[];
      readonly analysis: SweepAnalysis;
    }
  | { readonly type: "failure"; readonly message: string };
