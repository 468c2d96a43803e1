import { formatCount } from "../format.ts";
import { next, titles } from "./finding-texts.ts";
import type { Evidence, Finding, Signature } from "./types.ts";

/** A number to judge by. */
export interface Reading extends Evidence {
  /** Of a difference: its standard deviation from question to question. */
  readonly spread?: number;
}

const z = 1.959963984540054;

/**
 * A signature that holds where every limit is passed by a whole interval, does not where any interval lies wholly on the
 * other side, and is undecided where one lies across its limit.
 */
export function judge(signature: Signature, readings: readonly Reading[]): Finding {
  const across = readings.filter((reading) => sideOf(reading) === "across");
  const status = readings.some((reading) => sideOf(reading) === "other")
    ? "does-not-hold"
    : across.length > 0
      ? "undecided"
      : "holds";
  return {
    signature,
    title: titles[signature],
    status,
    evidence: readings.map(withoutSpread),
    ...(status === "undecided" && { why: across.map(whyUndecided).join("; ") }),
    ...(status === "holds" && { next: next[signature] }),
  };
}

/** A signature that these runs cannot tell of. */
export function untold(signature: Signature, why: string, evidence: readonly Evidence[] = []): Finding {
  return { signature, title: titles[signature], status: "undecided", evidence, why };
}

function withoutSpread({ name, kind, value, low, high, limit }: Reading): Evidence {
  return { name, kind, value, low, high, ...(limit && { limit }) };
}

function sideOf({ low, high, limit }: Reading): "asked" | "other" | "across" {
  if (!limit) return "asked";
  const { side, threshold } = limit;
  if (side === "above") return low > threshold ? "asked" : high <= threshold ? "other" : "across";
  return high < threshold ? "asked" : low >= threshold ? "other" : "across";
}

/** With the number of trials at which the interval would end at the threshold, were the value to stay. */
function whyUndecided({ name, value, low, high, limit, spread }: Reading): string {
  const { threshold } = limit!;
  // Of a share, by the variance at the threshold, as in Wilson's interval.
  const deviation = spread ?? Math.sqrt(threshold * (1 - threshold));
  const trials = Math.ceil(((z * deviation) / Math.abs(value - threshold)) ** 2);
  const interval = `${percent(value)} [${percent(low)}–${percent(high)}]`;
  const remedy = Number.isFinite(trials) ? `; about ${formatCount(trials)} would decide, were it to stay there` : "";
  return `${name}: ${interval} lies across ${percent(threshold)} %${remedy}`;
}

const percent = (share: number): string =>
  (100 * share).toFixed(Math.abs(share) >= 0.0005 && Math.abs(share) < 0.05 ? 1 : 0);
