import { bootstrapEstimate, bootstrapMeans, mean } from "./bootstrap.ts";
import { powersUpTo } from "./pass-at-k.ts";
import { fewestSamples, sharesAt } from "./pass-at-k-curve.ts";
import { defaultThresholds } from "./thresholds.ts";
import type { Measure, PassAtKComparison, QuestionTally, Thresholds } from "./types.ts";
import { decide } from "./verdict.ts";

export interface ComparisonOptions {
  readonly measure?: Measure;
  readonly thresholds?: Thresholds;
}

type Tallies = readonly QuestionTally[];

/**
 * The gap between two pass@k curves, such as before and after RL, its trend over log2 k, and what it says (`decide`).
 * Where all questions of one were asked of the other too, the intervals are those of the paired differences; else both
 * sets of questions are drawn independently. Undefined where either has no samples.
 */
export function comparePassAtK(
  before: Tallies,
  after: Tallies,
  { measure = "answer", thresholds = defaultThresholds }: ComparisonOptions = {},
): PassAtKComparison | undefined {
  const pairs = pair(before, after);
  const [first, second] = pairs ?? [before, after];
  const samples = Math.min(fewestSamples(first), fewestSamples(second));
  if (samples === 0) return undefined;
  const ks = powersUpTo(samples);
  const [sharesBefore, sharesAfter] = [sharesAt(first, ks, measure), sharesAt(second, ks, measure)];
  const drawn = pairs ? drawPaired(sharesBefore, sharesAfter) : drawApart(sharesBefore, sharesAfter);

  const gaps = ks.map((k, i) => {
    const [own, other] = [mean(sharesBefore[i]!), mean(sharesAfter[i]!)];
    return { k, before: own, after: other, ...bootstrapEstimate(other - own, drawn[i]!) };
  });
  const combined = (weights: readonly number[]) =>
    bootstrapEstimate(
      weights.reduce((sum, weight, i) => sum + weight * gaps[i]!.value, 0),
      Float64Array.from(drawn[0]!, (_, replicate) =>
        weights.reduce((sum, weight, i) => sum + weight * drawn[i]![replicate]!, 0),
      ),
    );
  const change = combined(ks.map((_, i) => Number(i === ks.length - 1) - Number(i === 0)));
  const questions = Math.min(first.length, second.length);
  return {
    measure,
    paired: pairs !== undefined,
    questions,
    samples,
    gaps,
    trend: combined(slopeWeights(ks.length)),
    change,
    ...decide({ first: gaps[0]!, last: gaps.at(-1)!, change, questions }, thresholds),
  };
}

/** The tallies of the questions that both have, in the same order; undefined where each has some of its own. */
function pair(before: Tallies, after: Tallies): readonly [Tallies, Tallies] | undefined {
  const known = new Map(before.map((tally) => [tally.question, tally]));
  const common = after.filter(({ question }) => known.has(question));
  if (common.length < Math.min(before.length, after.length)) return undefined;
  return [common.map(({ question }) => known.get(question)!), common];
}

function drawPaired(before: readonly Float64Array[], after: readonly Float64Array[]): readonly Float64Array[] {
  return bootstrapMeans(after.map((shares, i) => shares.map((share, question) => share - before[i]![question]!)));
}

function drawApart(before: readonly Float64Array[], after: readonly Float64Array[]): readonly Float64Array[] {
  const own = bootstrapMeans(before);
  return bootstrapMeans(after, "second").map((drawn, i) =>
    drawn.map((share, replicate) => share - own[i]![replicate]!),
  );
}

/** What the values at 0, 1, 2 … weigh in the slope of the least-squares line through them. */
function slopeWeights(count: number): number[] {
  const center = (count - 1) / 2;
  const squares = Array.from({ length: count }, (_, i) => (i - center) ** 2).reduce((sum, square) => sum + square, 0);
  return Array.from({ length: count }, (_, i) => (count === 1 ? 0 : (i - center) / squares));
}
