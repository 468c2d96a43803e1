import { createRandom } from "../random.ts";
import type { Estimate } from "./types.ts";
import { wilsonInterval } from "./wilson.ts";

/** Sets of questions drawn anew; more would move a bound by less than a tenth of the interval's width. */
const replicates = 1000;

const tail = 0.025;

/**
 * The means of several quantities over questions drawn with replacement, the same questions for all of them, so that
 * differences and slopes of the means keep their pairing.
 * @param columns [quantity][question]
 * @returns [quantity][replicate]; the same for the same seed
 */
export function bootstrapMeans(columns: readonly Float64Array[], seed: string): Float64Array[] {
  const questions = columns[0]?.length ?? 0;
  const random = createRandom(0, "bootstrap", seed);
  const means = columns.map(() => new Float64Array(replicates));
  const times = new Uint32Array(questions);
  for (let replicate = 0; replicate < replicates; replicate++) {
    times.fill(0);
    for (let draw = 0; draw < questions; draw++) times[random.integer(questions)]!++;
    columns.forEach((column, i) => {
      let sum = 0;
      for (let question = 0; question < questions; question++) sum += times[question]! * column[question]!;
      means[i]![replicate] = sum / questions;
    });
  }
  return means;
}

/** The percentile interval of a number by its bootstrap replicates, and their standard deviation. */
export function bootstrapEstimate(value: number, drawn: Float64Array): Estimate & { readonly standardError: number } {
  const sorted = drawn.toSorted();
  return {
    value,
    low: quantile(sorted, tail),
    high: quantile(sorted, 1 - tail),
    standardError: standardDeviation(drawn),
  };
}

/**
 * The mean of shares over questions. Where all are 0 or all are 1, drawing them anew cannot tell how sure that is;
 * Wilson's interval can.
 */
export function shareEstimate(shares: Float64Array, drawn: Float64Array): Estimate {
  const value = mean(shares);
  if (value === 0 || value === 1) return { value, ...wilsonInterval(value, shares.length) };
  const { low, high } = bootstrapEstimate(value, drawn);
  return { value, low, high };
}

type Numbers = readonly number[] | Float64Array;

export function mean(values: Numbers): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Of a sample (n − 1); 0 of a single value. */
export function standardDeviation(values: Numbers): number {
  const center = mean(values);
  let squares = 0;
  for (const value of values) squares += (value - center) ** 2;
  return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
}

/** Linear between the two nearest. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const [a, b] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  return a + (b - a) * (place - below);
}
