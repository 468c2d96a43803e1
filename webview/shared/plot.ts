import * as Plot from "@observablehq/plot";
import { whyLinear, type ChartAxes } from "./chart-view.ts";
import { downsample } from "./downsample.ts";
import { formatTick, formatX } from "./format.ts";
import type { ChartModel, Point, Series } from "./series.ts";
import { smooth } from "./smoothing.ts";

/** What a chart is drawn for. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly axes: ChartAxes;
}

/** Which lines, and how smooth. */
export interface LineView {
  /** Weight of the past in the moving average, 0 = none. */
  readonly smoothing: number;
  readonly hidden: ReadonlySet<string>;
}

/** A series as drawn: smoothed where that is asked for. */
export interface DrawnSeries extends Series {
  readonly raw: readonly Point[];
}

/** Points a line keeps for each pixel of width: the lowest and the highest there, so that nothing visible is lost. */
const pointsPerPixel = 2;
const markersPerLine = 8;

const dashes = ["none", "7 3", "2 3", "9 3 2 3", "none", "7 3", "2 3", "9 3 2 3"] as const;
const symbols = ["circle", "square", "triangle", "diamond2", "star", "plus", "times", "wye"] as const;

const dash = (style: number) => dashes[style % dashes.length]!;
const symbol = (style: number) => symbols[style % symbols.length]!;

const axisColor = "var(--vscode-descriptionForeground)";
const gridColor = "var(--vscode-foreground)";
const pageColor = "var(--vscode-editor-background)";

/** The series that are drawn, smoothed: of merged rows as much as the rows themselves would be. */
export function drawnSeries(
  { series, smoothable, isPath }: ChartModel,
  { hidden, smoothing }: LineView,
): DrawnSeries[] {
  return series
    .filter(({ name }) => !hidden.has(name))
    .map((one) => ({
      ...one,
      raw: one.points,
      points: smoothable ? smooth(one.points, smoothing ** (one.stride ?? 1), isPath) : one.points,
    }));
}

/** Which points carry a marker: evenly spaced, and in place while a live line grows (strides are powers of two). */
function markers(points: readonly Point[]): Point[] {
  const stride = 2 ** Math.max(0, Math.ceil(Math.log2(points.length / markersPerLine)));
  return points.filter((_, index) => index % stride === 0);
}

/** What lies beyond the bounds of y is cut off; else markers at the edge stay whole. */
const isZoomed = ({ yZoom }: ChartAxes): boolean => yZoom !== undefined;

/** A band is smoothed with its line, unless it tells the extremes of merged rows. */
function bandMarks(
  { points, raw, color, stride = 1 }: DrawnSeries,
  isLog: boolean,
  limit: number,
  clip: boolean,
): Plot.Markish[] {
  const banded = downsample(stride > 1 ? raw : points, limit).filter(
    ({ low }) => low !== undefined && (!isLog || low > 0),
  );
  if (banded.length === 0) return [];
  return [Plot.areaY(banded, { x: "x", y1: "low", y2: "high", fill: color, fillOpacity: 0.14, clip })];
}

function lineMarks(series: DrawnSeries, { width, axes }: Drawing, isLog: boolean): Plot.Markish[] {
  const { points, raw, color, style } = series;
  const clip = isZoomed(axes);
  const limit = pointsPerPixel * width;
  const stroke = { x: "x", y: "y", stroke: color, clip } as const;
  return [
    ...bandMarks(series, isLog, limit, clip),
    ...(raw === points ? [] : [Plot.lineY(downsample(raw, limit), { ...stroke, strokeWidth: 1, strokeOpacity: 0.35 })]),
    Plot.lineY(downsample(points, limit), { ...stroke, strokeWidth: 1.75, strokeDasharray: dash(style) }),
    Plot.dot(markers(points), { ...stroke, fill: pageColor, symbol: symbol(style), r: 3, strokeWidth: 1.5 }),
  ];
}

/** Measured values as dots, and the way through them in the order of training; its end carries the marker. */
function pathMarks({ points, raw, color, style }: DrawnSeries, { axes }: Drawing): Plot.Markish[] {
  const clip = isZoomed(axes);
  const stroke = { x: "x", y: "y", stroke: color, clip } as const;
  const end = { ...stroke, fill: color, symbol: symbol(style), r: 5, strokeWidth: 1.5 };
  return [
    Plot.dot(raw, { x: "x", y: "y", fill: color, fillOpacity: 0.6, r: 1.75, clip }),
    Plot.line(points, { ...stroke, strokeWidth: 1.5, strokeDasharray: dash(style) }),
    Plot.dot(points.slice(0, 1), { ...stroke, fill: pageColor, symbol: symbol(style), r: 4, strokeWidth: 1.5 }),
    Plot.dot(points.slice(-1), end),
  ];
}

