import { t } from "@vscode/l10n";
import type { Skill } from "../../src/core/dataset/types.ts";
import type { AnswerFilter } from "../../src/protocol/compare-panel.ts";
import type { ChartAxes } from "../shared/chart-view.ts";
import type { Axis } from "../shared/series.ts";

export const tabNames = {
  runs: t("Runs"),
  curves: t("Curves"),
  passAtK: "pass@k",
  answers: t("Answers"),
  findings: t("Findings"),
} as const;
export type TabName = keyof typeof tabNames;
export const tabs = Object.keys(tabNames) as TabName[];

export type Measure = "accuracy" | "strictAccuracy";

/** How the user looks at the runs; kept over a reload of the window. */
export interface View {
  readonly tab: TabName;
  /** Id of the run that the others are compared with; the first where absent. */
  readonly baseline?: string;
  readonly measure: Measure;
  /** Of pass@k. */
  readonly skill: Skill;
  /** Of which there is a chart each; absent: those that most users look at. */
  readonly metrics?: readonly string[];
  readonly axis: Axis;
  readonly smoothing: number;
  /** One metric against another. */
  readonly against?: { readonly x: string; readonly y: string };
  /** By the chart's id. */
  readonly axes: Readonly<Record<string, ChartAxes>>;
  readonly answers: AnswerFilter;
  /** Id of the question whose answers are looked at. */
  readonly question?: string;
}

export const firstView: View = {
  tab: "runs",
  measure: "accuracy",
  skill: "comp",
  axis: "step",
  smoothing: 0.6,
  axes: {},
  answers: { skill: "comp", wanted: {} },
};

/** The user looks at the runs in another way. */
export class ViewEvent extends CustomEvent<Partial<View>> {
  constructor(change: Partial<View>) {
    super("rc-view", { detail: change, bubbles: true, composed: true });
  }
}
