import { html, type TemplateResult } from "lit";
import { chartRows } from "./csv.ts";
import { formatValue } from "./format.ts";
import type { ChartModel } from "./series.ts";

/** A chart's values as a table, scrolling within the height that its drawing has. */
export function chartTable(chart: ChartModel, height: number): TemplateResult {
  const { header, rows } = chartRows(chart);
  const { title, xFormat, yFormat } = chart;
  return html`<div
    class="scroll as-table"
    style="height: ${height}px"
    tabindex="0"
    role="region"
    aria-label="${title} as a table"
  >
    <table>
      <thead>
        <tr>
          ${header.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([x, ...values]) =>
            html`<tr>
              <th scope="row">${formatValue(x!, xFormat)}</th>
              ${values.map((value) => html`<td>${value === undefined ? "" : formatValue(value, yFormat)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
