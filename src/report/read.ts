import { dirname, join } from "node:path";
import { evaluationReader, type ReadEvaluation } from "../core/analysis/read-run.ts";
import { analyzeRun } from "../core/analysis/run.ts";
import type { RunAnalysis, Thresholds } from "../core/analysis/types.ts";
import { compareRuns } from "../core/runs/compare.ts";
import { RunFolder } from "../core/runs/folder.ts";
import type { Comparison } from "../core/runs/types.ts";
import type { PanelAnalysis } from "../protocol/analysis-panel.ts";

/** All that a report tells. */
export interface ReportData {
  readonly comparison: Comparison;
  /** Of each evaluated run, beside the run it starts from. */
  readonly analyses: readonly PanelAnalysis[];
}

/** @throws UserError where a run is missing or damaged. */
export async function readReport(
  folders: readonly RunFolder[],
  thresholds: Thresholds,
  read: ReadEvaluation = evaluationReader(),
): Promise<ReportData> {
  const comparison = await compareRuns(folders);
  const evaluated = folders.filter((_, i) => comparison.runs[i]!.cells !== undefined);
  const analyze = (folder: RunFolder): Promise<RunAnalysis> => analyzeRun(folder, { thresholds, read });
  const analyses = evaluated.map(async (folder): Promise<PanelAnalysis> => {
    const run = await analyze(folder);
    if (!run.parent) return { run, comparisons: [] };
    const reference = await analyze(new RunFolder(join(dirname(folder.folder), run.parent.id)));
    return { run, reference, comparisons: run.parent.comparisons };
  });
  return { comparison, analyses: await Promise.all(analyses) };
}
