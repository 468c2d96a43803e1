import { nothing, svg, type SVGTemplateResult } from "lit";
import { longestBar, type Bar, type BarsModel } from "./bars-model.ts";
import { formatValue } from "./format.ts";

const foreground = "var(--vscode-foreground)";
const muted = "var(--vscode-descriptionForeground)";
const page = "var(--vscode-editor-background)";

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface BarsPicture {
  readonly width: number;
  readonly height: number;
  /** Where each group answers to the pointer. */
  readonly places: readonly Box[];
  readonly marks: readonly SVGTemplateResult[];
}

const barSize = 11;
const groupGap = 9;
const longestLabel = 190;
/** Of the labels' letters at 11 px, on average. */
const letterWidth = 6.1;
const valuesWidth = 128;

/** The first series is solid, the second hatched: they are told apart without colour. */
export const barFill = (series: number, color: string): string => (series === 0 ? color : `url(#rc-bar-${series})`);

export const barPatterns = (colors: readonly string[]): SVGTemplateResult =>
  svg`<defs>${colors.map((color, series) =>
    series === 0
      ? nothing
      : svg`<pattern id="rc-bar-${series}" width="5" height="5" patternUnits="userSpaceOnUse">
          <rect width="5" height="5" fill=${color} fill-opacity="0.18" />
          <path d="M-1 1L1 -1M0 5L5 0M4 6L6 4" stroke=${color} stroke-width="1.4" /></pattern>`,
  )}</defs>`;

const barRect = ({ x, y, width, height }: Box, series: number, color: string): SVGTemplateResult =>
  svg`<rect x=${x} y=${y} width=${Math.max(0, width)} height=${Math.max(0, height)} rx="1.5" fill=${barFill(series, color)}
    stroke=${series === 0 ? "none" : color} stroke-width="0.75" />`;

/** A line over a bar from the lower to the upper bound, legible on the bar and beside it. */
const whisker = (path: string): SVGTemplateResult =>
  svg`<path d=${path} stroke=${page} stroke-width="3.5" fill="none" /><path d=${path} stroke=${foreground} stroke-width="1.25" fill="none" />`;

const shorten = (label: string, width: number): string => {
  const room = Math.floor(width / letterWidth);
  return label.length <= room ? label : `${label.slice(0, room - 1)}…`;
};

/** Bars from left to right, a row each, their values beside them. */
export function barsAcross(model: BarsModel, width: number): BarsPicture {
  const { series, groups } = model;
  const labels = Math.min(longestLabel, 14 + letterWidth * Math.max(0, ...groups.map(({ label }) => label.length)));
  const plot = { left: labels, width: Math.max(40, width - labels - valuesWidth) };
  const scale = (value: number): number => plot.left + (plot.width * Math.min(value, longest)) / longest;
  const longest = longestBar(model);
  const groupHeight = series.length * (barSize + 3) + groupGap;
  const places = groups.map((_, group) => ({ x: 0, y: group * groupHeight, width, height: groupHeight }));
  const row = (bar: Bar | undefined, index: number, top: number): SVGTemplateResult => {
    const y = top + groupGap / 2 + index * (barSize + 3);
    const middle = y + barSize / 2;
    const at = plot.left + plot.width + 8;
    if (bar === undefined) return svg`<text x=${at} y=${middle} dy="0.35em" fill=${muted}>–</text>`;
    const box = { x: plot.left, y, width: scale(bar.value) - plot.left, height: barSize };
    return svg`${barRect(box, index, series[index]!.color)}
      ${bar.low === undefined || bar.high === undefined ? nothing : whisker(`M${scale(bar.low)} ${middle}H${scale(bar.high)}`)}
      <text x=${at} y=${middle} dy="0.35em" fill=${foreground}>${formatValue(bar.value, model.format)}
        <tspan dx="4" fill=${muted}>${bar.note}</tspan></text>`;
  };
  const height = groups.length * groupHeight + 18;
  return {
    width,
    height,
    places,
    marks: [
      acrossGrid(model, plot, height - 16),
      ...groups.map(({ label, bars }, group) => {
        const { y } = places[group]!;
        const middle = y + groupHeight / 2;
        return svg`<text x=${labels - 10} y=${middle} dy="0.35em" text-anchor="end" fill=${foreground}><title>${label}</title>${shorten(label, labels - 10)}</text>
          ${series.map((_, index) => row(bars[index], index, y))}`;
      }),
    ],
  };
}

