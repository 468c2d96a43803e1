import { t } from "@vscode/l10n";
import type { RunAnalysis } from "../../../src/core/analysis/types.ts";
import type { PanelAnalysis } from "../../../src/protocol/analysis-panel.ts";
import { seriesColors } from "../../shared/names.ts";

export interface AnalysisSeries {
  readonly name: string;
  readonly color: string;
  readonly analysis: RunAnalysis;
}

/** The run, then the reference where there is one, by names that tell them apart. */
export function analysisSeries({ run, reference }: PanelAnalysis): readonly AnalysisSeries[] {
  const all = reference === undefined ? [run] : [run, reference];
  const isUnique = new Set(all.map(({ run: { name } }) => name)).size === all.length;
  return all.map((analysis, index) => ({
    name: isUnique ? analysis.run.name : t("{0}, step {1}", analysis.run.name, analysis.step),
    color: seriesColors[index]!,
    analysis,
  }));
}
