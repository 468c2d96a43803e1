import { chartRows } from "./csv.ts";
import type { TextTable } from "./data-table.ts";
import { formatValue } from "./format.ts";
import type { ChartModel, ValueFormat } from "./series.ts";

/** A chart's values as they are read. */
export function chartTable(chart: ChartModel): TextTable {
  const { header, rows } = chartRows(chart);
  const formatOf = (column: number): ValueFormat =>
    column === 0 ? chart.xFormat : chart.isPath && column > 1 ? "number" : chart.yFormat;
  return {
    header,
    rows: rows.map((row) =>
      row.map((cell, column) => (typeof cell === "number" ? formatValue(cell, formatOf(column)) : (cell ?? ""))),
    ),
  };
}
