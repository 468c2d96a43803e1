import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { openDataset, type Dataset } from "../dataset/open.ts";
import { UserError } from "../errors.ts";
import { RunFolder } from "../runs/folder.ts";
import type { RunRecord } from "../runs/types.ts";
import type { OnProgress } from "./build-tallies.ts";
import { readTallies } from "./tallies-file.ts";
import type { EvaluationTallies } from "./tallies.ts";

/** Reads the tallies of an evaluation. */
export type ReadEvaluation = (folder: RunFolder, step: number) => Promise<EvaluationTallies>;

/**
 * Reads evaluations from their folders, and the datasets that they need at most once.
 * @param open opens a dataset by its folder
 */
export function evaluationReader(
  open: (folder: string) => Promise<Dataset> = openDataset,
  onProgress?: (folder: RunFolder, step: number, ...progress: Parameters<OnProgress>) => void,
): ReadEvaluation {
  const opened = new Map<string, Promise<Dataset>>();
  const openOnce = async (folder: RunFolder): Promise<Dataset> => {
    const place = datasetOf(folder, await folder.read());
    const dataset = opened.get(place) ?? open(place);
    opened.set(place, dataset);
    return dataset;
  };
  return (folder, step) =>
    readTallies(
      folder.evaluationFolder(step),
      step,
      () => openOnce(folder),
      (done, total) => onProgress?.(folder, step, done, total),
    );
}

/** The folder of a run's dataset: beside the run, wherever both were moved or copied to, else where it was made. */
export function datasetOf(folder: RunFolder, { dataset: { name, hash, folder: recorded } }: RunRecord): string {
  const beside = join(dirname(dirname(folder.folder)), "datasets", `${name}-${hash}`);
  return existsSync(beside) ? beside : recorded;
}

/** The evaluation that is wanted, and the others of the run. @throws UserError where there is none. */
export async function stepsOf(
  folder: RunFolder,
  wanted: number | undefined,
): Promise<{ step: number; others: number[] }> {
  const steps = (await folder.readEvaluations()).map(({ step }) => step);
  const step = wanted === undefined ? steps.at(-1) : steps.find((one) => one === wanted);
  if (step !== undefined) return { step, others: steps.filter((one) => one !== step) };
  const found = steps.length === 0 ? "it is not evaluated yet; evaluate it first" : `there are ${steps.join(", ")}`;
  const of = wanted === undefined ? "" : `no evaluation of step ${wanted}: `;
  throw new UserError(`${folder.folder}: ${of}${found}.`);
}

export interface EvaluatedRun {
  readonly run: RunRecord;
  readonly evaluation: EvaluationTallies;
}

/** The run that this one starts from; undefined where there is none beside it, or it is not evaluated. */
export async function readParent(
  folder: RunFolder,
  { parent }: RunRecord,
  read: ReadEvaluation,
): Promise<EvaluatedRun | undefined> {
  if (parent === undefined) return undefined;
  const parentFolder = new RunFolder(join(dirname(folder.folder), parent));
  const run = await parentFolder.readIfBegun();
  const step = (await parentFolder.readEvaluations()).at(-1)?.step;
  return run && step !== undefined ? { run, evaluation: await read(parentFolder, step) } : undefined;
}
