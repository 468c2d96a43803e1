import { t } from "@vscode/l10n";
import type { GapPoint, LevelComparison, Measure, Verdict } from "../../../src/core/analysis/types.ts";
import { levels } from "../../../src/core/dataset/types.ts";
import type { PanelAnalysis } from "../../../src/protocol/analysis-panel.ts";
import { formatPoints } from "../../shared/format.ts";
import { comparisonOf } from "./pass-at-k.ts";

export const verdictNames: Readonly<Record<Verdict, string>> = {
  synthesis: t("Synthesis"),
  amplification: t("Amplification"),
  undecided: t("Undecided"),
};

/** COMP's comparisons, the hardest level first: it is the one that the question is about. */
export const compComparisons = (analysis: PanelAnalysis, measure: Measure): LevelComparison[] =>
  levels.toReversed().flatMap((level) => comparisonOf(analysis, "comp", level, measure) ?? []);

/** "+20.1 points (95 %: +12.0 to +28.3)". */
export const gapText = ({ value, low, high }: Pick<GapPoint, "value" | "low" | "high">): string =>
  t("{0} points (95 %: {1} to {2})", formatPoints(value), formatPoints(low), formatPoints(high));

/** What the numbers say, in a sentence or two. */
export function verdictText({ verdict, reason, gaps }: LevelComparison): string {
  const [first, last] = [gaps[0]!, gaps.at(-1)!];
  const [start, end] = [
    t("At k = {0} the gap is {1}", first.k, gapText(first)),
    t("at k = {0} it is {1}", last.k, gapText(last)),
  ];
  const numbers = first === last ? `${start}.` : `${start}; ${end}.`;
  switch (reason ?? verdict) {
    case "synthesis":
      return t(
        "{0} The gap persists: what the run can do now is not to be had by sampling the reference more often.",
        numbers,
      );
    case "amplification":
      return t("{0} The curves meet: the reference finds these answers too, only less often.", numbers);
    case "no-gain":
      return t("{0} The run is not clearly ahead of the reference, with few samples or with many.", numbers);
    case "too-few-samples":
      return t("{0} The curves have not met, but with more samples they might.", numbers);
    case "too-few-questions":
    case "undecided":
      return t("{0} The intervals are too wide for a verdict.", numbers);
  }
}

/** What would decide, where the numbers lean to a verdict. */
export function neededText({ needed, questions, samples }: LevelComparison): string | undefined {
  if (needed === undefined) return undefined;
  const wanted = t("{0} questions with {1} samples each", needed.questions, needed.samples);
  return t(
    "Were the gaps to stay as they are, {0} would decide for {1} (now {2} with {3}).",
    wanted,
    needed.verdict,
    questions,
    samples,
  );
}
