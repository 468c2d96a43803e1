import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import { readJsonLines } from "./json-lines.ts";
import { parseNpy } from "./npy.ts";
import {
  probeFiles,
  statePlaces,
  type Probe,
  type ProbedAnswer,
  type ProbeSummary,
  type SilencedHead,
  type StatePlace,
} from "./probe.ts";

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
