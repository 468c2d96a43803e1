import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import { readingsAt, type Cursor } from "./chart-cursor.ts";
import { formatValue, formatX } from "./format.ts";
import { drawSwatch, type DrawnSeries } from "./plot.ts";
import type { ChartModel } from "./series.ts";

const manual = t("Arrow keys read the values, plus and minus zoom y, Page Up and Page Down move it, Escape shows all.");

/** What a chart shows, in one sentence for screen readers. */
export function summary({ title, xLabel, yFormat }: ChartModel, series: readonly DrawnSeries[]): string {
  const latest = series.flatMap(({ name, points }) => {
    const last = points.at(-1);
    return last === undefined ? [] : [`${name} ${formatValue(last.y, yFormat)}`];
  });
  return t("{0} over {1}. Latest: {2}. {3}", title, xLabel, latest.join(", "), manual);
}

/** The values under the cursor, to be read aloud. */
export function spokenValues(chart: ChartModel, series: readonly DrawnSeries[], cursor: Cursor): string {
  const { xLabel, yFormat } = chart;
  const readings = readingsAt(series, cursor);
  const values = readings.map(({ series: { name }, point }) => `${name} ${formatValue(point.y, yFormat)}`);
  const [first] = readings;
  const step = chart.isPath && first?.point.step !== undefined ? [t("step {0}", first.point.step)] : [];
  return [...step, `${xLabel} ${formatX(first?.point.x ?? cursor.x, chart)}`, ...values].join(", ");
}

interface Place {
  /** Pixels into the drawing. */
  readonly left: number;
  /** Of the drawing. */
  readonly width: number;
}

/** The values under the cursor, smoothed and (in brackets) as measured, in a box beside it. */
export function tooltip(
  chart: ChartModel,
  series: readonly DrawnSeries[],
  cursor: Cursor,
  { left, width }: Place,
): TemplateResult {
  const { xLabel, yFormat, isPath } = chart;
  const place = left > width / 2 ? `right: ${width - left + 10}px` : `left: ${left + 10}px`;
  const readings = readingsAt(series, cursor);
  const step = isPath ? readings[0]?.point.step : undefined;
  return html`<div class="cursor" style="left: ${left}px"></div>
    <div class="tooltip" style=${place}>
      <div class="muted">
        ${step === undefined ? "" : t("step {0} · ", step)}${xLabel} ${formatX(readings[0]?.point.x ?? cursor.x, chart)}
      </div>
      ${readings.map(
        ({ series: { name, color, style }, point, measured }) =>
          html`<div class="value">
            ${drawSwatch({ color, style })}<span>${name}</span><b class="number">${formatValue(point.y, yFormat)}</b>
            ${
              measured === undefined
                ? nothing
                : html`<span class="muted number">(${formatValue(measured.y, yFormat)})</span>`
            }
          </div>`,
      )}
    </div>`;
}
