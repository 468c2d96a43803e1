import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { openDataset, type Dataset } from "../dataset/open.ts";
import { levels } from "../dataset/types.ts";
import { UserError } from "../errors.ts";
import { RunFolder } from "../runs/folder.ts";
import type { RunRecord } from "../runs/types.ts";
import { atomReport } from "./atoms.ts";
import type { OnProgress } from "./build-tallies.ts";
import type { ReadChain } from "./chains.ts";
import { diagnose } from "./diagnosis.ts";
import { errorProgress } from "./error-progress.ts";
import { comparePassAtK } from "./pass-at-k-compare.ts";
import { passAtKCurve } from "./pass-at-k-curve.ts";
import { accuracyTables, levelAccuracies, ofLevel } from "./tables.ts";
import { readTallies } from "./tallies-file.ts";
import { areFactsKnown, readChains, talliedCells, type EvaluationTallies } from "./tallies.ts";
import { defaultThresholds } from "./thresholds.ts";
import type { ErrorsByLevel, LevelComparison, RunAnalysis, StepAnalysis, Thresholds } from "./types.ts";

/** Reads the tallies of an evaluation. */
export type ReadEvaluation = (folder: RunFolder, step: number) => Promise<EvaluationTallies>;

export interface AnalysisOptions {
  /** Of the evaluation; without it the newest. */
  readonly step?: number;
  readonly thresholds?: Thresholds;
  /** For analyses of many runs: one that keeps what it has read. */
  readonly read?: ReadEvaluation;
}

/**
 * Reads an evaluated run and the run it starts from, and analyzes them.
 * @throws UserError where the run is not evaluated, or a file is missing or damaged.
 */
export async function analyzeRun(folder: RunFolder, options: AnalysisOptions = {}): Promise<RunAnalysis> {
  const { thresholds = defaultThresholds, read = evaluationReader() } = options;
  const run = await folder.read();
  const { step, others } = await stepsOf(folder, options.step);
  const evaluation = await read(folder, step);
  const parent = await readParent(folder, run, read);
  const comparisons = parent ? compareLevels(parent.evaluation, evaluation, thresholds) : [];
  const passAtK = comparisons.find(
    ({ skill, level, measure }) => skill === "comp" && level === "zero-shot" && measure === "answer",
  );
  const { errors, errorsOfKnown } = errorsOf(evaluation);
  const atoms = atomReport(evaluation);
  const steps = others.length === 0 ? [] : await Promise.all([...others, step].sort((a, b) => a - b).map(analyzeStep));
  return {
    run: { id: run.id, name: run.name, method: run.config.method, seed: run.seed },
    step,
    levels: levelAccuracies(evaluation.questions),
    tables: accuracyTables(evaluation),
    passAtK: talliedCells(evaluation).flatMap(({ skill, level, tallies }) =>
      measures.map((measure) => ({ skill, level, ...passAtKCurve(tallies, measure) })),
    ),
    errors,
    ...(errorsOfKnown && { errorsOfKnown }),
    ...(atoms && { atoms }),
    ...(steps.length > 0 && { steps }),
    ...(parent && { parent: { id: parent.run.id, name: parent.run.name, comparisons } }),
    findings: diagnose(
      {
        isRl: run.config.method !== "sft",
        evaluation,
        ...(parent && { before: parent.evaluation }),
        ...(passAtK && { passAtK }),
        errors: (errorsOfKnown ?? errors)[0]!,
      },
      thresholds,
    ),
    thresholds,
  };

  async function analyzeStep(at: number): Promise<StepAnalysis> {
    const own = at === step ? evaluation : await read(folder, at);
    return { step: at, levels: levelAccuracies(own.questions), ...errorsOf(own) };
  }
}

const measures = ["answer", "chain"] as const;

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
async function stepsOf(folder: RunFolder, wanted: number | undefined): Promise<{ step: number; others: number[] }> {
  const steps = (await folder.readEvaluations()).map(({ step }) => step);
  const step = wanted === undefined ? steps.at(-1) : steps.find((one) => one === wanted);
  if (step !== undefined) return { step, others: steps.filter((one) => one !== step) };
  const found = steps.length === 0 ? "it is not evaluated yet; evaluate it first" : `there are ${steps.join(", ")}`;
  const of = wanted === undefined ? "" : `no evaluation of step ${wanted}: `;
  throw new UserError(`${folder.folder}: ${of}${found}.`);
}

interface EvaluatedRun {
  readonly run: RunRecord;
  readonly evaluation: EvaluationTallies;
}

/** The run that this one starts from; undefined where there is none beside it, or it is not evaluated. */
async function readParent(
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

/** The pass@k of each skill and level that both have samples of. */
export function compareLevels(
  before: EvaluationTallies,
  after: EvaluationTallies,
  thresholds: Thresholds,
): LevelComparison[] {
  const cells = talliedCells(before);
  return talliedCells(after).flatMap(({ skill, level, tallies }) => {
    const own = ofLevel(cells, skill, level)[0];
    return measures.flatMap((measure) => {
      const compared = own && comparePassAtK(own.tallies, tallies, { measure, thresholds });
      return compared ? [{ skill, level, ...compared }] : [];
    });
  });
}

/** Of all COMP chains and, where facts were asked alone, of those whose facts are all known. */
function errorsOf(evaluation: EvaluationTallies): Pick<RunAnalysis, "errors" | "errorsOfKnown"> {
  const chains = readChains(evaluation);
  const known = new Map(evaluation.questions.map((result) => [result.question, areFactsKnown(result)]));
  const isAsked = chains.some(({ question }) => known.get(question) !== undefined);
  return {
    errors: errorsByLevel(chains),
    ...(isAsked && { errorsOfKnown: errorsByLevel(chains.filter(({ question }) => known.get(question))) }),
  };
}

/** All, then each level that was asked. */
function errorsByLevel(chains: readonly ReadChain[]): ErrorsByLevel {
  const byLevel = levels.map((level) => ({ level, own: chains.filter((chain) => chain.level === level) }));
  return [
    errorProgress(chains),
    ...byLevel.flatMap(({ level, own }) => (own.length > 0 ? [{ level, ...errorProgress(own) }] : [])),
  ];
}
