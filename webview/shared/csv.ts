import { t } from "@vscode/l10n";
import { nearestPoint, unionOfX, type ChartModel, type Point } from "./series.ts";

type Cell = string | number | undefined;

const quote = (cell: Cell): string => {
  const text = cell === undefined ? "" : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** CSV as in RFC 4180: CRLF, quotes where needed, an empty field for an absent value. */
export function toCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((row) => `${row.map(quote).join(",")}\r\n`).join("");
}

export interface ChartRows {
  readonly header: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A chart's values as a table: a row for every x, a column for every series, and two for the bounds of its band. */
export function chartRows(chart: ChartModel): ChartRows {
  return chart.isPath ? pathRows(chart) : lineRows(chart);
}

/** A row for every point of every series. */
const pathRows = ({ series, xLabel, title }: ChartModel): ChartRows => ({
  header: [xLabel, title, "step", "run"],
  rows: series.flatMap(({ name, points }) => points.map(({ x, y, step }) => [x, y, step, name])),
});

function lineRows(chart: ChartModel): ChartRows {
  const columns = chart.series.flatMap(({ name, points }) => {
    const of = (title: string, read: (point: Point) => number | undefined) => ({ title, points, read });
    const isBanded = points.some(({ low }) => low !== undefined);
    return [
      of(name, ({ y }) => y),
      ...(isBanded ? [of(t("{0}: low", name), ({ low }) => low), of(t("{0}: high", name), ({ high }) => high)] : []),
    ];
  });
  const rows = unionOfX(chart.series).map((x) => [
    chart.xNames?.[x - 1] ?? x,
    ...columns.map(({ points, read }) => {
      const point = nearestPoint(points, x);
      return point?.x === x ? read(point) : undefined;
    }),
  ]);
  return { header: [chart.xLabel, ...columns.map(({ title }) => title)], rows };
}
