import { t } from "@vscode/l10n";
import { formatCount } from "../format.ts";
import type { Doubt, Evidence, Finding, FindingStatus, Signature } from "./types.ts";

/** A finding as it is read. */
export interface FindingTexts {
  readonly title: string;
  readonly status: string;
  /** In the order of the evidence. */
  readonly evidence: readonly string[];
  /** Of an undecided one: what is missing. */
  readonly why?: string;
  /** Of one that holds: the next experiment, in fields of the curriculum. */
  readonly next?: string;
}

export function findingTexts({ signature, status, evidence, doubts }: Finding): FindingTexts {
  return {
    title: titleOf(signature),
    status: statusName(status),
    evidence: evidence.map(evidenceName),
    ...(doubts && { why: doubts.map(doubtText).join("; ") }),
    ...(status === "holds" && { next: nextOf(signature) }),
  };
}

function statusName(status: FindingStatus): string {
  switch (status) {
    case "holds":
      return t("Holds");
    case "does-not-hold":
      return t("Does not hold");
    case "undecided":
      return t("Undecided");
  }
}

function titleOf(signature: Signature): string {
  switch (signature) {
    case "memorization-trap":
      return t("Memorization trap: seen relations are answered, unseen ones are not");
    case "prerequisites-missing":
      return t("Atomic prerequisites missing: RL gains next to nothing");
    case "amplification":
      return t("Amplification: pass@k curves before and after RL meet");
    case "no-bridge":
      return t("No bridge: chains break in their first half");
    case "nothing-to-reinforce":
      return t("Nothing to reinforce: hardly a sample before RL has the whole chain");
  }
}

function nextOf(signature: Signature): string {
  switch (signature) {
    case "memorization-trap":
      return t(
        "Train the atoms first: an sft run with data.biographies, data.mem and data.ctx but no data.comp, then a grpo run `from` it with data.comp on the same questions; compare Zero-shot.",
      );
    case "prerequisites-missing":
      return t(
        "Look at MEM and CTX of the starting run: raise its `steps`, or questions.train.mem and questions.train.ctx, until both are near 100 %, and start the grpo run `from` it again.",
      );
    case "amplification":
      return t(
        "Start the same grpo run `from` a run on data.biographies, data.mem and data.ctx alone; if this is that run, raise its `steps` and questions.train.comp, and widen graph.attributeValues so that guessing does not lift pass@k.",
      );
    case "no-bridge":
      return t(
        "Raise questions.irrelevantContext, the share of MEM questions that carry a context to be ignored (0.05 to 0.15), and train the starting run again; or set reward.process above 0 in the grpo run.",
      );
    case "nothing-to-reinforce":
      return t(
        "Before any RL, raise questions.irrelevantContext (0.05 to 0.15) and train the starting run again; or give it a few whole chains (data.comp above 0 with data.portion.comp at 0.05); or set reward.process above 0 in the grpo run.",
      );
  }
}

function evidenceName({ name, k = 1 }: Evidence): string {
  switch (name) {
    case "comp-iid":
      return t("COMP I.I.D.");
    case "comp-zero-shot":
      return t("COMP Zero-shot");
    case "comp-iid-chain":
      return t("COMP I.I.D., answer and chain");
    case "comp-zero-shot-chain":
      return t("COMP Zero-shot, answer and chain");
    case "rl-gain":
      return t("Gain by RL on COMP Zero-shot");
    case "gap":
      return t("Gap at k = {0}", k);
    case "gap-trend":
      return t("Change of the gap with each doubling of k");
    case "early-errors":
      return t("First errors below 50 % of the chain");
    case "behind-mem-ctx":
      return t("Wrong just behind MEM→CTX");
    case "behind-ctx-mem":
      return t("Wrong just behind CTX→MEM");
    case "chains-before-rl":
      return t("Whole chains before RL, COMP I.I.D. and Composition");
  }
}

function doubtText(doubt: Doubt): string {
  switch (doubt.reason) {
    case "no-rl":
      return t("this run is not of RL; analyze the grpo run that starts from it");
    case "start-not-evaluated":
      return t("the run it starts from is not evaluated; evaluate that one too");
    case "no-iid-or-zero-shot":
      return t("there are no COMP questions of both I.I.D. and Zero-shot");
    case "no-zero-shot":
      return t("there are no COMP Zero-shot questions");
    case "no-trained-level":
      return t("there are no COMP questions of I.I.D. or Composition");
    case "no-samples":
      return t("there are no samples of both runs; set evaluate.samples, 64 or more");
    case "no-wrong-chain":
      return t("no chain whose facts are known is wrong");
    case "few-questions":
      return t("{0} questions are too few", doubt.questions);
    case "across":
      return acrossText(doubt);
    case "no-gain":
      return t("RL has lifted pass@k neither at small k nor at large k");
    case "too-few-samples":
      return withNeeded(t("the curves have not met by k = {0}", doubt.k), doubt.needed);
    case "too-few-questions":
      return withNeeded(t("the intervals are too wide"), doubt.needed);
  }
}

function acrossText({ evidence, trials }: Extract<Doubt, { reason: "across" }>): string {
  const { value, low, high, limit } = evidence;
  const interval = `${percent(value)} [${percent(low)}–${percent(high)}]`;
  const text = t("{0}: {1} lies across {2} %", evidenceName(evidence), interval, percent(limit!.threshold));
  return trials === undefined
    ? text
    : `${text}; ${t("about {0} would decide, were it to stay there", formatCount(trials))}`;
}

function withNeeded(why: string, needed: Extract<Doubt, { readonly k: number }>["needed"]): string {
  if (!needed) return why;
  const { questions, samples } = needed;
  return `${why}; ${t("{0} questions with {1} samples each would decide (evaluate.questions, evaluate.samples)", questions, samples)}`;
}

const percent = (share: number): string =>
  (100 * share).toFixed(Math.abs(share) >= 0.0005 && Math.abs(share) < 0.05 ? 1 : 0);
