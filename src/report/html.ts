import { findingTexts } from "../core/analysis/finding-texts.ts";
import { defaultThresholds, thresholdTexts } from "../core/analysis/thresholds.ts";
import type { Finding, LevelComparison, Thresholds } from "../core/analysis/types.ts";
import { levelNames } from "../core/dataset/types.ts";
import type { Comparison } from "../core/runs/types.ts";
import type { PanelAnalysis } from "../protocol/analysis-panel.ts";
import { levelBars } from "../../webview/analysis/model/accuracy.ts";
import { errorCharts } from "../../webview/analysis/model/errors.ts";
import { gapChart, passAtKChart, sampledLevels } from "../../webview/analysis/model/pass-at-k.ts";
import { stepCharts } from "../../webview/analysis/model/steps.ts";
import { compComparisons, neededText, verdictNames, verdictText } from "../../webview/analysis/model/verdict.ts";
import type { BarsModel } from "../../webview/shared/bars-model.ts";
import { formatPercent, formatPoints } from "../../webview/shared/format.ts";
import { skillNames } from "../../webview/shared/names.ts";
import type { ChartModel } from "../../webview/shared/series.ts";
import { barChart } from "./bar-chart.ts";
import { commands } from "./commands.ts";
import { lineChart } from "./line-chart.ts";
import { escape, table } from "./markup.ts";
import type { ReportData } from "./read.ts";
import { differencesTable, environmentTable, levelsTable, runsTable } from "./results.ts";
import { style } from "./style.ts";
import { trainingCharts } from "./training.ts";

/** Runs as one page that needs nothing else: results, verdicts, diagnosis, charts, differences, and how to make them. */
export function htmlReport({ comparison, analyses }: ReportData): string {
  const names = comparison.runs.map(({ run }) => run.name);
  const curricula = [...new Set(comparison.runs.map(({ run }) => run.curriculum.name))];
  const title = names.length === 1 ? names[0]! : `${names.length} runs of ${curricula.join(", ")}`;
  const training = trainingCharts(comparison);
  const sections = [
    `<h1>${escape(title)}</h1><p class="muted">${escape(names.join(", "))} · ${escape(curricula.join(", "))}</p>`,
    section("Runs", table(runsTable(comparison))),
    section("Results", results(comparison)),
    ...analyses.map((analysis) => section(analysis.run.run.name, analysisPart(analysis))),
    ...(training.length > 0 ? [section("Training", charts(training.map(lineChart)))] : []),
    ...differences(comparison),
    section("How they were made", table(environmentTable(comparison)) + pre(commands(comparison).join("\n"))),
    section("Thresholds", thresholdsPart(analyses[0]?.run.thresholds ?? defaultThresholds)),
  ];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(title)}</title>
<style>${style}</style>
</head>
<body>
${sections.join("\n")}
</body>
</html>
`;
}

const section = (title: string, content: string): string =>
  `<section><h2>${escape(title)}</h2>\n${content}\n</section>`;
const charts = (drawn: readonly string[]): string => `<div class="charts">${drawn.join("\n")}</div>`;
const pre = (text: string): string => `<pre>${escape(text)}</pre>`;

const results = (comparison: Comparison): string =>
  comparison.runs.every(({ cells = [] }) => cells.length === 0)
    ? "<p>None of these runs is evaluated yet.</p>"
    : `<h3>Answer right</h3>${table(levelsTable(comparison, "accuracy"))}
<h3>Answer and whole chain right</h3>${table(levelsTable(comparison, "strictAccuracy"))}
<p class="muted">Greedy answers; in brackets Wilson's 95 % interval. Signed: points from the first run; *: the two intervals share no point.</p>`;

