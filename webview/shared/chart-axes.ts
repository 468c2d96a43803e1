import { t } from "@vscode/l10n";
import type { Axis, ChartModel, Point } from "./series.ts";

/** The horizontal axes of training metrics. */
export const axes: Readonly<Record<Axis, Pick<ChartModel, "xLabel" | "xFormat" | "xScale">>> = {
  step: { xLabel: t("step"), xFormat: "number", xScale: "linear" },
  time: { xLabel: t("time"), xFormat: "duration", xScale: "linear" },
  tokens: { xLabel: t("tokens"), xFormat: "compact", xScale: "linear" },
};

/** The axes of pass@k: k are powers of two, shares are comparable between charts. */
export const passAtKAxes = {
  xLabel: "k",
  xFormat: "number",
  xScale: "log2",
  yFormat: "percent",
  yDomain: [0, 1],
  smoothable: false,
} as const satisfies Partial<ChartModel>;

/** pass@k as points, k ascending. */
export const passAtKPoints = (passAtK: Readonly<Record<number, number>>): Point[] =>
  Object.entries(passAtK)
    .map(([k, y]) => ({ x: Number(k), y }))
    .sort((a, b) => a.x - b.x);
