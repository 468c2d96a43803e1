import { t } from "@vscode/l10n";
import { levelNames, levels, skills } from "../../../src/core/dataset/types.ts";
import { formatCount } from "../../../src/core/format.ts";
import type { TextTable } from "../../shared/data-table.ts";
import { formatPercent } from "../../shared/format.ts";
import { skillNames } from "../../shared/names.ts";
import { share, tally, type Shade } from "./accuracy.ts";
import { coverageNames, coverageState, type CoverageMatrix } from "./coverage.ts";
import type { Flow } from "./flow.ts";
import { arrow, type PathRow } from "./paths.ts";
import { pathShare } from "./sorting.ts";

type Cell = string | number | undefined;

/** A chart's or a list's values as a table, for reading and for CSV. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** How many of the last columns are shares, 0 … 1. */
  readonly shares: number;
}

/** As it is read: shares as percentages, gaps as dashes. */
export const tableText = ({ header, rows, shares }: Table): TextTable => ({
  header,
  rows: rows.map((row) => row.map((cell, column) => cellText(cell, column >= header.length - shares))),
});

function cellText(cell: Cell, isShare: boolean): string {
  if (cell === undefined) return "–";
  if (typeof cell === "string") return cell;
  return isShare ? formatPercent(cell) : formatCount(cell);
}

const accuracyHeader = ({ run, measure }: Shade): string =>
  `${run}: ${measure === "correct" ? t("accuracy") : t("strict accuracy")}`;

const total = (paths: readonly PathRow[], split: "train" | "test"): number =>
  paths.reduce((sum, { questions }) => sum + questions[split], 0);

export function pathTable(rows: readonly PathRow[], shades: readonly Shade[]): Table {
  return {
    shares: shades.length,
    header: [
      ...[t("path"), t("relations"), t("hops"), t("skill"), t("level"), t("training questions"), t("test questions")],
      ...shades.map(accuracyHeader),
    ],
    rows: rows.map((row) => [
      row.id,
      row.names.join(arrow),
      row.relations.length,
      skillNames[row.skill],
      levelNames[row.level],
      row.questions.train,
      row.questions.test,
      ...shades.map((shade) => pathShare(row, shade)),
    ]),
  };
}

export function flowTable({ columns }: Flow, shade: Shade | undefined): Table {
  const cells = skills.flatMap((skill) => levels.map((level) => ({ skill, level })));
  return {
    shares: shade === undefined ? 0 : 1,
    header: [
      ...[t("hop"), t("relation"), t("paths"), t("training questions"), t("test questions")],
      ...cells.map(({ skill, level }) => t("{0} {1} paths", skillNames[skill], levelNames[level])),
      ...(shade === undefined ? [] : [accuracyHeader(shade)]),
    ],
    rows: columns
      .flat()
      .map(({ hop, name, paths }) => [
        hop + 1,
        name,
        paths.length,
        total(paths, "train"),
        total(paths, "test"),
        ...cells.map((cell) => paths.filter((path) => path.skill === cell.skill && path.level === cell.level).length),
        ...(shade === undefined ? [] : [share(tally(paths, shade))]),
      ]),
  };
}

/** Every cell, those without a path too: a gap is what a coverage is looked at for. */
export function coverageTable({ kind, rows, columns, cells }: CoverageMatrix, shade: Shade | undefined): Table {
  const byPlace = new Map(cells.map((cell) => [cell.row * columns.length + cell.column, cell]));
  const empty = { paths: [], train: 0, test: 0 };
  return {
    shares: shade === undefined ? 0 : 1,
    header: [
      ...[
        t("relation"),
        kind === "pair" ? t("next relation") : t("hop"),
        t("coverage"),
        t("paths"),
        t("in training"),
        t("in tests"),
      ],
      ...(shade === undefined ? [] : [accuracyHeader(shade)]),
    ],
    rows: rows.flatMap((row, r) =>
      columns.map((column, c) => {
        const { paths, train, test } = byPlace.get(r * columns.length + c) ?? empty;
        const state = coverageNames[coverageState({ train, test })];
        const accuracy = shade === undefined ? [] : [share(tally(paths, shade))];
        return [row.label, column.label, state, paths.length, train, test, ...accuracy];
      }),
    ),
  };
}
