import type { Level } from "../dataset/types.ts";
import { accuracyRow } from "./accuracy.ts";
import { bootstrapMeans, shareEstimate } from "./bootstrap.ts";
import { judge, untold } from "./finding.ts";
import { comparePassAtK } from "./pass-at-k-compare.ts";
import { shareOf } from "./share.ts";
import { ofLevel } from "./tables.ts";
import { talliedCells, type EvaluationTallies } from "./tallies.ts";
import type {
  ErrorProgress,
  Estimate,
  Evidence,
  Finding,
  PassAtKComparison,
  QuestionTally,
  Thresholds,
} from "./types.ts";

/** What the failure signatures are read from. */
export interface Diagnosed {
  /** Whether the run learned from rewards. */
  readonly isRl: boolean;
  readonly evaluation: EvaluationTallies;
  /** Of the run it starts from. */
  readonly before?: EvaluationTallies;
  /** COMP Zero-shot, before and after. */
  readonly passAtK?: PassAtKComparison;
  /** Of all COMP questions or, where facts were asked alone, of those whose facts are all known. */
  readonly errors: ErrorProgress;
}

/** The source's failure signatures, each with its numbers. */
export function diagnose(diagnosed: Diagnosed, thresholds: Thresholds): Finding[] {
  return [
    memorizationTrap(diagnosed, thresholds),
    prerequisitesMissing(diagnosed, thresholds),
    amplification(diagnosed, thresholds),
    noBridge(diagnosed, thresholds),
    nothingToReinforce(diagnosed, thresholds),
  ];
}

const share = { kind: "share" } as const;
const difference = { kind: "difference" } as const;

function memorizationTrap({ evaluation }: Diagnosed, { trapIid, trapZeroShot }: Thresholds): Finding {
  const iid = ofLevel(evaluation.questions, "comp", "iid");
  const zeroShot = ofLevel(evaluation.questions, "comp", "zero-shot");
  if (iid.length === 0 || zeroShot.length === 0) return untold("memorization-trap", { reason: "no-iid-or-zero-shot" });
  const [seen, unseen] = [accuracyRow("iid", iid), accuracyRow("zero-shot", zeroShot)];
  return judge("memorization-trap", [
    { name: "comp-iid", ...share, ...seen.lenient, limit: { side: "above", threshold: trapIid, key: "trapIid" } },
    {
      name: "comp-zero-shot",
      ...share,
      ...unseen.lenient,
      limit: { side: "below", threshold: trapZeroShot, key: "trapZeroShot" },
    },
    // Small worlds have few values, so that answers are guessed; whole chains are not.
    { name: "comp-iid-chain", ...share, ...seen.strict },
    { name: "comp-zero-shot-chain", ...share, ...unseen.strict },
  ]);
}

function prerequisitesMissing({ isRl, evaluation, before }: Diagnosed, thresholds: Thresholds): Finding {
  const signature = "prerequisites-missing";
  if (!isRl) return untold(signature, { reason: "no-rl" });
  if (!before) return untold(signature, { reason: "start-not-evaluated" });
  const compared = comparePassAtK(greedyTallies(before, "zero-shot"), greedyTallies(evaluation, "zero-shot"));
  if (!compared) return untold(signature, { reason: "no-zero-shot" });
  const [gap] = compared.gaps;
  const { questions } = compared;
  const gain: Evidence = { name: "rl-gain", ...difference, ...bounds(gap!) };
  if (questions < thresholds.questions) return untold(signature, { reason: "few-questions", questions }, [gain]);
  return judge(signature, [
    {
      ...gain,
      spread: gap!.standardError * Math.sqrt(questions),
      limit: { side: "below", threshold: thresholds.rlGain, key: "rlGain" },
    },
  ]);
}

