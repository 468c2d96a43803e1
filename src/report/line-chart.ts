import { chartTable } from "../../webview/shared/chart-table.ts";
import { downsample } from "../../webview/shared/downsample.ts";
import { formatValue } from "../../webview/shared/format.ts";
import type { ChartModel, Point, Series } from "../../webview/shared/series.ts";
import { smooth } from "../../webview/shared/smoothing.ts";
import { escape, figure } from "./markup.ts";
import { boundsOf, px, roundTicks } from "./scale.ts";

const size = { width: 460, height: 250 };
const plot = { left: 52, right: size.width - 12, top: 10, bottom: size.height - 38 };
/** Points that a line keeps: one or two a pixel. */
const mostPoints = 400;
const mostMarkers = 12;
const pastWeight = 0.8;

const dashes = ["", "7 3", "2 3", "9 3 2 3", "12 3", "4 2", "1 2", "6 2 1 2"];
/** Around a point, by the series' style. */
const markers: readonly ((x: number, y: number) => string)[] = [
  (x, y) => `M${px(x - 3)} ${px(y)}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0`,
  (x, y) => `M${px(x - 2.7)} ${px(y - 2.7)}h5.4v5.4h-5.4z`,
  (x, y) => `M${px(x)} ${px(y - 3.6)}l3.4 6h-6.8z`,
  (x, y) => `M${px(x)} ${px(y - 4)}l3 4l-3 4l-3 -4z`,
];

interface Scales {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** A chart of the panels as it stands in a report: with a legend, and without anything to click. */
export function lineChart(chart: ChartModel): string {
  const drawn = chart.series.map((series) => ({
    ...series,
    raw: downsample(series.points, mostPoints),
    points: downsample(chart.smoothable ? smooth(series.points, pastWeight) : series.points, mostPoints),
  }));
  const all = drawn.flatMap(({ raw }) => raw);
  const isLog = chart.xScale === "log2";
  const along = (value: number): number => (isLog ? Math.log2(value) : value);
  const [left, right] = boundsOf(all.map(({ x }) => along(x)));
  const [low, high] = chart.yDomain ?? boundsOf(all.flatMap(({ y, low: bottom = y, high: top = y }) => [bottom, top]));
  const scales: Scales = {
    x: (value) => plot.left + ((along(value) - left) / (right - left)) * (plot.right - plot.left),
    y: (value) =>
      plot.bottom - ((Math.min(high, Math.max(low, value)) - low) / (high - low)) * (plot.bottom - plot.top),
  };
  const xs = isLog ? [...new Set(all.map(({ x }) => x))] : roundTicks(left, right, 6);
  const marks = [
    ...roundTicks(low, high, 5).map((value) => yTick(value, chart, scales)),
    ...xs.map((value) => xTick(value, chart, scales)),
    `<text x="${plot.right}" y="${size.height - 6}" text-anchor="end" class="muted">${escape(chart.xLabel)}</text>`,
    ...(chart.yRule === undefined ? [] : [rule(scales.y(chart.yRule))]),
    ...drawn.map((series) => line(series, scales)),
  ];
  const svg = `<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escape(chart.title)}">${marks.join("")}</svg>`;
  const whole = { ...chart, series: chart.series.map((one, i) => ({ ...one, points: drawn[i]!.raw })) };
  return figure(chart.title, svg + legend(chart.series), chartTable(whole));
}

const yTick = (value: number, { yFormat }: ChartModel, { y }: Scales): string =>
  `<path d="M${plot.left} ${px(y(value))}H${plot.right}" class="grid"/><text x="${plot.left - 6}" y="${px(y(value) + 3.5)}" text-anchor="end" class="muted">${escape(formatValue(value, yFormat === "percent" ? "wholePercent" : yFormat))}</text>`;

const xTick = (value: number, { xFormat }: ChartModel, { x }: Scales): string =>
  `<text x="${px(x(value))}" y="${plot.bottom + 15}" text-anchor="middle" class="muted">${escape(formatValue(value, xFormat))}</text>`;

const rule = (y: number): string => `<path d="M${plot.left} ${px(y)}H${plot.right}" class="rule"/>`;

function line(series: Series & { readonly raw: readonly Point[] }, { x, y }: Scales): string {
  const { points, raw, color, style } = series;
  const at = (point: Point, value: number): string => `${px(x(point.x))} ${px(y(value))}`;
  const path = (drawn: readonly Point[]): string => drawn.map((point) => at(point, point.y)).join("L");
  const banded = points.filter(({ low }) => low !== undefined);
  const band =
    banded.length < 2
      ? ""
      : `<path d="M${banded.map((point) => at(point, point.high!)).join("L")}L${banded
          .toReversed()
          .map((point) => at(point, point.low!))
          .join("L")}Z" style="fill:${color}" opacity="0.15"/>`;
  const behind =
    raw.length === points.length && raw.every((point, i) => point.y === points[i]!.y)
      ? ""
      : `<path d="M${path(raw)}" class="line" style="stroke:${color}" stroke-width="1" opacity="0.35"/>`;
  const stride = Math.ceil(points.length / mostMarkers);
  const marker = markers[style % markers.length]!;
  const marked = points.filter((_, i) => i % stride === 0).map((point) => marker(x(point.x), y(point.y)));
  const dash = dashes[style % dashes.length]!;
  return points.length === 0
    ? ""
    : `${band}${behind}<path d="M${path(points)}" class="line" style="stroke:${color}" stroke-width="1.75"${dash && ` stroke-dasharray="${dash}"`}/><path d="${marked.join("")}" class="marker" style="stroke:${color}"/>`;
}

export function legend(series: readonly Pick<Series, "name" | "color" | "style">[]): string {
  const entries = series.map(({ name, color, style }) => {
    const dash = dashes[style % dashes.length]!;
    const marker = markers[style % markers.length]!(15, 5);
    return `<span><svg viewBox="0 0 30 10" width="30" height="10" aria-hidden="true"><path d="M0 5H30" class="line" style="stroke:${color}" stroke-width="1.75"${dash && ` stroke-dasharray="${dash}"`}/><path d="${marker}" class="marker" style="stroke:${color}"/></svg>${escape(name)}</span>`;
  });
  return `<div class="legend">${entries.join("")}</div>`;
}
