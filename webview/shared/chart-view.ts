import { t } from "@vscode/l10n";
import type { Series } from "./series.ts";

/** How the user looks at the axes of a chart; kept over a reload of the window. */
export interface ChartAxes {
  readonly logX: boolean;
  readonly logY: boolean;
  /** The bounds of y that are looked at; all of it where absent. */
  readonly yZoom?: readonly [low: number, high: number];
}

export const plainAxes: ChartAxes = { logX: false, logY: false };

/** The user looks at a chart's axes in another way. */
export class ChartAxesEvent extends CustomEvent<{ readonly id: string; readonly axes: ChartAxes }> {
  constructor(id: string, axes: ChartAxes) {
    super("rc-chart-axes", { detail: { id, axes }, bubbles: true, composed: true });
  }
}

/** Why an axis cannot be logarithmic; undefined where it can. */
export function whyLinear(series: readonly Series[], axis: "x" | "y"): string | undefined {
  const least = Math.min(...series.flatMap(({ points }) => points.map((point) => point[axis])));
  return least > 0 ? undefined : t("some values are 0 or below");
}
