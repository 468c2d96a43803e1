import type { Doubt, Evidence, Finding, Signature } from "./types.ts";

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
  const evidence = readings.map(withoutSpread);
  if (readings.some((reading) => sideOf(reading) === "other")) return { signature, status: "does-not-hold", evidence };
  const doubts = readings.filter((reading) => sideOf(reading) === "across").map(doubtOf);
  if (doubts.length > 0) return { signature, status: "undecided", evidence, doubts };
  return { signature, status: "holds", evidence };
}

/** A signature that these runs cannot tell of. */
export function untold(signature: Signature, doubt: Doubt, evidence: readonly Evidence[] = []): Finding {
  return { signature, status: "undecided", evidence, doubts: [doubt] };
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
function doubtOf(reading: Reading): Doubt {
  const { value, limit, spread } = reading;
  const { threshold } = limit!;
  // Of a share, by the variance at the threshold, as in Wilson's interval.
  const deviation = spread ?? Math.sqrt(threshold * (1 - threshold));
  const trials = Math.ceil(((z * deviation) / Math.abs(value - threshold)) ** 2);
  return { reason: "across", evidence: withoutSpread(reading), ...(Number.isFinite(trials) && { trials }) };
}
