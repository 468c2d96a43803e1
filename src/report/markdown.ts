import { boundaryNames, kindNames } from "../core/analysis/error-names.ts";
import { findingTexts } from "../core/analysis/finding-texts.ts";
import type { Estimate, Finding, RunAnalysis } from "../core/analysis/types.ts";
import { wilsonInterval } from "../core/analysis/wilson.ts";
import { levelNames, type Level } from "../core/dataset/types.ts";
import type { RunComparison, RunSummary } from "../core/runs/types.ts";
import { neededText, verdictNames, verdictText } from "../../webview/analysis/model/verdict.ts";
import { formatPercent, formatPoints } from "../../webview/shared/format.ts";
import { skillNames } from "../../webview/shared/names.ts";
import type { Table } from "./markup.ts";
import { differencesTable, levelsTable, runsTable } from "./results.ts";

/*
 * What runs say, as compact Markdown for an agent: numbers with their 95 % intervals, and what they rest on.
 */

/** Runs, one a line, with the accuracies of their newest evaluation. */
export function runsMarkdown(runs: readonly RunSummary[]): string {
  if (runs.length === 0) return "There are no runs in this workspace yet.";
  return runs.map(runLine).join("\n");
}

function runLine({ run, cells = [], evaluatedStep }: RunSummary): string {
  const comp = cells.filter(({ skill }) => skill === "comp");
  const shown = comp.map(({ level, accuracy, strictAccuracy, questions }) => {
    const interval = intervalText({ value: accuracy, ...wilsonInterval(accuracy, questions) });
    return `${levelNames[level]} ${interval}, with the whole chain ${formatPercent(strictAccuracy)}`;
  });
  const from = run.config.from === "base" ? "a new model" : run.config.from;
  const at = `${run.state}, step ${run.progress.step} of ${run.progress.steps}`;
  const results = shown.length === 0 ? "not evaluated" : `COMP at step ${evaluatedStep ?? "?"}: ${shown.join("; ")}`;
  return `- **${run.name}** (id \`${run.id}\`, curriculum ${run.curriculum.name}): ${run.config.method} from ${from}, seed ${run.seed}, ${at}. ${results}.`;
}

/** Runs side by side: the first is what the others are compared with. */
export function comparisonMarkdown(comparison: RunComparison): string {
  const { differences, dataDifferences } = comparison;
  return [
    markdownTable(runsTable(comparison)),
    "Answer right, greedy, with Wilson's 95 % interval; points from the first run; *: the two intervals share no point.",
    markdownTable(levelsTable(comparison, "accuracy")),
    "Answer and whole chain right:",
    markdownTable(levelsTable(comparison, "strictAccuracy")),
    ...(differences.length > 0
      ? ["Settings that differ:", markdownTable(differencesTable(comparison, differences))]
      : []),
    ...(dataDifferences.length > 0
      ? ["Data that differ:", markdownTable(differencesTable(comparison, dataDifferences))]
      : []),
  ].join("\n\n");
}

/** Where the COMP chains of a run break and why, the verdict beside the run it starts from, and the diagnosis. */
export function errorsMarkdown(analysis: RunAnalysis, level?: Level): string {
  const { run, step, parent, findings } = analysis;
  const errors = analysis.errors.find((one) => one.level === level);
  const where = level === undefined ? "COMP" : `COMP ${levelNames[level]}`;
  const comparison = parent?.comparisons.find(
    (one) => one.skill === "comp" && one.level === (level ?? "zero-shot") && one.measure === "answer",
  );
  const needed = comparison && neededText(comparison);
  return [
    `**${run.name}** (${run.method}), evaluated at step ${step}${parent ? `, starts from ${parent.name}` : ""}.`,
    errors && errors.chains > 0 ? errorsPart(errors, where) : `No ${where} question was asked.`,
    ...(comparison
      ? [
          `pass@k on ${skillNames[comparison.skill]} ${levelNames[comparison.level]} beside ${parent!.name}: **${verdictNames[comparison.verdict]}**. ${verdictText(comparison)}${needed === undefined ? "" : ` ${needed}`}`,
        ]
      : []),
    ["Diagnosis:", ...findings.map(findingLine)].join("\n"),
  ].join("\n\n");
}

function errorsPart(errors: RunAnalysis["errors"][0], where: string): string {
  const { chains, wrong, rightAnswers, early, byBoundary, kinds } = errors;
  if (wrong === 0) return `All ${chains} ${where} chains are right, hop by hop.`;
  const rates = byBoundary
    .filter(({ reached }) => reached > 0)
    .map(({ key, reached, rate }) => [boundaryNames[key], intervalText(rate), String(reached)]);
  const failures = kinds.map(({ kind, count, byAtom }) => [
    kindNames[kind],
    String(count),
    String(byAtom.known),
    String(byAtom.missing),
    String(byAtom["not-asked"]),
  ]);
  return [
    `${wrong} of ${chains} greedy ${where} chains are wrong, ${rightAnswers} of them with the right answer. ${intervalText(early)} of the first errors lie in the first half of the chain.`,
    "Of the hops reached with all before them right, the share that is wrong:",
    markdownTable({ header: ["Boundary just before the hop", "wrong", "reached"], rows: rates }),
    "What stands in place of the first wrong hop, by whether its fact is answered rightly alone:",
    markdownTable({ header: ["Kind", "chains", "fact known", "fact missing", "not asked"], rows: failures }),
  ].join("\n\n");
}

function findingLine(finding: Finding): string {
  const { title, status, evidence: names, why, next } = findingTexts(finding);
  const numbers = finding.evidence.map(({ kind, limit, ...estimate }, i) => {
    const asked = limit ? `, asked: ${limit.side} ${formatPercent(limit.threshold)}` : "";
    return `${names[i]!} ${intervalText(estimate, kind === "share" ? formatPercent : formatPoints)}${asked}`;
  });
  const rest = [numbers.join("; "), why, next && `next: ${next}`].filter((text) => text !== undefined && text !== "");
  return `- ${status}: ${title}${rest.length === 0 ? "" : ` (${rest.join(". ")})`}`;
}

const intervalText = ({ value, low, high }: Estimate, format = formatPercent): string =>
  `${format(value)} [${format(low)} – ${format(high)}]`;

function markdownTable({ header, rows }: Table): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}
