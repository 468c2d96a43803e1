import type { Estimate, PassAtKComparison, PassAtKCurve, UndecidedReason } from "../../core/analysis/types.ts";
import { formatCount } from "../../core/format.ts";
import { renderTable, type Column } from "../../core/table.ts";
import { formatDifference, formatInterval, formatShare } from "./format.ts";

const right = (title: string): Column => ({ title, align: "right" });

/** Curves by name, a row for each k of any. */
export function renderCurves(curves: readonly { readonly name: string; readonly curve: PassAtKCurve }[]): string {
  const ks = [...new Set(curves.flatMap(({ curve }) => curve.points.map(({ k }) => k)))].sort((a, b) => a - b);
  const rows = ks.map((k) => [
    String(k),
    ...curves.map(({ curve }) => {
      const point = curve.points.find((candidate) => candidate.k === k);
      return point ? formatInterval(point) : "–";
    }),
  ]);
  return renderTable([right("k"), ...curves.map(({ name }) => right(name))], rows);
}

/** The gap at each k, its trend, the verdict and what would decide. */
export function renderGaps(comparison: PassAtKComparison, before: string, after: string): string {
  const { gaps, trend, change, paired, questions, samples } = comparison;
  const rows = gaps.map((gap) => [
    String(gap.k),
    formatShare(gap.before),
    formatShare(gap.after),
    formatDifference(gap.value),
    bounds(gap),
  ]);
  return [
    renderTable([right("k"), right(before), right(after), right("gap"), { title: "95 %" }], rows),
    "",
    `${formatCount(questions)} ${paired ? "questions, the same for both" : "questions or more each, not the same"}; ${samples} samples each.`,
    `The gap changes by ${formatDifference(trend.value)} points ${bounds(trend)} with each doubling of k, in all by ${formatDifference(change.value)} ${bounds(change)}.`,
    verdictOf(comparison),
  ].join("\n");
}

const reasons: Readonly<Record<UndecidedReason, string>> = {
  "no-gain": "the second is clearly above the first neither at small k nor at large k",
  "too-few-samples": "the curves have not met, but might at a larger k",
  "too-few-questions": "the intervals are too wide",
};

function verdictOf({ verdict, reason, needed }: PassAtKComparison): string {
  if (verdict === "synthesis") return "Verdict: synthesis. The gap persists at the largest k.";
  if (verdict === "amplification") return "Verdict: amplification. The curves meet.";
  const remedy = needed
    ? ` If the numbers stay as they are, ${formatCount(needed.questions)} questions with ${formatCount(needed.samples)} samples each show ${needed.verdict}.`
    : "";
  return `Verdict: undecided; ${reasons[reason ?? "too-few-questions"]}.${remedy}`;
}

const bounds = ({ low, high }: Estimate): string => `[${formatDifference(low)}, ${formatDifference(high)}]`;
