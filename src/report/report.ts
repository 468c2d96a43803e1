import type { ReadEvaluation } from "../core/analysis/read-run.ts";
import type { RunFolder } from "../core/runs/folder.ts";
import type { ReportChoice } from "./format.ts";
import { htmlReport } from "./html.ts";
import { notebook } from "./notebook.ts";
import { readReport } from "./read.ts";

/** Runs as a page or a notebook. @throws UserError where a run is missing or damaged. */
export async function renderReport(
  runs: readonly RunFolder[],
  { file, format, thresholds }: ReportChoice,
  read?: ReadEvaluation,
): Promise<string> {
  const data = await readReport(runs, thresholds, read);
  return format === "html" ? htmlReport(data) : notebook(data, runs, file);
}
