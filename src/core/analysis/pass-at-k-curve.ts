import { bootstrapMeans, shareEstimate } from "./bootstrap.ts";
import { passAtK, powersUpTo } from "./pass-at-k.ts";
import type { Measure, PassAtKCurve, QuestionTally } from "./types.ts";

/**
 * pass@k for k = 1, 2, 4 … up to the fewest samples of any question, the mean over questions of the unbiased estimate,
 * with bootstrap intervals over questions. No points where there are no samples.
 */
export function passAtKCurve(tallies: readonly QuestionTally[], measure: Measure = "answer"): PassAtKCurve {
  const samples = fewestSamples(tallies);
  const ks = powersUpTo(samples);
  const shares = sharesAt(tallies, ks, measure);
  const drawn = bootstrapMeans(shares);
  const points = ks.map((k, i) => ({ k, ...shareEstimate(shares[i]!, drawn[i]!) }));
  return { measure, questions: tallies.length, samples, points };
}

/** Of any question; 0 where there are no questions. */
export function fewestSamples(tallies: readonly QuestionTally[]): number {
  return tallies.reduce((fewest, { samples }) => Math.min(fewest, samples), tallies[0]?.samples ?? 0);
}

/** pass@k of each question, [k][question]. */
export function sharesAt(
  tallies: readonly QuestionTally[],
  ks: readonly number[],
  measure: Measure,
): readonly Float64Array[] {
  return ks.map((k) => {
    const shares = new Float64Array(tallies.length);
    tallies.forEach((tally, i) => (shares[i] = knownPassAtK(tally.samples, rightSamples(tally, measure), k)));
    return shares;
  });
}

/** By samples and log2 k: of each number of right ones, once it is asked for. Questions mostly have as many samples. */
const known = new Map<number, Float64Array[]>();

function knownPassAtK(samples: number, correct: number, k: number): number {
  let byK = known.get(samples);
  if (!byK) known.set(samples, (byK = []));
  const shares = (byK[Math.log2(k)] ??= new Float64Array(samples + 1).fill(NaN));
  if (Number.isNaN(shares[correct])) shares[correct] = passAtK(samples, correct, k);
  return shares[correct]!;
}

function rightSamples({ question, correct, chainCorrect }: QuestionTally, measure: Measure): number {
  if (measure === "answer") return correct;
  if (chainCorrect === undefined) throw new Error(`The samples of ${question} do not say whether the chain is right.`);
  return chainCorrect;
}
