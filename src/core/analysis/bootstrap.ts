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
 * @param set of draws: questions of another set are drawn independently
 * @returns [quantity][replicate]; always the same for as many questions
 */
export function bootstrapMeans(columns: readonly Float64Array[], set: "first" | "second" = "first"): Float64Array[] {
  const times = drawnTimes(columns[0]?.length ?? 0, set);
  const means: Float64Array[] = [];
  for (let first = 0; first < columns.length; first += 4)
    means.push(...fourMeans(columns.slice(first, first + 4), times));
  return means;
}

/** Of at most four columns, side by side: a sum waits for its own last term, not for those of others. */
function fourMeans(columns: readonly Float64Array[], times: Uint8Array): Float64Array[] {
  const [a, b = a, c = a, d = a] = columns as [Float64Array];
  const questions = a.length;
  const means = [0, 1, 2, 3].map(() => new Float64Array(replicates)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let replicate = 0; replicate < replicates; replicate++) {
    const start = replicate * questions;
    let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
    for (let question = 0; question < questions; question++) {
      const weight = times[start + question]!;
      sumA += weight * a[question]!;
      sumB += weight * b[question]!;
      sumC += weight * c[question]!;
      sumD += weight * d[question]!;
    }
    means[0][replicate] = sumA / questions;
    means[1][replicate] = sumB / questions;
    means[2][replicate] = sumC / questions;
    means[3][replicate] = sumD / questions;
  }
  return means.slice(0, columns.length);
}

/** By set and number of questions: cells of an evaluation mostly have as many. The one drawn last is the last. */
const drawn = new Map<string, Uint8Array>();
const mostKept = 4;

/** How often each replicate has each question, [replicate × question]. */
function drawnTimes(questions: number, set: string): Uint8Array {
  const key = `${set} ${questions}`;
  let times = drawn.get(key);
  if (!times) {
    times = new Uint8Array(replicates * questions);
    const random = createRandom(0, "bootstrap", set);
    for (let start = 0; start < times.length; start += questions)
      for (let draw = 0; draw < questions; draw++) times[start + random.integer(questions)]!++;
  }
  drawn.delete(key);
  drawn.set(key, times);
  if (drawn.size > mostKept) drawn.delete(drawn.keys().next().value!);
  return times;
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
