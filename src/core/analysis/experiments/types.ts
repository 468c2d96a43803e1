import type { Measure, Estimate, FindingStatus, Verdict } from "../types.ts";

/** The first three experiments of the source. */
export const experiments = ["baseline", "atomic-prerequisite", "pass-at-k"] as const;
export type Experiment = (typeof experiments)[number];

/** The parts that runs play in them, by the names that the samples give such runs. */
export const parts = ["sft-comp", "sft-comp-rl", "sft-mem-ctx", "sft-mem-ctx-rl"] as const;
export type Part = (typeof parts)[number];

/** A number with those of its seeds. */
export interface Observed extends Estimate {
  /** In the order of the part's runs. */
  readonly bySeed: readonly number[];
}

/** What the source found, beside what was found here. */
export interface Expectation {
  readonly key: ExpectationKey;
  readonly kind: "share" | "difference";
  /** A share or a difference of shares; absent where the source gives no number. */
  readonly paper?: number;
  readonly observed: Observed;
  /** On which side of it the number is expected; absent where it is told for comparison alone. */
  readonly limit?: { readonly side: "above" | "below"; readonly threshold: number };
  /** Absent without a limit. */
  readonly status?: FindingStatus;
}

export type ExpectationKey =
  | "sft-comp-iid"
  | "sft-comp-composition"
  | "sft-comp-zero-shot"
  | "sft-comp-zero-shot-chain"
  | "collapse"
  | "sft-mem-ctx-zero-shot"
  | "sft-mem-ctx-rl-zero-shot"
  | "sft-comp-rl-zero-shot"
  | "arms-zero-shot"
  | "arms-zero-shot-chain"
  | "sft-mem-ctx-gain"
  | "sft-comp-gain"
  | "sft-mem-ctx-gap-first"
  | "sft-mem-ctx-gap-last"
  | "sft-comp-gap-first"
  | "sft-comp-gap-last";

/** pass@k of one arm before and after RL, the questions of all seeds together and each seed by itself. */
export interface ArmVerdict {
  readonly arm: "sft-mem-ctx" | "sft-comp";
  readonly measure: Measure;
  readonly verdict: Verdict;
  readonly bySeed: readonly Verdict[];
  /** The largest k. */
  readonly k: number;
}

export interface ExperimentReport {
  readonly experiment: Experiment;
  /** One run a seed for each part. */
  readonly parts: readonly {
    readonly part: Part;
    readonly runs: readonly { readonly id: string; readonly name: string; readonly seed: number }[];
  }[];
  readonly expectations: readonly Expectation[];
  /** Of the diagnostic by pass@k. */
  readonly verdicts: readonly ArmVerdict[];
  /** Settings in which the two RL runs differ, though they should be alike. */
  readonly unlike: readonly string[];
}
