import type { Estimate } from "./types.ts";
import { wilsonInterval } from "./wilson.ts";

/** A share of independent trials with Wilson's interval; 0 of none, with the whole range. */
export function shareOf(successes: number, trials: number): Estimate {
  const value = trials === 0 ? 0 : successes / trials;
  return { value, ...wilsonInterval(value, trials) };
}
