import { t } from "@vscode/l10n";
import type { AccuracyRow, AccuracyTables, Measure } from "../../../src/core/analysis/types.ts";
import { levelNames, levels, type Level, type Skill } from "../../../src/core/dataset/types.ts";
import type { PanelAnalysis } from "../../../src/protocol/analysis-panel.ts";
import type { Bar, BarsModel } from "../../shared/bars-model.ts";
import { skillNames, skillOrder } from "../../shared/names.ts";
import { boundaryNames } from "../../../src/core/analysis/error-names.ts";
import { analysisSeries, type AnalysisSeries } from "./series.ts";

export const divisionNames = {
  hops: t("Hops"),
  relations: t("Relations"),
  boundaries: t("Boundaries"),
  paths: t("Paths"),
} as const;
export type Division = keyof typeof divisionNames;

export const estimateOf = ({ lenient, strict }: AccuracyRow, measure: Measure) =>
  measure === "answer" ? lenient : strict;

/** An accuracy as a bar: "171 of 203". */
function accuracyBar(row: AccuracyRow | undefined, measure: Measure): Bar | undefined {
  if (row === undefined || row.questions === 0) return undefined;
  const { value, low, high } = estimateOf(row, measure);
  return { value, low, high, note: t("{0} of {1}", Math.round(value * row.questions), row.questions) };
}

export const measureNames: Readonly<Record<Measure, string>> = {
  answer: t("answer right"),
  chain: t("chain and answer right"),
};

const accuracyAxis = { format: "percent", most: 1 } as const;

/** Accuracy by skill and level, COMP first. */
export function levelBars(analysis: PanelAnalysis, measure: Measure): BarsModel {
  const series = analysisSeries(analysis);
  const cells = skillOrder.flatMap((skill) => levels.map((level) => ({ skill, level })));
  const groups = cells.map(({ skill, level }) => ({
    id: `${skill} ${level}`,
    label: `${skillNames[skill]} ${levelNames[level]}`,
    bars: series.map((one) =>
      accuracyBar(
        one.analysis.levels.find((row) => row.skill === skill && row.level === level),
        measure,
      ),
    ),
  }));
  return {
    id: `accuracy-levels-${measure}`,
    title: t("Accuracy by skill and level: {0}", measureNames[measure]),
    category: t("Skill and level"),
    ...accuracyAxis,
    series,
    groups: groups.filter(({ bars }) => bars.some((bar) => bar !== undefined)),
  };
}

/** Skills that the run was asked, COMP first. */
export const askedSkills = ({ run }: PanelAnalysis): Skill[] =>
  skillOrder.filter((skill) => run.levels.some((row) => row.skill === skill && row.questions > 0));

/** Levels of a skill that the run was asked. */
export const askedLevels = ({ run }: PanelAnalysis, skill: Skill): Level[] =>
  levels.filter((level) => run.levels.some((row) => row.skill === skill && row.level === level && row.questions > 0));

const tablesOf = ({ analysis }: AnalysisSeries, skill: Skill, level: Level | undefined): AccuracyTables | undefined =>
  analysis.tables.find((table) => table.skill === skill && table.level === level);

/** The rows of a division: what the run and the reference, in this order, have of each. */
function dividedRows(series: readonly AnalysisSeries[], skill: Skill, level: Level | undefined, division: Division) {
  const rows = series.map((one) => tablesOf(one, skill, level)?.[division] ?? []);
  const keys = new Set(rows.flatMap((own) => own.map(({ key }) => key)));
  return [...keys].map((key) => ({ key, rows: rows.map((own) => own.find((row) => row.key === key)) }));
}

const labelOf: Readonly<Record<Division, (key: string) => string>> = {
  hops: (key) => (key === "1" ? t("1 hop") : t("{0} hops", key)),
  relations: (key) => key,
  boundaries: (key) => boundaryNames[key as keyof typeof boundaryNames],
  paths: (key) => key,
};

/** Accuracy of a skill, divided: by hops in their order, by anything else the worst first. */
export function divisionBars(analysis: PanelAnalysis, { skill, level, division, measure }: DividedBy): BarsModel {
  const series = analysisSeries(analysis);
  const groups = dividedRows(series, skill, level, division).map(({ key, rows }) => ({
    id: key,
    label: labelOf[division](key),
    bars: rows.map((row) => accuracyBar(row, measure)),
  }));
  const worst = ({ bars }: { readonly bars: readonly (Bar | undefined)[] }) => bars[0]?.value ?? 2;
  const name = level === undefined ? skillNames[skill] : `${skillNames[skill]} ${levelNames[level]}`;
  return {
    id: `accuracy-${division}-${skill}${level === undefined ? "" : `-${level}`}-${measure}`,
    title: t("{0} by {1}: {2}", name, divisionNames[division].toLowerCase(), measureNames[measure]),
    category: divisionNames[division],
    ...accuracyAxis,
    series,
    groups:
      division === "hops"
        ? groups.sort((a, b) => Number(a.id) - Number(b.id))
        : groups.sort((a, b) => worst(a) - worst(b) || (a.id < b.id ? -1 : 1)),
  };
}

export interface DividedBy {
  readonly skill: Skill;
  readonly level: Level | undefined;
  readonly division: Division;
  readonly measure: Measure;
}
