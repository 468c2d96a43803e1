import { t } from "@vscode/l10n";
import type { HeadEffect, HeadReport } from "../../../../src/core/analysis/probe-types.ts";
import type { Estimate } from "../../../../src/core/analysis/types.ts";
import { levelNames, type Level } from "../../../../src/core/dataset/types.ts";
import type { PanelHeads, PanelProbe } from "../../../../src/protocol/probe.ts";
import type { TextTable } from "../../../shared/data-table.ts";
import { formatPercent, formatPoints } from "../../../shared/format.ts";
import { skillNames } from "../../../shared/names.ts";
import { stageName } from "./representations.ts";

export type HeadStage = "before" | "after" | "shift";

/** A head in the map. */
export interface HeadCell {
  readonly layer: number;
  readonly head: number;
  readonly change: Estimate;
  /** Not by chance: below 0.05 after Holm's correction; of shifts, whose interval is not corrected, never. */
  readonly stands: boolean;
  readonly effect?: HeadEffect;
}

export interface HeadMap {
  readonly id: string;
  readonly title: string;
  readonly layers: number;
  readonly heads: number;
  /** By layer, then head. */
  readonly cells: readonly HeadCell[];
  readonly questions: number;
  /** Share of right answers with all heads; absent for shifts. */
  readonly baseline?: number;
}

/** A level of the skill that was asked, or all. */
export const reportOf = ({ reports }: PanelHeads, level: Level | undefined): HeadReport | undefined =>
  reports.find(({ after }) => after.level === level) ?? reports[0];

/** The stages there is a map of. */
export function stagesOf({ before, shifts }: HeadReport): readonly HeadStage[] {
  return [...(before ? (["before"] as const) : []), "after", ...(shifts ? (["shift"] as const) : [])];
}

/** @param stage one of `stagesOf` the report */
export function headMap(probe: PanelProbe, report: HeadReport, stage: HeadStage): HeadMap {
  const { skill, level, questions, measure } = report.after;
  const of = `${skillNames[skill]}${level === undefined ? "" : ` ${levelNames[level]}`}`;
  const what = measure === "answer" ? t("right answers") : t("right chains");
  const id = `heads-${skill}${level === undefined ? "" : `-${level}`}-${measure}-${stage}`;
  if (stage === "shift") {
    const cells = report.shifts!.map((shift) => ({ ...shift, stands: false }));
    const title = t("{0}: effect in {1} − in {2}, points", of, stageName(probe, "after"), stageName(probe, "before"));
    return { id, title, ...sizeOf(probe.run), cells, questions };
  }
  const table = stage === "before" ? report.before! : report.after;
  const cells = table.effects.map((effect) => ({ ...effect, stands: effect.adjustedP < 0.05, effect }));
  const title = t("{0}, {1}: {2} without a head − with all, points", of, stageName(probe, stage), what);
  const model = stage === "before" ? probe.reference! : probe.run;
  return { id, title, ...sizeOf(model), cells, questions: table.questions, baseline: table.baseline };
}

const sizeOf = ({ layers, heads }: PanelProbe["run"]) => ({ layers, heads });

export const headName = ({ layer, head }: Pick<HeadCell, "layer" | "head">): string =>
  t("Layer {0}, head {1}", layer + 1, head + 1);

/** "Layer 2, head 2: −49.0 points (95 %: −54.2 … −42.4); 12.0 % right without it; stands". */
export function spokenCell(cell: HeadCell): string {
  const { change, effect, stands } = cell;
  const interval = `95 %: ${formatPoints(change.low)} … ${formatPoints(change.high)}`;
  const rest = effect ? t("; {0} right without it", formatPercent(effect.accuracy)) : "";
  return t(
    "{0}: {1} points ({2}){3}{4}",
    headName(cell),
    formatPoints(change.value),
    interval,
    rest,
    stands ? t("; not by chance") : "",
  );
}

/** A row a head, the largest changes first. */
export function headTable({ cells }: HeadMap): TextTable {
  const hasEffect = cells.some(({ effect }) => effect !== undefined);
  return {
    header: [
      t("Head"),
      t("Change, points"),
      "95 %: low",
      "high",
      ...(hasEffect ? [t("Right without it"), t("Adjusted p")] : []),
    ],
    rows: cells
      .toSorted((a, b) => Math.abs(b.change.value) - Math.abs(a.change.value) || a.layer - b.layer || a.head - b.head)
      .map((cell) => [
        headName(cell),
        formatPoints(cell.change.value),
        formatPoints(cell.change.low),
        formatPoints(cell.change.high),
        ...(cell.effect ? [formatPercent(cell.effect.accuracy), cell.effect.adjustedP.toPrecision(2)] : []),
      ]),
  };
}

const csvHeader = ["layer", "head", "change", "low", "high", "accuracy", "adjusted_p"] as const;

/** Counted from 1, as they are named. */
export const headRows = ({ cells }: HeadMap) => ({
  header: csvHeader,
  rows: cells.map(({ layer, head, change, effect }) => [
    layer + 1,
    head + 1,
    change.value,
    change.low,
    change.high,
    effect?.accuracy,
    effect?.adjustedP,
  ]),
});
