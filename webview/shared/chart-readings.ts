import { html, nothing, type TemplateResult } from "lit";
import { formatValue } from "./format.ts";
import { drawSwatch, type DrawnSeries } from "./plot.ts";
import { nearestPoint, type ChartModel } from "./series.ts";

/** What a chart shows, in one sentence for screen readers. */
export function summary({ title, xLabel, yFormat }: ChartModel, series: readonly DrawnSeries[]): string {
  const latest = series.flatMap(({ name, points }) => {
    const last = points.at(-1);
    return last === undefined ? [] : [`${name} ${formatValue(last.y, yFormat)}`];
  });
  return `${title} over ${xLabel}. Latest: ${latest.join(", ")}. Arrow keys read the values.`;
}

/** The values at x, to be read aloud. */
export function spokenValues(
  { xLabel, xFormat, yFormat }: ChartModel,
  series: readonly DrawnSeries[],
  x: number,
): string {
  const values = series.flatMap(({ name, points }) => {
    const point = nearestPoint(points, x);
    return point === undefined ? [] : [`${name} ${formatValue(point.y, yFormat)}`];
  });
  return [`${xLabel} ${formatValue(x, xFormat)}`, ...values].join(", ");
}

/** The values at x, smoothed and (in brackets) as measured, in a box that stands `left` pixels into the drawing. */
export function tooltip(
  { xLabel, xFormat, yFormat }: ChartModel,
  series: readonly DrawnSeries[],
  x: number,
  left: number,
  width: number,
): TemplateResult {
  const place = left > width / 2 ? `right: ${width - left + 10}px` : `left: ${left + 10}px`;
  return html`<div class="cursor" style="left: ${left}px"></div>
    <div class="tooltip" style=${place}>
      <div class="muted">${xLabel} ${formatValue(x, xFormat)}</div>
      ${series.map(({ name, color, style, points, raw }) => {
        const point = nearestPoint(points, x);
        if (point === undefined) return nothing;
        const measured = raw === points ? undefined : nearestPoint(raw, x);
        return html`<div class="value">
          ${drawSwatch({ color, style })}<span>${name}</span><b class="number">${formatValue(point.y, yFormat)}</b>
          ${
            measured === undefined
              ? nothing
              : html`<span class="muted number">(${formatValue(measured.y, yFormat)})</span>`
          }
        </div>`;
      })}
    </div>`;
}
