import { t } from "@vscode/l10n";
import type { Skill } from "../../src/core/dataset/types.ts";
import type { ChartAxes } from "../shared/chart-view.ts";
import type { Axis } from "../shared/series.ts";

export const tabNames = {
  training: t("Training"),
  evaluation: t("Evaluation"),
  findings: t("Findings"),
  rollouts: t("Rollouts"),
} as const;
export type TabName = keyof typeof tabNames;

/** How the user looks at a run; kept over a reload of the window. */
export interface View {
  /** Absent until the user chooses one. */
  readonly tab?: TabName;
  readonly axis: Axis;
  readonly smoothing: number;
  readonly skill: Skill;
  /** By the chart's id. */
  readonly axes: Readonly<Record<string, ChartAxes>>;
  /** Of the rollouts; the newest where absent. */
  readonly step?: number;
}

export const firstView: View = { axis: "step", smoothing: 0.6, skill: "comp", axes: {} };
