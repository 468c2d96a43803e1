import * as Plot from "@observablehq/plot";
import { downsample } from "./downsample.ts";
import { formatValue } from "./format.ts";
import type { ChartModel, Point, Series } from "./series.ts";
import { smooth } from "./smoothing.ts";

/** How the user looks at a chart. */
export interface ChartView {
  readonly width: number;
  readonly height: number;
  readonly logY: boolean;
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

const isDrawable = (chart: ChartModel, logY: boolean) => (point: Point) =>
  (!logY || point.y > 0) && (chart.xScale !== "log2" || point.x > 0);

/** The series that are drawn, smoothed, without what a logarithm cannot show. */
export function drawnSeries(chart: ChartModel, { hidden, logY, smoothing }: ChartView): DrawnSeries[] {
  return chart.series
    .filter(({ name }) => !hidden.has(name))
    .map((series) => {
      const raw = series.points.filter(isDrawable(chart, logY));
      return { ...series, raw, points: chart.smoothable ? smooth(raw, smoothing) : raw };
    });
}

/** Which points carry a marker: evenly spaced, and in place while a live line grows (strides are powers of two). */
function markers(points: readonly Point[]): Point[] {
  const stride = 2 ** Math.max(0, Math.ceil(Math.log2(points.length / markersPerLine)));
  return points.filter((_, index) => index % stride === 0);
}

function seriesMarks({ points, raw, color, style }: DrawnSeries, { logY, width }: ChartView): Plot.Markish[] {
  const limit = pointsPerPixel * width;
  const line = downsample(points, limit);
  const stroke = { x: "x", y: "y", stroke: color } as const;
  const banded = line.filter(({ low }) => low !== undefined && (!logY || low > 0));
  return [
    ...(banded.length > 0
      ? [Plot.areaY(banded, { x: "x", y1: "low", y2: "high", fill: color, fillOpacity: 0.14 })]
      : []),
    ...(raw === points ? [] : [Plot.lineY(downsample(raw, limit), { ...stroke, strokeWidth: 1, strokeOpacity: 0.35 })]),
    Plot.lineY(line, { ...stroke, strokeWidth: 1.75, strokeDasharray: dash(style) }),
    Plot.dot(markers(points), { ...stroke, fill: pageColor, symbol: symbol(style), r: 3, strokeWidth: 1.5 }),
  ];
}

const plotStyle = {
  background: "none",
  fontFamily: "var(--vscode-font-family)",
  fontSize: "11px",
  overflow: "visible",
};

/** Draws a chart as SVG. Colours stay CSS variables, so a change of theme needs no redraw. */
export function drawChart(
  chart: ChartModel,
  view: ChartView,
  series: readonly DrawnSeries[],
): ReturnType<typeof Plot.plot> {
  const { width, height, logY } = view;
  const ticks = { color: axisColor, tickSize: 0 };
  const xTicks = chart.xScale === "log2" ? unionTicks(series) : Math.max(2, Math.round(width / 90));
  return Plot.plot({
    width,
    height,
    marginLeft: 52,
    marginRight: 14,
    marginTop: 8,
    marginBottom: 34,
    style: plotStyle,
    className: "plot",
    x: chart.xScale === "log2" ? { type: "log", base: 2 } : { type: "linear" },
    y: {
      type: logY ? "log" : "linear",
      ...(chart.yDomain !== undefined && !logY ? { domain: chart.yDomain } : { nice: !logY }),
    },
    marks: [
      Plot.gridY({ stroke: gridColor, strokeOpacity: 0.12, ticks: 5 }),
      Plot.axisY({
        ...ticks,
        label: null,
        ticks: 5,
        tickFormat: (value: number) => formatValue(value, tickFormat(chart)),
      }),
      Plot.axisX({
        ...ticks,
        label: chart.xLabel,
        labelArrow: "none",
        ticks: xTicks,
        tickFormat: (value: number) => formatValue(value, chart.xFormat),
      }),
      ...(chart.yRule === undefined || logY ? [] : [Plot.ruleY([chart.yRule], { stroke: axisColor })]),
      ...series.flatMap((one) => seriesMarks(one, view)),
    ],
  });
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
