import type { Level, Skill } from "../dataset/types.ts";

/** What decides a probe. */
export interface ProbeSettings {
  /** Of each skill and level, at most: fewer are among more, and the same for all runs on a dataset. */
  readonly questions: number;
  /** The first so many of these are asked again with each attention head silenced; 0 = heads are left alone. */
  readonly headQuestions: number;
  readonly maxNewTokens: number;
}

export const defaultProbeQuestions = 32;

/** One line of `answers.jsonl`: a greedy answer. */
export interface ProbedAnswer {
  readonly question_id: string;
  readonly skill: Skill;
  readonly level: Level;
  /** As text, the end of text left out. */
  readonly tokens: readonly string[];
  /** Of the distribution that predicts each token, the end of text included, nats. */
  readonly entropies: readonly number[];
  readonly correct: boolean;
  readonly chain_correct: boolean;
}

/** One line of `heads.jsonl`: greedy answers with one attention head silenced. */
export interface SilencedHead {
  /** From 0. */
  readonly layer: number;
  readonly head: number;
  /** "1" or "0" for each question, in the order of `answers.jsonl` as far as they are asked again. */
  readonly correct: string;
  readonly chain_correct: string;
}

/** `summary.json`: the probe is whole. */
export interface ProbeSummary extends ProbeSettings {
  readonly formatVersion: 1;
  readonly run: string;
  readonly step: number;
  readonly layers: number;
  /** In each layer. */
  readonly heads: number;
  readonly hiddenSize: number;
  readonly seconds: number;
  readonly cells: readonly ProbedCell[];
}

export interface ProbedCell {
  readonly skill: Skill;
  readonly level: Level;
  readonly questions: number;
  readonly accuracy: number;
  readonly strictAccuracy: number;
  /** Means over the questions, nats. */
  readonly entropyPerToken: number;
  readonly entropyPerAnswer: number;
}

/** Where a hidden state is read: at the prompt's last token, or as the mean over the answer. */
export const statePlaces = ["prompt", "answer"] as const;
export type StatePlace = (typeof statePlaces)[number];

/** A probe as read. */
export interface Probe {
  readonly summary: ProbeSummary;
  readonly answers: readonly ProbedAnswer[];
  readonly heads: readonly SilencedHead[];
  /** The state of each question [hidden], in the order of `answers`. @param layer 0 = the embedding */
  readonly states: (place: StatePlace, layer: number) => readonly Float32Array[];
}

/** The files of a probe: `probes/step-N/` in a run's folder. */
export const probeFiles = {
  settings: "settings.json",
  answers: "answers.jsonl",
  /** [questions, 2 (prompt, answer), layers + 1, hidden]. */
  states: "states.npy",
  heads: "heads.jsonl",
  summary: "summary.json",
} as const;
