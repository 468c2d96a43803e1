import { didYouMean } from "../curriculum/suggest.ts";
import { UserError } from "../errors.ts";
import { defaultThresholds, isCount, isPossible, isThreshold } from "./thresholds.ts";
import type { Thresholds } from "./types.ts";

/**
 * Thresholds as "key=value" gives them, over others.
 * @throws UserError where there is no such threshold or it cannot have that value.
 */
export function withThreshold(thresholds: Thresholds, text: string): Thresholds {
  const [, key = "", value = ""] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(text) ?? [];
  if (key === "") throw new UserError(`"${text}" sets no threshold; write it as key=value, such as gap=0.1.`);
  if (!isThreshold(key))
    throw new UserError(`There is no threshold "${key}": ${didYouMean(key, Object.keys(defaultThresholds))}`);
  const number = Number(value);
  if (value === "" || !isPossible(key, number))
    throw new UserError(
      `${key}=${value}: this threshold is ${isCount(key) ? "a whole number of at least 1" : "a share from 0 to 1"}.`,
    );
  return { ...thresholds, [key]: number };
}
