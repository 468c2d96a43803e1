import { levels } from "../dataset/types.ts";
import type { RunFolder } from "../runs/folder.ts";
import { atomReport } from "./atoms.ts";
import type { ReadChain } from "./chains.ts";
import { diagnose } from "./diagnosis.ts";
import { errorProgress } from "./error-progress.ts";
import { comparePassAtK } from "./pass-at-k-compare.ts";
import { passAtKCurve } from "./pass-at-k-curve.ts";
import { evaluationReader, readParent, stepsOf, type EvaluatedRun, type ReadEvaluation } from "./read-run.ts";
import { accuracyTables, levelAccuracies, ofLevel } from "./tables.ts";
import { areFactsKnown, readChains, talliedCells, type EvaluationTallies } from "./tallies.ts";
import { defaultThresholds } from "./thresholds.ts";
import type { ErrorsByLevel, Finding, LevelComparison, RunAnalysis, StepAnalysis, Thresholds } from "./types.ts";

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
    ...(parent && { parent: { id: parent.run.id, name: parent.run.name, step: parent.evaluation.step, comparisons } }),
    findings: findingsOf({ run, evaluation }, parent, thresholds),
    thresholds,
  };

  async function analyzeStep(at: number): Promise<StepAnalysis> {
    const own = at === step ? evaluation : await read(folder, at);
    return { step: at, levels: levelAccuracies(own.questions), ...errorsOf(own) };
  }
}

/** The findings of `analyzeRun` alone, sooner. */
export async function diagnoseRun(folder: RunFolder, options: AnalysisOptions = {}): Promise<readonly Finding[]> {
  const { thresholds = defaultThresholds, read = evaluationReader() } = options;
  const run = await folder.read();
  const evaluation = await read(folder, (await stepsOf(folder, options.step)).step);
  return findingsOf({ run, evaluation }, await readParent(folder, run, read), thresholds);
}

function findingsOf(
  { run, evaluation }: EvaluatedRun,
  parent: EvaluatedRun | undefined,
  thresholds: Thresholds,
): Finding[] {
  const { errors, errorsOfKnown = errors } = errorsOf(evaluation);
  const [before, after] = [parent?.evaluation, evaluation].map(
    (one) => one && ofLevel(talliedCells(one), "comp", "zero-shot")[0]?.tallies,
  );
  const passAtK = before && after && comparePassAtK(before, after, { thresholds });
  return diagnose(
    {
      isRl: run.config.method !== "sft",
      evaluation,
      ...(parent && { before: parent.evaluation }),
      ...(passAtK && { passAtK }),
      errors: errorsOfKnown[0]!,
    },
    thresholds,
  );
}

const measures = ["answer", "chain"] as const;

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
