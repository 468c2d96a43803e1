import type { Estimate, GapPoint, PassAtKComparison, Thresholds } from "./types.ts";

/** What a verdict rests on. */
export interface GapEvidence {
  /** At the smallest k and at the largest. */
  readonly first: GapPoint;
  readonly last: GapPoint;
  /** Gap at the largest k − gap at the smallest. */
  readonly change: Estimate & { readonly standardError: number };
  readonly questions: number;
}

type Decision = Pick<PassAtKComparison, "verdict" | "reason" | "needed">;

/**
 * - *Synthesis*: at the largest k, which is at least `thresholds.k`, the gap is at least `thresholds.gap`, and its
 *   interval lies above 0: what was learned is not to be had by sampling more often.
 * - *Amplification*: at the smallest k the gap's interval lies above 0; at the largest k the gap is below
 *   `thresholds.gap`; and the interval of the change between the two lies below 0: the curves meet.
 * - *Undecided* otherwise, and below `thresholds.questions` questions, where bootstrap intervals are too narrow.
 */
export function decide(evidence: GapEvidence, thresholds: Thresholds): Decision {
  const { first, last, change, questions } = evidence;
  const isEnough = questions >= thresholds.questions;
  const persists = last.value >= thresholds.gap;
  if (isEnough && persists && last.low > 0 && last.k >= thresholds.k) return { verdict: "synthesis" };
  if (isEnough && !persists && first.low > 0 && change.high < 0) return { verdict: "amplification" };
  return { verdict: "undecided", ...reasonFor(evidence, thresholds) };
}

function reasonFor({ first, last, change, questions }: GapEvidence, thresholds: Thresholds): Omit<Decision, "verdict"> {
  const persists = last.value >= thresholds.gap;
  const questionsFor = (effects: readonly Effect[]): number =>
    Math.max(thresholds.questions, ...effects.map((effect) => questionsToSee(effect, questions)));
  if (persists) {
    const isSeen = last.low > 0 && questions >= thresholds.questions;
    const needed = {
      verdict: "synthesis",
      questions: isSeen ? questions : questionsFor([last]),
      samples: Math.max(last.k, thresholds.k),
    } as const;
    return { reason: isSeen ? "too-few-samples" : "too-few-questions", needed };
  }
  if (first.value < thresholds.gap || change.value >= 0) return { reason: "no-gain" };
  const needed = { verdict: "amplification", questions: questionsFor([first, change]), samples: last.k } as const;
  return { reason: "too-few-questions", needed };
}

interface Effect {
  readonly value: number;
  readonly standardError: number;
}

const z = 1.959963984540054;

/** Standard errors shrink with the root of the number of questions, so an effect of this size is then clear of 0. */
function questionsToSee({ value, standardError }: Effect, questions: number): number {
  return Math.ceil(questions * ((z * standardError) / value) ** 2);
}