const margins = { marginLeft: 52, marginRight: 14 };
const fontSize = 11;

const plotStyle = {
  background: "none",
  fontFamily: "var(--vscode-font-family)",
  fontSize: `${fontSize}px`,
  overflow: "visible",
};

function xScale({ xScale, xNames }: ChartModel, isLog: boolean): Plot.ScaleOptions {
  // Half a place at either end, for the names.
  if (xNames) return { type: "linear", domain: [0.5, xNames.length + 0.5] };
  if (xScale === "log2") return { type: "log", base: 2 };
  return { type: isLog ? "log" : "linear" };
}

function yScale({ yDomain }: ChartModel, { yZoom }: ChartAxes, isLog: boolean): Plot.ScaleOptions {
  const type = isLog ? "log" : "linear";
  if (yZoom !== undefined && (!isLog || yZoom[0] > 0)) return { type, domain: yZoom };
  return yDomain !== undefined && !isLog ? { type, domain: yDomain } : { type, nice: !isLog };
}

/** Draws a chart as SVG. Colours stay CSS variables, so a change of theme needs no redraw. */
export function drawChart(
  chart: ChartModel,
  drawing: Drawing,
  series: readonly DrawnSeries[],
): ReturnType<typeof Plot.plot> {
  const { width, height, axes } = drawing;
  const ticks = { color: axisColor, tickSize: 0 };
  const isLog = (axis: "x" | "y", wanted: boolean): boolean => wanted && whyLinear(series, axis) === undefined;
  const logY = isLog("y", axes.logY);
  return Plot.plot({
    width,
    height,
    ...margins,
    marginTop: 8,
    marginBottom: 34,
    style: plotStyle,
    className: "plot",
    x: xScale(chart, isLog("x", axes.logX)),
    y: yScale(chart, axes, logY),
    marks: [
      Plot.gridY({ stroke: gridColor, strokeOpacity: 0.12, ticks: 5 }),
      Plot.axisY({
        ...ticks,
        label: null,
        ticks: 5,
        tickFormat: (value: number, _: number, all: readonly number[] = [value]) =>
          formatTick(value, all, tickFormat(chart)),
      }),
      Plot.axisX({
        ...ticks,
        label: chart.xLabel,
        labelArrow: "none",
        ...xTicks(chart, drawing, series),
        tickFormat: (value: number) => formatX(value, chart),
      }),
      ...(chart.yRule === undefined || logY
        ? []
        : [Plot.ruleY([chart.yRule], { stroke: axisColor, clip: isZoomed(axes) })]),
      ...series.flatMap((one) => (chart.isPath ? pathMarks(one, drawing) : lineMarks(one, drawing, logY))),
    ],
  });
}

/** Those of names get the room there is, and an ellipsis. */
function xTicks({ xScale, xNames }: ChartModel, { width }: Drawing, series: readonly Series[]): Plot.AxisXOptions {
  if (xScale === "log2") return { ticks: unionTicks(series) };
  if (!xNames) return { ticks: Math.max(2, Math.round(width / 90)) };
  const room = (width - margins.marginLeft - margins.marginRight) / xNames.length;
  return { ticks: xNames.map((_, i) => i + 1), lineWidth: (0.95 * room) / fontSize, textOverflow: "ellipsis" };
}

const unionTicks = (series: readonly Series[]): number[] => [
  ...new Set(series.flatMap(({ points }) => points.map(({ x }) => x))),
];

const tickFormat = ({ yFormat }: ChartModel) => (yFormat === "percent" ? "wholePercent" : yFormat);

const swatches = new Map<string, Element>();

/** The legend's picture of a series: its line and marker. */
export function drawSwatch({ color, style }: Pick<Series, "color" | "style">): SVGSVGElement {
  const key = `${style} ${color}`;
  const drawn = swatches.get(key) ?? swatch(color, style);
  swatches.set(key, drawn);
  return drawn.cloneNode(true) as SVGSVGElement;
}

function swatch(color: string, style: number): Element {
  const line = [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
  ];
  const marker = { fill: pageColor, symbol: symbol(style), r: 3.5, strokeWidth: 1.5 };
  return Plot.plot({
    width: 30,
    height: 10,
    margin: 0,
    axis: null,
    style: plotStyle,
    className: "plot",
    x: { domain: [0, 1], insetLeft: 1, insetRight: 1 },
    marks: [
      Plot.line(line, { x: "x", y: "y", stroke: color, strokeWidth: 1.75, strokeDasharray: dash(style) }),
      Plot.dot([{ x: 0.5, y: 0 }], { x: "x", y: "y", stroke: color, ...marker }),
    ],
  });
}
