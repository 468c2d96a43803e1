import type { Level } from "../dataset/types.ts";
import { accuracyRow } from "./accuracy.ts";
import { bootstrapMeans, shareEstimate } from "./bootstrap.ts";
import { judge, untold } from "./finding.ts";
import { next, titles } from "./finding-texts.ts";
import { comparePassAtK } from "./pass-at-k-compare.ts";
import type { ReadEvaluation } from "./read-evaluation.ts";
import { shareOf } from "./share.ts";
import { ofLevel } from "./tables.ts";
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
  readonly evaluation: ReadEvaluation;
  /** Of the run it starts from. */
  readonly before?: ReadEvaluation;
  /** COMP Zero-shot, before and after. */
  readonly passAtK?: PassAtKComparison;
  /** Of all COMP questions or, where facts were asked alone, of those whose facts are all known. */
  readonly errors: ErrorProgress;
}

const noRl = "this run is not of RL; analyze the grpo run that starts from it";
const noBefore = "the run it starts from is not evaluated; evaluate that one too";

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

function memorizationTrap({ evaluation }: Diagnosed, { trapIid, trapZeroShot }: Thresholds): Finding {
  const iid = ofLevel(evaluation.greedy, "comp", "iid");
  const zeroShot = ofLevel(evaluation.greedy, "comp", "zero-shot");
  if (iid.length === 0 || zeroShot.length === 0)
    return untold("memorization-trap", "there are no COMP questions of both I.I.D. and Zero-shot");
  const [seen, unseen] = [accuracyRow("iid", iid), accuracyRow("zero-shot", zeroShot)];
  const share = { kind: "share" } as const;
  return judge("memorization-trap", [
    { name: "COMP I.I.D.", ...share, ...seen.lenient, limit: { side: "above", threshold: trapIid, key: "trapIid" } },
    {
      name: "COMP Zero-shot",
      ...share,
      ...unseen.lenient,
      limit: { side: "below", threshold: trapZeroShot, key: "trapZeroShot" },
    },
    // Small worlds have few values, so that answers are guessed; whole chains are not.
    { name: "COMP I.I.D., answer and chain", ...share, ...seen.strict },
    { name: "COMP Zero-shot, answer and chain", ...share, ...unseen.strict },
  ]);
}

function prerequisitesMissing({ isRl, evaluation, before }: Diagnosed, thresholds: Thresholds): Finding {
  const signature = "prerequisites-missing";
  if (!isRl) return untold(signature, noRl);
  if (!before) return untold(signature, noBefore);
  const compared = comparePassAtK(greedyTallies(before, "zero-shot"), greedyTallies(evaluation, "zero-shot"));
  if (!compared) return untold(signature, "there are no COMP Zero-shot questions");
  const { value, low, high, standardError } = compared.gaps[0]!;
  const { questions } = compared;
  const gain: Evidence = { name: "Gain by RL on COMP Zero-shot", kind: "difference", value, low, high };
  if (questions < thresholds.questions) return untold(signature, `${questions} questions are too few`, [gain]);
  return judge(signature, [
    {
      ...gain,
      spread: standardError * Math.sqrt(questions),
      limit: { side: "below", threshold: thresholds.rlGain, key: "rlGain" },
    },
  ]);
}

function amplification({ isRl, before, passAtK }: Diagnosed, thresholds: Thresholds): Finding {
  const signature = "amplification";
  if (!isRl) return untold(signature, noRl);
  if (!before) return untold(signature, noBefore);
  if (!passAtK) return untold(signature, "there are no samples of both runs; set evaluate.samples, 64 or more");
  const { gaps, trend, verdict, reason, needed } = passAtK;
  const [first, last] = [gaps[0]!, gaps.at(-1)!];
  const evidence: Evidence[] = [
    { name: `Gap at k = ${first.k}`, kind: "difference", ...bounds(first) },
    {
      name: `Gap at k = ${last.k}`,
      kind: "difference",
      ...bounds(last),
      limit: { side: "below", threshold: thresholds.gap, key: "gap" },
    },
    { name: "Change of the gap with each doubling of k", kind: "difference", ...bounds(trend) },
  ];
  if (verdict === "undecided") {
    const why = {
      "no-gain": "RL has lifted pass@k neither at small k nor at large k",
      "too-few-samples": `the curves have not met by k = ${last.k}`,
      "too-few-questions": "the intervals are too wide",
    }[reason ?? "too-few-questions"];
    const remedy = needed
      ? `; ${needed.questions} questions with ${needed.samples} samples each would decide (evaluate.questions, evaluate.samples)`
      : "";
    return untold(signature, `${why}${remedy}`, evidence);
  }
  const holds = verdict === "amplification";
  const status = holds ? "holds" : "does-not-hold";
  return { signature, title: titles[signature], status, evidence, ...(holds && { next: next[signature] }) };
}

/** Errors spread evenly over two or three hops lie mostly in the first half: early ones must be more than that. */
function noBridge({ errors }: Diagnosed, { earlyErrors }: Thresholds): Finding {
  if (errors.wrong === 0) return untold("no-bridge", "no chain whose facts are known is wrong");
  const { early, byBoundary } = errors;
  const crossings = byBoundary.filter(({ key, reached }) => (key === "mem-ctx" || key === "ctx-mem") && reached > 0);
  return judge("no-bridge", [
    {
      name: "First errors below 50 % of the chain",
      kind: "share",
      ...early,
      limit: { side: "above", threshold: Math.max(earlyErrors, evenlySpread(errors)), key: "earlyErrors" },
    },
    ...crossings.map(({ key, rate }) => ({
      name: `Wrong just behind ${key === "mem-ctx" ? "MEM→CTX" : "CTX→MEM"}`,
      kind: "share" as const,
      ...rate,
    })),
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
  if (!start) return untold(signature, noBefore);
  const trained = (["iid", "composition"] as const).flatMap((level) => samplesOf(start, level));
  if (trained.length === 0) return untold(signature, "there are no COMP questions of I.I.D. or Composition");
  return judge(signature, [
    {
      name: "Whole chains before RL, COMP I.I.D. and Composition",
      kind: "share",
      ...rateOfChains(trained),
      limit: { side: "below", threshold: exactChains, key: "exactChains" },
    },
  ]);
}

/** Samples, where there are any; else greedy answers. */
function samplesOf(evaluation: ReadEvaluation, level: Level): readonly QuestionTally[] {
  const sampled = ofLevel(evaluation.cells, "comp", level).flatMap(({ tallies }) => tallies);
  return sampled.length > 0 ? sampled : greedyTallies(evaluation, level);
}

function greedyTallies({ greedy }: ReadEvaluation, level: Level): QuestionTally[] {
  return ofLevel(greedy, "comp", level).map(({ question_id: question, correct, chain_correct: chain }) => ({
    question,
    samples: 1,
    correct: Number(correct),
    chainCorrect: Number(chain),
  }));
}

/** Drawn over questions; where no sample has a whole chain, all samples count as trials of their own. */
function rateOfChains(tallies: readonly QuestionTally[]): Estimate {
  const shares = Float64Array.from(tallies, ({ chainCorrect = 0, samples }) => chainCorrect / samples);
  const samples = tallies.reduce((sum, tally) => sum + tally.samples, 0);
  if (shares.every((share) => share === 0)) return shareOf(0, samples);
  return shareEstimate(shares, bootstrapMeans([shares], "chains")[0]!);
}

const bounds = ({ value, low, high }: Estimate): Estimate => ({ value, low, high });
