import type { Thresholds } from "./types.ts";

/** The source's numbers (paper-summary: failure signatures); `gap`, `k` and `questions` are ours. */
export const defaultThresholds: Thresholds = {
  trapIid: 0.85,
  trapZeroShot: 0.3,
  rlGain: 0.05,
  earlyErrors: 0.5,
  exactChains: 0.01,
  gap: 0.05,
  k: 64,
  questions: 20,
};

/** What each stands for, in a line. */
export const thresholdTexts: Readonly<Record<keyof Thresholds, string>> = {
  trapIid: "memorization trap: COMP I.I.D. above this",
  trapZeroShot: "memorization trap: with COMP Zero-shot below this",
  rlGain: "prerequisites missing: RL gains less than this on COMP Zero-shot",
  earlyErrors: "no bridge: more than this share of first errors lies in the first half of the chain",
  exactChains: "nothing to reinforce: fewer whole chains than this before RL",
  gap: "pass@k curves meet where their gap is below this",
  k: "synthesis is seen at this k or a larger one",
  questions: "no verdict on fewer questions",
};

/** A number of samples or questions; the others are shares. */
export const isCount = (key: keyof Thresholds): boolean => key === "k" || key === "questions";

/** Whether a threshold can have that value. */
export const isPossible = (key: keyof Thresholds, value: unknown): value is number =>
  typeof value === "number" && (isCount(key) ? Number.isInteger(value) && value >= 1 : value >= 0 && value <= 1);

/** Thresholds as a setting gives them; what cannot be one is left at its default. */
export function thresholdsFrom(setting: Readonly<Partial<Record<string, unknown>>>): Thresholds {
  const given = Object.entries(setting).filter(([key, value]) => isThreshold(key) && isPossible(key, value));
  return { ...defaultThresholds, ...Object.fromEntries(given) };
}

export function isThreshold(key: string): key is keyof Thresholds {
  return Object.hasOwn(defaultThresholds, key);
}
