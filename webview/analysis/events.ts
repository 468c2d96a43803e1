import type { AnalysisPanelToHost } from "../../src/protocol/analysis-panel.ts";
import type { View } from "./view.ts";

/** What the user wants of the panel. */
export type AnalysisAction =
  | { readonly type: "view"; readonly change: Partial<View> }
  | { readonly type: "tell"; readonly message: AnalysisPanelToHost };

export class ActionEvent extends CustomEvent<AnalysisAction> {
  constructor(action: AnalysisAction) {
    super("rc-action", { detail: action, bubbles: true, composed: true });
  }
}

/** Another page of the list, by its first position. */
export class PageEvent extends CustomEvent<{ readonly offset: number }> {
  constructor(offset: number) {
    super("rc-page", { detail: { offset }, bubbles: true, composed: true });
  }
}
