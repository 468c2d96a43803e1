import { barTable, longestBar, type Bar, type BarsModel } from "../../webview/shared/bars-model.ts";
import { formatValue } from "../../webview/shared/format.ts";
import { escape, figure } from "./markup.ts";
import { px } from "./scale.ts";

const width = 460;
const rowHeight = 15;
const gap = 10;
const labels = 165;
const values = 120;
const plotWidth = width - labels - values;
/** The table has all. */
const mostGroups = 24;

/** Bars of the panels as they stand in a report. The second series is hatched, so that colour is not needed. */
export function barChart(model: BarsModel): string {
  const { series, groups, title } = model;
  const longest = longestBar(model);
  const scale = (value: number): number => labels + (plotWidth * Math.min(value, longest)) / longest;
  const groupHeight = series.length * rowHeight + gap;
  const drawn = groups.slice(0, mostGroups);
  const height = drawn.length * groupHeight + 18;
  const bar = (own: Bar | undefined, index: number, top: number): string => {
    const y = top + gap / 2 + index * rowHeight;
    const middle = y + rowHeight / 2 - 1;
    const text = labels + plotWidth + 6;
    if (!own) return `<text x="${text}" y="${px(middle + 3.5)}" class="muted">–</text>`;
    const { color } = series[index]!;
    const fill = index === 0 ? color : `url(#${patternId(model, index)})`;
    const interval =
      own.low === undefined || own.high === undefined
        ? ""
        : `<path d="M${px(scale(own.low))} ${px(middle)}H${px(scale(own.high))}" class="whisker"/>`;
    return `<rect x="${labels}" y="${px(y)}" width="${px(scale(own.value) - labels)}" height="${rowHeight - 3}" style="fill:${fill};stroke:${color}" stroke-width="0.75"/>${interval}<text x="${text}" y="${px(middle + 3.5)}">${escape(formatValue(own.value, model.format))} <tspan class="muted">${escape(own.note)}</tspan></text>`;
  };
  const marks = [
    ...[0, 0.25, 0.5, 0.75, 1].map((share) => {
      const x = px(labels + share * plotWidth);
      const shown =
        model.format === "percent"
          ? `${Math.round(100 * share * longest)} %`
          : formatValue(share * longest, model.format);
      return `<path d="M${x} 0V${height - 16}" class="grid"/><text x="${x}" y="${height - 4}" text-anchor="middle" class="muted">${escape(shown)}</text>`;
    }),
    ...drawn.map(({ label, bars }, group) => {
      const top = group * groupHeight;
      return `<text x="${labels - 8}" y="${px(top + groupHeight / 2 + 3.5)}" text-anchor="end">${escape(shorten(label))}</text>${series.map((_, i) => bar(bars[i], i, top)).join("")}`;
    }),
  ];
  const svg = `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(title)}">${patterns(model)}${marks.join("")}</svg>`;
  return figure(title, svg + legend(model), barTable(model));
}

const patternId = ({ id }: BarsModel, index: number): string => `hatch-${id}-${index}`;

function patterns(model: BarsModel): string {
  const hatched = model.series.map(({ color }, index) =>
    index === 0
      ? ""
      : `<pattern id="${patternId(model, index)}" width="5" height="5" patternUnits="userSpaceOnUse"><path d="M-1 1L1 -1M0 5L5 0M4 6L6 4" style="stroke:${color}" stroke-width="1.4"/></pattern>`,
  );
  return `<defs>${hatched.join("")}</defs>`;
}

function legend(model: BarsModel): string {
  const entries = model.series.map(({ name, color }, index) => {
    const fill = index === 0 ? color : `url(#${patternId(model, index)})`;
    return `<span><svg viewBox="0 0 30 10" width="30" height="10" aria-hidden="true"><rect x="0.5" y="0.5" width="29" height="9" style="fill:${fill};stroke:${color}"/></svg>${escape(name)}</span>`;
  });
  return `<div class="legend">${entries.join("")}</div>`;
}

const longestLabel = 26;
const shorten = (label: string): string =>
  label.length <= longestLabel ? label : `${label.slice(0, longestLabel - 1)}…`;
