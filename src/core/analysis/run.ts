import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { openDataset, type Dataset } from "../dataset/open.ts";
import { levels, skills, type Question } from "../dataset/types.ts";
import { UserError } from "../errors.ts";
import { RunFolder } from "../runs/folder.ts";
import type { RunRecord } from "../runs/types.ts";
import { atomReport, knownAtoms, knownQuestions } from "./atoms.ts";
import { readChains, type ChainSource, type ReadChain } from "./chains.ts";
import { diagnose } from "./diagnosis.ts";
import { errorProgress } from "./error-progress.ts";
import { comparePassAtK } from "./pass-at-k-compare.ts";
import { passAtKCurve } from "./pass-at-k-curve.ts";
import { readEvaluation, type ReadEvaluation } from "./read-evaluation.ts";
import { accuracyTables, levelAccuracies, ofLevel } from "./tables.ts";
import { defaultThresholds } from "./thresholds.ts";
import type { LevelComparison, RunAnalysis, Thresholds } from "./types.ts";

export interface AnalysisOptions {
  /** Of the evaluation; without it the newest. */
  readonly step?: number;
  readonly thresholds?: Thresholds;
  /** Opens a dataset by its folder; for analyses of many runs, one that keeps what it has opened. */
  readonly open?: (folder: string) => Promise<Dataset>;
  /** Reads an evaluation; for the same, one that keeps what it has read. */
  readonly read?: typeof readEvaluation;
}

/**
 * Reads an evaluated run, its dataset and the run it starts from, and analyzes them.
 * @throws UserError where the run is not evaluated, or a file is missing or damaged.
 */
export async function analyzeRun(folder: RunFolder, options: AnalysisOptions = {}): Promise<RunAnalysis> {
  const { thresholds = defaultThresholds, open = openDataset, read = readEvaluation } = options;
  const run = await folder.read();
  const evaluation = await read(folder, await stepOf(folder, options.step));
  const dataset = await open(datasetOf(folder, run));
  const source = await chainSource(dataset, evaluation);
  const parent = await readParent(folder, run, read);
  const comparisons = parent ? compareLevels(parent.evaluation, evaluation, thresholds) : [];
  const chains = readChains(ofLevel(evaluation.greedy, "comp"), source);
  const errors = errorsByLevel(chains);
  const known = knownQuestions(evaluation.atoms);
  const errorsOfKnown =
    known.size > 0 ? errorsByLevel(chains.filter(({ question_id: question }) => known.get(question))) : undefined;
  const passAtK = comparisons.find(
    ({ skill, level, measure }) => skill === "comp" && level === "zero-shot" && measure === "answer",
  );
  const { atoms, greedy, cells } = evaluation;
  return {
    run: { id: run.id, name: run.name, method: run.config.method, seed: run.seed },
    step: evaluation.step,
    levels: levelAccuracies(greedy),
    tables: accuracyTables(greedy, source),
    passAtK: cells.flatMap(({ skill, level, tallies }) =>
      measures.map((measure) => ({ skill, level, ...passAtKCurve(tallies, measure) })),
    ),
    errors,
    ...(errorsOfKnown && { errorsOfKnown, atoms: atomReport(atoms, ofLevel(greedy, "comp")) }),
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
}

const measures = ["answer", "chain"] as const;

/** What the completions of an evaluation are read against, for `readChains`. */
export async function chainSource(dataset: Dataset, { atoms }: ReadEvaluation): Promise<ChainSource> {
  const questions = await Promise.all(skills.map((skill) => dataset.questions(skill, "test")));
  const byId = new Map(questions.flat().map((question): [string, Question] => [question.id, question]));
  return { dataset, questions: byId, atoms: knownAtoms(atoms) };
}

/** The folder of a run's dataset: beside the run, wherever both were moved or copied to, else where it was made. */
export function datasetOf(folder: RunFolder, { dataset: { name, hash, folder: recorded } }: RunRecord): string {
  const beside = join(dirname(dirname(folder.folder)), "datasets", `${name}-${hash}`);
  return existsSync(beside) ? beside : recorded;
}

async function stepOf(folder: RunFolder, wanted: number | undefined): Promise<number> {
  const steps = (await folder.readEvaluations()).map(({ step }) => step);
  const step = wanted === undefined ? steps.at(-1) : steps.find((one) => one === wanted);
  if (step !== undefined) return step;
  const found = steps.length === 0 ? "it is not evaluated yet; evaluate it first" : `there are ${steps.join(", ")}`;
  const of = wanted === undefined ? "" : `no evaluation of step ${wanted}: `;
  throw new UserError(`${folder.folder}: ${of}${found}.`);
}

interface EvaluatedRun {
  readonly run: RunRecord;
  readonly evaluation: ReadEvaluation;
}

/** The run that this one starts from; undefined where there is none beside it, or it is not evaluated. */
async function readParent(
  folder: RunFolder,
  { parent }: RunRecord,
  read: typeof readEvaluation,
): Promise<EvaluatedRun | undefined> {
  if (parent === undefined) return undefined;
  const parentFolder = new RunFolder(join(dirname(folder.folder), parent));
  const run = await parentFolder.readIfBegun();
  const step = (await parentFolder.readEvaluations()).at(-1)?.step;
  return run && step !== undefined ? { run, evaluation: await read(parentFolder, step) } : undefined;
}

/** The pass@k of each skill and level that both have samples of. */
export function compareLevels(
  before: ReadEvaluation,
  after: ReadEvaluation,
  thresholds: Thresholds,
): LevelComparison[] {
  return after.cells.flatMap(({ skill, level, tallies }) => {
    const own = ofLevel(before.cells, skill, level)[0];
    return measures.flatMap((measure) => {
      const compared = own && comparePassAtK(own.tallies, tallies, { measure, thresholds });
      return compared ? [{ skill, level, ...compared }] : [];
    });
  });
}

/** All, then each level that was asked. */
function errorsByLevel(chains: readonly ReadChain[]): RunAnalysis["errors"] {
  const byLevel = levels.map((level) => ({ level, own: chains.filter((chain) => chain.level === level) }));
  return [
    errorProgress(chains),
    ...byLevel.flatMap(({ level, own }) => (own.length > 0 ? [{ level, ...errorProgress(own) }] : [])),
  ];
}
