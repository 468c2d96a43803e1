import { t } from "@vscode/l10n";
import type { LevelComparison, Measure } from "../../../src/core/analysis/types.ts";
import { levelNames, levels, type Level, type Skill } from "../../../src/core/dataset/types.ts";
import type { PanelAnalysis } from "../../../src/protocol/analysis-panel.ts";
import { passAtKAxes } from "../../shared/chart-axes.ts";
import { seriesColors, skillNames } from "../../shared/names.ts";
import type { ChartModel } from "../../shared/series.ts";
import { analysisSeries } from "./series.ts";

/** The levels of a skill that samples were drawn of. */
export const sampledLevels = ({ run, reference }: PanelAnalysis, skill: Skill): Level[] =>
  levels.filter((level) =>
    [run, reference].some((one) =>
      one?.passAtK.some((curve) => curve.skill === skill && curve.level === level && curve.points.length > 0),
    ),
  );

/** pass@k of the run and the reference with their bootstrap bands. */
export function passAtKChart(analysis: PanelAnalysis, skill: Skill, level: Level, measure: Measure): ChartModel {
  const series = analysisSeries(analysis).map(({ name, color, analysis: { passAtK } }, style) => {
    const curve = passAtK.find((one) => one.skill === skill && one.level === level && one.measure === measure);
    const points = (curve?.points ?? []).map(({ k, value, low, high }) => ({ x: k, y: value, low, high }));
    return { name, color, style, points };
  });
  return {
    id: `pass-at-k-${skill}-${level}-${measure}`,
    title: `${skillNames[skill]} ${levelNames[level]} pass@k`,
    ...passAtKAxes,
    series,
  };
}

/** How far the run is ahead of the reference at each k, with its interval and the line of no gap. */
export function gapChart({ skill, level, measure, gaps }: LevelComparison): ChartModel {
  const points = gaps.map(({ k, value, low, high }) => ({ x: k, y: value, low, high }));
  const tenths = (bound: number, round: (value: number) => number) => round(10 * bound) / 10;
  return {
    id: `pass-at-k-gap-${skill}-${level}-${measure}`,
    title: t("{0} {1}: gap", skillNames[skill], levelNames[level]),
    ...passAtKAxes,
    yDomain: [
      tenths(Math.min(0, ...gaps.map(({ low }) => low)), Math.floor),
      tenths(Math.max(0.1, ...gaps.map(({ high }) => high)), Math.ceil),
    ],
    yRule: 0,
    series: [{ name: t("run − reference"), color: seriesColors[3]!, style: 3, points }],
  };
}

export const comparisonOf = (
  { comparisons }: PanelAnalysis,
  skill: Skill,
  level: Level,
  measure: Measure,
): LevelComparison | undefined =>
  comparisons.find((one) => one.skill === skill && one.level === level && one.measure === measure);
