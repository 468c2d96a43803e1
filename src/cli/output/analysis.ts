import { findingTexts } from "../../core/analysis/finding-texts.ts";
import type {
  AccuracyRow,
  AccuracyTables,
  Evidence,
  Finding,
  RunAnalysis,
  SeedGroup,
} from "../../core/analysis/types.ts";
import { levelNames } from "../../core/dataset/types.ts";
import { renderTable, type Column } from "../../core/table.ts";
import { renderErrorProgress, renderSteps } from "./error-progress.ts";
import { formatDifference, formatInterval, formatShare } from "./format.ts";
import { renderGaps } from "./pass-at-k.ts";
import type { Style } from "./style.ts";

/** By what the accuracies of each level are divided. */
export const divisions = ["hops", "boundary", "relation", "path"] as const;
export type Division = (typeof divisions)[number];

const right = (title: string): Column => ({ title, align: "right" });

/** A run's levels, pass@k beside the run it starts from, where its chains fail, and the diagnosis. */
export function renderAnalysis(analysis: RunAnalysis, division: Division, style: Style): string {
  const { run, step, parent, errors, errorsOfKnown, findings, atoms, steps } = analysis;
  const gaps = parent?.comparisons.filter(({ skill, level }) => skill === "comp" && level === "zero-shot") ?? [];
  const sections = [
    [style.bold(`${run.name}: ${run.method}, step ${step}${parent ? `, from ${parent.name}` : ""}`)],
    [style.bold(`Accuracy by ${division}`), levelTable(analysis, division)],
    ...gaps.map((gap) => [
      style.bold(`pass@k of COMP Zero-shot, ${gap.measure === "answer" ? "answer" : "answer and chain"}`),
      renderGaps(gap, parent!.name, run.name),
    ]),
    ...(errors[0]!.chains > 0 ? [[style.bold("Errors of COMP chains"), renderErrorProgress(errors[0]!)]] : []),
    ...(atoms && errorsOfKnown?.[0] && atoms.known.questions > 0
      ? [
          [
            style.bold(`COMP questions whose facts are all known, asked alone (${atomSummary(atoms)})`),
            renderErrorProgress(errorsOfKnown[0]),
          ],
        ]
      : []),
    ...(steps ? [[style.bold("COMP chains by training step, in %"), renderSteps(steps)]] : []),
    [style.bold("Diagnosis"), findings.map((finding) => renderFinding(finding, style)).join("\n")],
  ];
  return sections.map((lines) => lines.join("\n")).join("\n\n");
}

/** The mean over seeds, with the smallest and the largest. */
export function renderSeedGroup({ names, levels }: SeedGroup, style: Style): string {
  const rows = levels.map(({ skill, level, lenient, strict }) => [
    `${skill.toUpperCase()} ${levelNames[level]}`,
    formatInterval(lenient),
    formatShare(lenient.standardDeviation),
    formatInterval(strict),
    formatShare(strict.standardDeviation),
  ]);
  const columns = [right("answer"), right("±"), right("answer and chain"), right("±")];
  return [
    style.bold(`${names.length} seeds: ${names.join(", ")}`),
    renderTable([{ title: "" }, ...columns], rows),
    "Mean, smallest and largest, in %; ±: standard deviation.",
  ].join("\n");
}

const tableOf: Readonly<Record<Division, (tables: AccuracyTables) => readonly AccuracyRow[]>> = {
  hops: ({ hops }) => hops,
  boundary: ({ boundaries }) => boundaries,
  relation: ({ relations }) => relations,
  path: ({ paths }) => paths,
};

const keyNames: Readonly<Record<string, string>> = {
  "mem-ctx": "over MEM→CTX",
  "ctx-mem": "over CTX→MEM",
  same: "one skill",
};

function levelTable({ levels, tables }: RunAnalysis, division: Division): string {
  const rows = levels.flatMap((cell) => {
    const own = tables.find(({ skill, level }) => skill === cell.skill && level === cell.level);
    const name = `${cell.skill.toUpperCase()} ${levelNames[cell.level]}`;
    const parts = own ? tableOf[division](own) : [];
    return [accuracyCells(name, cell), ...parts.map((row) => accuracyCells(`  ${partName(row.key, division)}`, row))];
  });
  const columns = [right("questions"), right("answer"), right("answer and chain")];
  return [renderTable([{ title: "" }, ...columns], rows), "In %, greedy. [ ]: Wilson's 95 % interval."].join("\n");
}

const partName = (key: string, division: Division): string =>
  division === "hops" ? `${key} ${key === "1" ? "hop" : "hops"}` : (keyNames[key] ?? key);

const accuracyCells = (name: string, { questions, lenient, strict }: AccuracyRow): string[] => [
  name,
  String(questions),
  formatInterval(lenient),
  formatInterval(strict),
];

function atomSummary({ bySkill }: NonNullable<RunAnalysis["atoms"]>): string {
  return bySkill
    .map(({ skill, asked, accuracy }) => `${skill.toUpperCase()} ${formatInterval(accuracy)} % of ${asked}`)
    .join(", ");
}

function renderFinding(finding: Finding, style: Style): string {
  const { title, status, evidence: names, why, next } = findingTexts(finding);
  const paint = { holds: style.red, "does-not-hold": style.green, undecided: style.yellow }[finding.status];
  return [
    `${paint(status.padEnd("Does not hold".length))}  ${title}`,
    ...finding.evidence.map((evidence, i) => `  ${names[i]!}: ${describe(evidence)}`),
    ...(why === undefined ? [] : [`  Undecided: ${why}.`]),
    ...(next === undefined ? [] : [`  Next: ${next}`]),
  ].join("\n");
}

function describe({ kind, value, low, high, limit }: Evidence): string {
  const format = kind === "difference" ? formatDifference : formatShare;
  const side = limit ? `; asked: ${limit.side} ${formatShare(limit.threshold)} (${limit.key})` : "";
  return `${format(value)} [${format(low)}, ${format(high)}]${side}`;
}