function analysisPart(analysis: PanelAnalysis): string {
  const { run } = analysis;
  const [hardest, ...others] = compComparisons(analysis, "answer");
  const own = (model: BarsModel): BarsModel => ({ ...model, id: `${run.run.id}-${model.id}` });
  const verdict = hardest ? verdictPart(hardest, run.parent?.name ?? "the reference") : "";
  const drawn = [
    ...sampledLevels(analysis, "comp").map((level) => lineChart(passAtKChart(analysis, "comp", level, "answer"))),
    ...[hardest, ...others].flatMap((one) => (one ? [lineChart(gapChart(one))] : [])),
    barChart(own(levelBars(analysis, "answer"))),
    barChart(own(levelBars(analysis, "chain"))),
  ];
  const shown = { knownOnly: false };
  const errors = run.errors.some(({ wrong }) => wrong > 0) ? errorCharts(analysis, shown).map(own).map(barChart) : [];
  const steps: readonly ChartModel[] = stepCharts(run.steps ?? [], shown);
  return [
    `<p class="muted">${escape(run.run.method)}, evaluated at step ${run.step}${run.parent ? `, beside ${escape(run.parent.name)}, which it starts from` : ""}.</p>`,
    verdict,
    charts(drawn),
    `<h3>Diagnosis</h3><ul class="findings">${run.findings.map(findingPart).join("\n")}</ul>`,
    ...(errors.length > 0 ? [`<h3>Where COMP chains break</h3>${charts(errors)}`] : []),
    ...(steps.length > 0 ? [`<h3>Across training steps</h3>${charts(steps.map(lineChart))}`] : []),
  ].join("\n");
}

function verdictPart(comparison: LevelComparison, reference: string): string {
  const { verdict, skill, level, trend, questions, samples } = comparison;
  const needed = neededText(comparison);
  const numbers = `${questions} questions, ${samples} samples each; the gap to ${reference} changes by ${formatPoints(trend.value)} points (95 %: ${formatPoints(trend.low)} to ${formatPoints(trend.high)}) with each doubling of k.`;
  return `<div class="verdict ${verdict}"><b>${verdictNames[verdict]}</b> on ${skillNames[skill]} ${levelNames[level]}
<p>${escape(verdictText(comparison))}</p>${needed === undefined ? "" : `<p>${escape(needed)}</p>`}<p class="muted">${escape(numbers)}</p></div>`;
}

function findingPart(finding: Finding): string {
  const { title, status, evidence: names, why, next } = findingTexts(finding);
  const rows = finding.evidence.map(({ kind, value, low, high, limit }, i) => {
    const format = kind === "share" ? formatPercent : formatPoints;
    const asked = limit ? `${limit.side} ${format(limit.threshold)}?` : "";
    return [names[i]!, format(value), `${format(low)} – ${format(high)}`, asked];
  });
  const numbers = rows.length === 0 ? "" : table({ header: ["", "", "95 %", "asked"], rows });
  const texts = [
    why === undefined ? "" : `<p>${escape(why)}.</p>`,
    next === undefined ? "" : `<p><b>Next:</b> ${escape(next)}</p>`,
  ];
  return `<li class="${finding.status}"><span class="muted">${escape(status)}</span><h4>${escape(title)}</h4>${numbers}${texts.join("")}</li>`;
}

function differences(comparison: Comparison): string[] {
  const { runs, differences: settings, dataDifferences: data } = comparison;
  if (runs.length < 2) return [section("Settings", pre(JSON.stringify(runs[0]!.run.config, null, 2)))];
  return [
    section(
      "Settings that differ",
      settings.length > 0 ? table(differencesTable(comparison, settings)) : "<p>None.</p>",
    ),
    ...(data.length > 0 ? [section("Data that differ", table(differencesTable(comparison, data)))] : []),
  ];
}

const thresholdsPart = (thresholds: Thresholds): string =>
  table({
    header: ["", "", ""],
    rows: Object.entries(thresholds).map(([key, value]: [string, number]) => [
      key,
      String(value),
      thresholdTexts[key as keyof Thresholds],
    ]),
  });
