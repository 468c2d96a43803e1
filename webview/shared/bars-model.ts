import { t } from "@vscode/l10n";
import type { Estimate } from "../../src/core/analysis/types.ts";
import type { TextTable } from "./data-table.ts";
import { formatValue } from "./format.ts";
import type { ValueFormat } from "./series.ts";

export interface Bar extends Partial<Pick<Estimate, "low" | "high">> {
  readonly value: number;
  /** What the value is a share of: "12 of 200". */
  readonly note: string;
}

export interface BarGroup {
  readonly id: string;
  readonly label: string;
  /** In the order of the series; undefined where one has no value. */
  readonly bars: readonly (Bar | undefined)[];
}

export interface BarSeries {
  readonly name: string;
  readonly color: string;
}

/** What a chart of bars shows: groups of bars, one a series. */
export interface BarsModel {
  readonly id: string;
  readonly title: string;
  /** What the groups are: "Hops". */
  readonly category: string;
  readonly format: ValueFormat;
  /** The end of the axis of values, where it is not the data's. */
  readonly most?: number;
  readonly series: readonly BarSeries[];
  readonly groups: readonly BarGroup[];
  /** A line behind the group of this position, and what it parts. */
  readonly divider?: { readonly behind: number; readonly labels: readonly [string, string] };
}

/** Ends of an axis whose quarters are round. */
const roundEnds = [1, 2, 4, 6, 8] as const;

/** The end of the axis of values. */
export function longestBar({ most, groups }: BarsModel): number {
  if (most !== undefined) return most;
  const longest = Math.max(0, ...groups.flatMap(({ bars }) => bars.map((bar) => bar?.high ?? bar?.value ?? 0)));
  if (longest === 0) return 1;
  const size = 10 ** Math.floor(Math.log10(longest));
  return (roundEnds.find((end) => end * size >= longest) ?? 10) * size;
}

/** "COMP: run 84.3 % (171 of 203; 95 %: 78.7 % – 88.6 %), reference 54.0 % (…)", to be read aloud. */
export function spokenGroup({ series, format }: BarsModel, { label, bars }: BarGroup): string {
  const values = series.flatMap(({ name }, index) => {
    const bar = bars[index];
    return bar === undefined ? [] : [`${name} ${formatValue(bar.value, format)} (${details(bar, format)})`];
  });
  return `${label}: ${values.join(", ")}`;
}

/** "171 of 203; 95 %: 78.7 % – 88.6 %". */
export function details({ note, low, high }: Bar, format: ValueFormat): string {
  if (low === undefined || high === undefined) return note;
  return `${note}; 95 %: ${formatValue(low, format)} – ${formatValue(high, format)}`;
}

/** The columns of a chart's table: of each series its value, its interval where there is one, and its counts. */
function columns({ series, groups }: BarsModel) {
  return series.flatMap(({ name }, index) => {
    const hasInterval = groups.some(({ bars }) => bars[index]?.low !== undefined);
    const of = (title: string, read: (bar: Bar) => number | string | undefined) => ({ title, index, read });
    return [
      of(name, ({ value }) => value),
      ...(hasInterval ? [of(t("{0}: low", name), ({ low }) => low), of(t("{0}: high", name), ({ high }) => high)] : []),
      of(t("{0}: counts", name), ({ note }) => note),
    ];
  });
}

/** A row a group; numbers as they are. */
export function barRows(model: BarsModel): {
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | number | undefined)[])[];
} {
  const all = columns(model);
  return {
    header: [model.category, ...all.map(({ title }) => title)],
    rows: model.groups.map(({ label, bars }) => [
      label,
      ...all.map(({ index, read }) => {
        const bar = bars[index];
        return bar && read(bar);
      }),
    ]),
  };
}

/** The same as it is read. */
export function barTable(model: BarsModel): TextTable {
  const { header, rows } = barRows(model);
  const cell = (value: string | number | undefined): string =>
    typeof value === "number" ? formatValue(value, model.format) : (value ?? "–");
  return { header, rows: rows.map((row) => row.map(cell)) };
}
