import { nearestPoint, unionOfX, type ChartModel } from "./series.ts";

type Cell = string | number | undefined;

const quote = (cell: Cell): string => {
  const text = cell === undefined ? "" : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** CSV as in RFC 4180: CRLF, quotes where needed, an empty field for an absent value. */
export function toCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((row) => `${row.map(quote).join(",")}\r\n`).join("");
}

/** A chart's values as a table: a row for every x, a column for every series. */
export function chartRows(chart: ChartModel): { header: string[]; rows: (number | undefined)[][] } {
  const header = [chart.xLabel, ...chart.series.map(({ name }) => name)];
  const rows = unionOfX(chart.series).map((x) => [
    x,
    ...chart.series.map(({ points }) => {
      const point = nearestPoint(points, x);
      return point?.x === x ? point.y : undefined;
    }),
  ]);
  return { header, rows };
}
