import { dirname, relative, sep } from "node:path";
import { findingTexts } from "../core/analysis/finding-texts.ts";
import { levelNames } from "../core/dataset/types.ts";
import type { RunFolder } from "../core/runs/folder.ts";
import { compComparisons, verdictNames, verdictText } from "../../webview/analysis/model/verdict.ts";
import { commands } from "./commands.ts";
import { cells as code } from "./notebook-cells.ts";
import type { ReportData } from "./read.ts";

/** A cell of a notebook, as nbformat 4.5 has it. */
interface Cell {
  readonly cell_type: "markdown" | "code";
  readonly id: string;
  readonly metadata: object;
  readonly source: readonly string[];
  readonly outputs?: readonly [];
  readonly execution_count?: null;
}

/**
 * Runs as a notebook that reads their files with pandas and draws them with matplotlib.
 * @param file where the notebook will lie: its paths are relative
 */
export function notebook({ comparison, analyses }: ReportData, runs: readonly RunFolder[], file: string): string {
  const folders = Object.fromEntries(
    comparison.runs.map(({ run }, i) => [run.name, relative(dirname(file), runs[i]!.folder).split(sep).join("/")]),
  );
  const names = comparison.runs.map(({ run }) => run.name);
  const verdicts = analyses.flatMap((analysis) => {
    const [hardest] = compComparisons(analysis, "answer");
    const texts = analysis.run.findings.map((finding) => {
      const { title, status, why } = findingTexts(finding);
      return `- ${status}: ${title}${why === undefined ? "" : ` (${why})`}`;
    });
    const verdict = hardest
      ? [`**${verdictNames[hardest.verdict]}** on COMP ${levelNames[hardest.level]}. ${verdictText(hardest)}`, ""]
      : [];
    return [`### ${analysis.run.run.name}`, "", ...verdict, ...texts, ""];
  });
  const parts: readonly (readonly [Cell["cell_type"], string])[] = [
    ["markdown", `# ${names.join(", ")}\n\nReads the runs' own files; needs pandas and matplotlib.`],
    ["code", code.load(folders)],
    ["markdown", "## Results\n\nGreedy answers, in %."],
    ["code", code.results],
    ["markdown", "## Training"],
    ["code", code.training],
    ["markdown", "## pass@k\n\nThe mean over questions of the unbiased estimate, with bootstrap intervals."],
    ["code", code.passAtK],
    [
      "markdown",
      "## Where COMP chains break\n\nThe first wrong hop of each wrong chain, and what stands in its place.",
    ],
    ["code", code.errors],
    ...(verdicts.length > 0 ? [["markdown", ["## Verdict and diagnosis", "", ...verdicts].join("\n")] as const] : []),
    ["markdown", ["## How they were made", "", "```sh", ...commands(comparison), "```"].join("\n")],
  ];
  const content = {
    cells: parts.map(([kind, text], i) => cell(kind, text, i)),
    metadata: {
      kernelspec: { display_name: "Python 3", language: "python", name: "python3" },
      language_info: { name: "python" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(content, null, 1)}\n`;
}

function cell(kind: Cell["cell_type"], text: string, index: number): Cell {
  const source = text.split(/(?<=\n)/);
  const common = { cell_type: kind, id: `cell-${index}`, metadata: {} };
  return kind === "code" ? { ...common, execution_count: null, outputs: [], source } : { ...common, source };
}