const gridShares = [0, 0.25, 0.5, 0.75, 1];
/** Where fewer ticks have room. */
const fewShares = [0, 0.5, 1];
const roomyWidth = 180;

function acrossGrid(
  model: BarsModel,
  { left, width }: { readonly left: number; readonly width: number },
  bottom: number,
): SVGTemplateResult {
  const longest = longestBar(model);
  return svg`${(width < roomyWidth ? fewShares : gridShares).map((share) => {
    const x = left + share * width;
    return svg`<path d="M${x} 0V${bottom}" stroke=${foreground} stroke-opacity=${share === 0 ? 0.5 : 0.12} />
      <text x=${x} y=${bottom + 13} text-anchor="middle" font-size="10" fill=${muted}>${tick(share * longest, model)}</text>`;
  })}`;
}

const tick = (value: number, { format }: BarsModel): string =>
  format === "percent" ? `${Math.round(100 * value)} %` : formatValue(Math.round(10 * value) / 10, format);

const uprightHeight = 200;
const uprightTop = 30;
const uprightLeft = 44;

/** Bars that stand beside each other, for groups that have an order of their own. */
export function barsUpright(model: BarsModel, width: number): BarsPicture {
  const { series, groups, divider } = model;
  const longest = longestBar(model);
  const bottom = uprightTop + uprightHeight;
  const scale = (value: number): number => bottom - (uprightHeight * Math.min(value, longest)) / longest;
  const slot = (width - uprightLeft - 4) / Math.max(1, groups.length);
  const size = Math.min(46, (slot - 14) / series.length);
  const places = groups.map((_, group) => ({
    x: uprightLeft + group * slot,
    y: uprightTop,
    width: slot,
    height: uprightHeight + 22,
  }));
  const column = (bar: Bar | undefined, index: number, { x }: Box): SVGTemplateResult | typeof nothing => {
    if (bar === undefined) return nothing;
    const left = x + slot / 2 + (index - series.length / 2) * size;
    const top = scale(bar.value);
    const middle = left + size / 2;
    const text = Math.min(top, bar.high === undefined ? top : scale(bar.high)) - 5;
    return svg`${barRect({ x: left + 1, y: top, width: size - 2, height: bottom - top }, index, series[index]!.color)}
      ${bar.low === undefined || bar.high === undefined ? nothing : whisker(`M${middle} ${scale(bar.low)}V${scale(bar.high)}`)}
      <text x=${middle} y=${text} text-anchor="middle" font-size="10" fill=${foreground}>${tick(bar.value, model)}</text>`;
  };
  return {
    width,
    height: bottom + 24,
    places,
    marks: [
      svg`${gridShares.map((share) => {
        const y = bottom - share * uprightHeight;
        return svg`<path d="M${uprightLeft} ${y}H${width}" stroke=${foreground} stroke-opacity=${share === 0 ? 0.5 : 0.12} />
          <text x=${uprightLeft - 6} y=${y} dy="0.35em" text-anchor="end" font-size="10" fill=${muted}>${tick(share * longest, model)}</text>`;
      })}`,
      divider === undefined ? svg`` : dividerMark(divider, uprightLeft + divider.behind * slot, bottom),
      ...groups.map(({ label, bars }, group) => {
        const place = places[group]!;
        return svg`${series.map((_, index) => column(bars[index], index, place))}
          <text x=${place.x + slot / 2} y=${bottom + 15} text-anchor="middle" fill=${foreground}>${shorten(label, slot)}</text>`;
      }),
    ],
  };
}

const dividerMark = ({ labels }: NonNullable<BarsModel["divider"]>, x: number, bottom: number): SVGTemplateResult =>
  svg`<path d="M${x} 4V${bottom}" stroke=${muted} stroke-dasharray="4 3" />
    <text x=${x - 6} y="12" text-anchor="end" font-size="10" fill=${muted}>${labels[0]}</text>
    <text x=${x + 6} y="12" font-size="10" fill=${muted}>${labels[1]}</text>`;
