import type { Thresholds } from "../core/analysis/types.ts";

export const reportFormats = ["html", "ipynb"] as const;
export type ReportFormat = (typeof reportFormats)[number];

export interface ReportChoice {
  /** Where it will lie: a notebook reads the runs' folders from there. */
  readonly file: string;
  readonly format: ReportFormat;
  readonly thresholds: Thresholds;
}
