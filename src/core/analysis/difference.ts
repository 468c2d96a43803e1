import type { Estimate } from "./types.ts";

/** The difference of two shares of different questions: Newcombe's (1998) 95 % interval, from those of Wilson. */
export function differenceOf(a: Estimate, b: Estimate): Estimate {
  const value = a.value - b.value;
  return {
    value,
    low: value - Math.hypot(a.value - a.low, b.high - b.value),
    high: value + Math.hypot(a.high - a.value, b.value - b.low),
  };
}
