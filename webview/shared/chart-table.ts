import { chartRows } from "./csv.ts";
import type { TextTable } from "./data-table.ts";
import { formatValue } from "./format.ts";
import type { ChartModel } from "./series.ts";

/** A chart's values as they are read. */
export function chartTable(chart: ChartModel): TextTable {
  const { header, rows } = chartRows(chart);
  return {
    header,
    rows: rows.map(([x, ...values]) => [
      formatValue(x!, chart.xFormat),
      ...values.map((value) => (value === undefined ? "" : formatValue(value, chart.yFormat))),
    ]),
  };
}