function amplification({ isRl, before, passAtK }: Diagnosed, thresholds: Thresholds): Finding {
  const signature = "amplification";
  if (!isRl) return untold(signature, { reason: "no-rl" });
  if (!before) return untold(signature, { reason: "start-not-evaluated" });
  if (!passAtK) return untold(signature, { reason: "no-samples" });
  const { gaps, trend, verdict, reason = "too-few-questions", needed } = passAtK;
  const [first, last] = [gaps[0]!, gaps.at(-1)!];
  const limit = { side: "below", threshold: thresholds.gap, key: "gap" } as const;
  const evidence: Evidence[] = [
    { name: "gap", k: first.k, ...difference, ...bounds(first) },
    { name: "gap", k: last.k, ...difference, ...bounds(last), limit },
    { name: "gap-trend", ...difference, ...bounds(trend) },
  ];
  if (verdict === "undecided") return untold(signature, { reason, k: last.k, ...(needed && { needed }) }, evidence);
  return { signature, status: verdict === "amplification" ? "holds" : "does-not-hold", evidence };
}

/** Errors spread evenly over two or three hops lie mostly in the first half: early ones must be more than that. */
function noBridge({ errors }: Diagnosed, { earlyErrors }: Thresholds): Finding {
  if (errors.wrong === 0) return untold("no-bridge", { reason: "no-wrong-chain" });
  const { early, byBoundary } = errors;
  const threshold = Math.max(earlyErrors, evenlySpread(errors));
  return judge("no-bridge", [
    { name: "early-errors", ...share, ...early, limit: { side: "above", threshold, key: "earlyErrors" } },
    ...byBoundary.flatMap(({ key, reached, rate }) =>
      (key === "mem-ctx" || key === "ctx-mem") && reached > 0
        ? [{ name: `behind-${key}` as const, ...share, ...rate }]
        : [],
    ),
  ]);
}

/** The share of first errors below 50 % of the chain, were each hop of a chain as likely to be the first wrong one. */
function evenlySpread({ byHops, wrong }: ErrorProgress): number {
  const early = byHops.map(({ hops, firstWrong }) => {
    const own = firstWrong.reduce((sum, count) => sum + count, 0);
    return (own * Math.ceil(hops / 2)) / hops;
  });
  return early.reduce((sum, count) => sum + count, 0) / wrong;
}

/** Of the starting run, on the levels that RL trains on: what is never sampled is never rewarded. */
function nothingToReinforce({ isRl, evaluation, before }: Diagnosed, { exactChains }: Thresholds): Finding {
  const signature = "nothing-to-reinforce";
  const start = isRl ? before : evaluation;
  if (!start) return untold(signature, { reason: "start-not-evaluated" });
  const trained = (["iid", "composition"] as const).flatMap((level) => samplesOf(start, level));
  if (trained.length === 0) return untold(signature, { reason: "no-trained-level" });
  const limit = { side: "below", threshold: exactChains, key: "exactChains" } as const;
  return judge(signature, [{ name: "chains-before-rl", ...share, ...rateOfChains(trained), limit }]);
}

/** Samples, where there are any; else greedy answers. */
function samplesOf(evaluation: EvaluationTallies, level: Level): readonly QuestionTally[] {
  const [sampled] = ofLevel(talliedCells(evaluation), "comp", level);
  return sampled?.tallies ?? greedyTallies(evaluation, level);
}

function greedyTallies({ questions }: EvaluationTallies, level: Level): QuestionTally[] {
  return ofLevel(questions, "comp", level).map(({ question, correct, chainCorrect }) => ({
    question,
    samples: 1,
    correct: Number(correct),
    chainCorrect: Number(chainCorrect),
  }));
}

/** Drawn over questions; where no sample has a whole chain, all samples count as trials of their own. */
function rateOfChains(tallies: readonly QuestionTally[]): Estimate {
  const shares = Float64Array.from(tallies, ({ chainCorrect = 0, samples }) => chainCorrect / samples);
  const samples = tallies.reduce((sum, tally) => sum + tally.samples, 0);
  if (shares.every((share) => share === 0)) return shareOf(0, samples);
  return shareEstimate(shares, bootstrapMeans([shares])[0]!);
}

const bounds = ({ value, low, high }: Estimate): Estimate => ({ value, low, high });
