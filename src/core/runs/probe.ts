import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Level, Skill } from "../dataset/types.ts";
import { UserError } from "../errors.ts";
import { readJsonLines } from "./json-lines.ts";
import { parseNpy } from "./npy.ts";

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

export const probeFolder = (runFolder: string, step: number): string => join(runFolder, "probes", `step-${step}`);

/** Steps with a whole probe, ascending. */
export async function listProbes(runFolder: string): Promise<number[]> {
  const names = await readdir(join(runFolder, "probes")).catch(() => []);
  const steps = names.flatMap((name) => /^step-(\d+)$/.exec(name)?.[1] ?? []).map(Number);
  const whole = await Promise.all(
    steps.map((step) =>
      stat(join(probeFolder(runFolder, step), probeFiles.summary)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return steps.filter((_, i) => whole[i]).sort((a, b) => a - b);
}

/** @throws UserError where there is no such probe, or a file of it is damaged. */
export async function readProbe(runFolder: string, step: number): Promise<Probe> {
  const file = (name: string): string => join(probeFolder(runFolder, step), name);
  const summary = await readSummary(file(probeFiles.summary));
  const answers = await readAll<ProbedAnswer>(file(probeFiles.answers));
  const heads = await readAll<SilencedHead>(file(probeFiles.heads));
  const statesFile = file(probeFiles.states);
  const bytes = await readFile(statesFile).catch(() => {
    throw new UserError(`${statesFile}: this file is missing; probe the run again.`);
  });
  const { shape, data } = parseNpy(statesFile, bytes);
  const { layers, hiddenSize } = summary;
  if (shape.join() !== [answers.length, statePlaces.length, layers + 1, hiddenSize].join())
    throw new UserError(`${statesFile}: this array does not belong to the answers beside it; probe the run again.`);
  const states = (place: StatePlace, layer: number): Float32Array[] =>
    answers.map((_, question) => {
      const row = (question * statePlaces.length + statePlaces.indexOf(place)) * (layers + 1) + layer;
      return data.subarray(row * hiddenSize, (row + 1) * hiddenSize);
    });
  return { summary, answers, heads, states };
}

async function readSummary(file: string): Promise<ProbeSummary> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new UserError(`${file}: this file is missing; probe the run first.`);
  });
  try {
    return JSON.parse(text) as ProbeSummary;
  } catch {
    throw new UserError(`${file}: this file is damaged; probe the run again.`);
  }
}

async function readAll<T>(file: string): Promise<T[]> {
  const records: T[] = [];
  for await (const record of readJsonLines<T>(file)) records.push(record);
  return records;
}
