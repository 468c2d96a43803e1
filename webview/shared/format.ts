import { formatDuration } from "../../src/core/format.ts";
import type { ChartModel, ValueFormat } from "./series.ts";

/** 0.843 -> "84.3 %". */
export const formatPercent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** A difference of shares in points, signed: 0.12 -> "+12.0", with a true minus sign. */
export function formatPoints(difference: number): string {
  const rounded = (100 * Math.abs(difference)).toFixed(1);
  if (rounded === "0.0") return "±0.0";
  return `${difference > 0 ? "+" : "−"}${rounded}`;
}

const units = [
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
] as const;

/** 12,345 -> "12.3k". */
export function formatCompact(value: number): string {
  const unit = units.find(([size]) => Math.abs(value) >= size);
  if (unit === undefined) return formatNumber(value);
  return `${trimZeros((value / unit[0]).toFixed(1))}${unit[1]}`;
}

/** Four significant digits, no exponent between 0.001 and a million, no trailing zeros. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return formatScientific(value);
  if (Number.isInteger(value)) return String(value);
  return trimZeros(value.toPrecision(4));
}

/** 0.0005 -> "5e-4". */
export function formatScientific(value: number, decimals = 2): string {
  if (value === 0) return "0";
  const [mantissa, exponent] = value.toExponential(decimals).split("e") as [string, string];
  return `${trimZeros(mantissa)}e${exponent.replace("+", "")}`;
}

const trimZeros = (digits: string): string => (digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits);

const formats: Readonly<Record<ValueFormat, (value: number) => string>> = {
  number: formatNumber,
  percent: formatPercent,
  wholePercent: (share) => `${formatNumber(100 * share)} %`,
  scientific: (value) => formatScientific(value),
  compact: formatCompact,
  duration: formatDuration,
};

export const formatValue = (value: number, format: ValueFormat): string => formats[format](value);

/** As a chart's horizontal axis has it. */
export const formatX = (x: number, { xFormat, xNames }: Pick<ChartModel, "xFormat" | "xNames">): string =>
  xNames?.[x - 1] ?? formatValue(x, xFormat);

/** Of an axis, with as many digits as tell its ticks apart. */
export function formatTick(value: number, ticks: readonly number[], format: ValueFormat): string {
  if (format !== "scientific") return formatValue(value, format);
  const areApart = (decimals: number): boolean =>
    new Set(ticks.map((tick) => formatScientific(tick, decimals))).size === ticks.length;
  return formatScientific(value, [2, 3, 4].find(areApart) ?? 5);
}
