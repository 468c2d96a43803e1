import { t } from "@vscode/l10n";
import type {
  Crossover,
  SweepAnalysis,
  SweepCell,
  SweepCurve,
  SweepPoint,
} from "../../src/core/analysis/sweep/types.ts";
import { verdictText } from "../../src/core/analysis/sweep/verdict-text.ts";
import type { Measure } from "../../src/core/analysis/types.ts";
import { levelNames, levels, type Level, type Skill } from "../../src/core/dataset/types.ts";
import { formatPercent, formatPoints } from "../shared/format.ts";
import { seriesColors, skillNames, skillOrder } from "../shared/names.ts";
import type { ChartModel } from "../shared/series.ts";

/** The skills that were asked. */
export const askedSkills = ({ curves }: SweepAnalysis): Skill[] =>
  skillOrder.filter((skill) =>
    curves.some(({ points }) => points.some(({ cells }) => cellsOf(cells, skill).length > 0)),
  );

const cellsOf = (cells: readonly SweepCell[], skill: Skill, level?: Level): SweepCell[] =>
  cells.filter((cell) => cell.skill === skill && (level === undefined || cell.level === level));

const bandOf = (cell: SweepCell, measure: Measure) => (measure === "answer" ? cell.lenient : cell.strict);

/** A chart a level: right answers of each run over the setting. */
export function sweepCharts(analysis: SweepAnalysis, skill: Skill, measure: Measure): ChartModel[] {
  const { setting, values, curves } = analysis;
  const areNumbers = values.every(({ number }) => number !== undefined);
  return levels.map((level) => ({
    id: `sweep-${skill}-${level}-${measure}`,
    title: `${skillNames[skill]} ${levelNames[level]}`,
    xLabel: setting,
    xFormat: "number",
    xScale: "linear",
    ...(!areNumbers && { xNames: values.map(({ text }) => text) }),
    yFormat: "percent",
    yDomain: [0, 1],
    emptyText: t("No run was asked this."),
    smoothable: false,
    series: curves.map(({ name, points }, i) => ({
      name,
      color: seriesColors[i % seriesColors.length]!,
      style: i,
      points: points.flatMap(({ value, cells }) =>
        cellsOf(cells, skill, level).map((cell) => {
          const { value: y, low, high } = bandOf(cell, measure);
          return { x: values[value]!.number ?? value + 1, y, low, high };
        }),
      ),
    })),
  }));
}

/** A run at a value of the setting, as a row of the table. */
export interface SweepRow {
  readonly curve: string;
  readonly value: string;
  readonly runs: SweepPoint["runs"];
  /** By level: "54.0 % [44.0 %, 64.0 %]"; "–" where it was not asked. */
  readonly cells: readonly string[];
  readonly verdicts: string;
}

/** The header of the table and of its file, and its rows; a run that the setting does not touch has one. */
export function sweepRows({ values, curves }: SweepAnalysis, skill: Skill, measure: Measure): SweepRow[] {
  return curves.flatMap(({ name, isFlat, points }: SweepCurve) =>
    (isFlat ? points.slice(0, 1) : points).map((point) => ({
      curve: name,
      value: isFlat ? t("any") : values[point.value]!.text,
      runs: point.runs,
      cells: levels.map((level) => {
        const [cell] = cellsOf(point.cells, skill, level);
        if (!cell) return "–";
        const { value, low, high } = bandOf(cell, measure);
        return `${formatPercent(value)} [${formatPercent(low)}, ${formatPercent(high)}]`;
      }),
      verdicts: verdictText(point),
    })),
  );
}

/** Where one run overtakes another, in a sentence or two. */
export function crossoverText(crossover: Crossover, { setting, values }: SweepAnalysis): string {
  const { ahead, behind, from, after, meet, difference, seeds, zeroShot } = crossover;
  const sentences = [
    t(
      "{0} is ahead of {1} on COMP I.I.D. from {2} = {3} on: {4} points",
      ahead,
      behind,
      setting,
      values[from]!.text,
      interval(difference),
    ),
    seeds.of > 1 ? t(", in {0} of {1} seeds", seeds.ahead, seeds.of) : "",
    after === undefined ? "" : t("; at {0} it was clearly behind", values[after]!.text),
    meet === undefined ? "" : t("; the means meet near {0}", Number(meet.toPrecision(3))),
    ".",
  ].join("");
  if (!zeroShot) return sentences;
  const words =
    zeroShot.difference.high < 0 ? t("it fails") : zeroShot.difference.low > 0 ? t("it leads too") : t("undecided");
  return t(
    "{0} On Zero-shot {1}: {2} and {3}, {4} points.",
    sentences,
    words,
    formatPercent(zeroShot.ahead.value),
    formatPercent(zeroShot.behind.value),
    interval(zeroShot.difference),
  );
}

const interval = ({ value, low, high }: Crossover["difference"]): string =>
  `${formatPoints(value)} [${formatPoints(low)}, ${formatPoints(high)}]`;
