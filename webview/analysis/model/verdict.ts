import type { GapPoint, LevelComparison, Measure, Verdict } from "../../../src/core/analysis/types.ts";
import { levels } from "../../../src/core/dataset/types.ts";
import type { PanelAnalysis } from "../../../src/protocol/analysis-panel.ts";
import { formatPoints } from "../../shared/format.ts";
import { comparisonOf } from "./pass-at-k.ts";

export const verdictNames: Readonly<Record<Verdict, string>> = {
  synthesis: "Synthesis",
  amplification: "Amplification",
  undecided: "Undecided",
};

/** COMP's comparisons, the hardest level first: it is the one that the question is about. */
export const compComparisons = (analysis: PanelAnalysis, measure: Measure): LevelComparison[] =>
  levels.toReversed().flatMap((level) => comparisonOf(analysis, "comp", level, measure) ?? []);

/** "+20.1 points (95 %: +12.0 to +28.3)". */
export const gapText = ({ value, low, high }: Pick<GapPoint, "value" | "low" | "high">): string =>
  `${formatPoints(value)} points (95 %: ${formatPoints(low)} to ${formatPoints(high)})`;

/** What the numbers say, in a sentence or two. */
export function verdictText({ verdict, reason, gaps }: LevelComparison): string {
  const [first, last] = [gaps[0]!, gaps.at(-1)!];
  const [start, end] = [`At k = ${first.k} the gap is ${gapText(first)}`, `at k = ${last.k} it is ${gapText(last)}`];
  const numbers = first === last ? `${start}.` : `${start}; ${end}.`;
  switch (reason ?? verdict) {
    case "synthesis":
      return `${numbers} The gap persists: what the run can do now is not to be had by sampling the reference more often.`;
    case "amplification":
      return `${numbers} The curves meet: the reference finds these answers too, only less often.`;
    case "no-gain":
      return `${numbers} The run is not clearly ahead of the reference, with few samples or with many.`;
    case "too-few-samples":
      return `${numbers} The curves have not met, but with more samples they might.`;
    case "too-few-questions":
    case "undecided":
      return `${numbers} The intervals are too wide for a verdict.`;
  }
}

/** What would decide, where the numbers lean to a verdict. */
export function neededText({ needed, questions, samples }: LevelComparison): string | undefined {
  if (needed === undefined) return undefined;
  const wanted = `${needed.questions} questions with ${needed.samples} samples each`;
  return `Were the gaps to stay as they are, ${wanted} would decide for ${needed.verdict} (now ${questions} with ${samples}).`;
}
