import { basename } from "node:path";
import { datasetOf, evaluationReader } from "../../core/analysis/read-run.ts";
import { analyzeRun, compareLevels, diagnoseRun, type AnalysisOptions } from "../../core/analysis/run.ts";
import { areFactsKnown, readChains, type EvaluationTallies, type QuestionResult } from "../../core/analysis/tallies.ts";
import type { ChainError, Finding, Thresholds } from "../../core/analysis/types.ts";
import { UserError } from "../../core/errors.ts";
import { RunFolder } from "../../core/runs/folder.ts";
import {
  errorsOnPage,
  type ErrorFilter,
  type ErrorPage,
  type ErrorSample,
  type PanelAnalysis,
  type SampleDetail,
} from "../../protocol/analysis-panel.ts";
import type { ReportChoice } from "../../report/format.ts";
import { renderReport } from "../../report/report.ts";
import { EvaluationCache, type EvaluationPlace } from "./evaluation-cache.ts";
import { textOf } from "./explorer.ts";
import { readGreedyAnswers } from "./greedy-answers.ts";
import type { OpenedDataset } from "./opened-dataset.ts";
import type { ReadingProgress } from "./protocol.ts";
import { sampleDetail } from "./sample-detail.ts";

/** Analyses of evaluated runs, and the chains behind their numbers. */
export class Analyses {
  readonly #evaluations: EvaluationCache<EvaluationTallies>;
  readonly #open: (folder: string) => Promise<OpenedDataset>;

  /**
   * @param open opens a dataset, by its folder
   * @param report is told how far the first reading of an evaluation's samples has come
   */
  constructor(open: (folder: string) => Promise<OpenedDataset>, report?: (progress: ReadingProgress) => void) {
    this.#open = open;
    const read = evaluationReader(
      async (place) => (await open(place)).dataset,
      ({ folder }, step, done, total) => report?.({ folder, step, done, total }),
    );
    this.#evaluations = new EvaluationCache(({ folder, step }) => read(new RunFolder(folder), step));
  }

  /** An evaluation by itself, and beside another. @throws UserError where one is missing or damaged. */
  async compare(
    place: EvaluationPlace,
    referencePlace: EvaluationPlace | undefined,
    thresholds: Thresholds | undefined,
  ): Promise<PanelAnalysis> {
    const analyze = ({ folder, step }: EvaluationPlace) =>
      analyzeRun(new RunFolder(folder), this.#options(step, thresholds));
    const run = await analyze(place);
    if (!referencePlace) return { run, comparisons: [] };
    const reference = await analyze(referencePlace);
    const { parent } = run;
    if (parent?.id === basename(referencePlace.folder) && parent.step === referencePlace.step)
      return { run, reference, comparisons: parent.comparisons };
    const [before, after] = [await this.#evaluations.of(referencePlace), await this.#evaluations.of(place)];
    return { run, reference, comparisons: compareLevels(before, after, run.thresholds) };
  }

  /** The signatures of failure alone, sooner. */
  findings({ folder, step }: EvaluationPlace, thresholds: Thresholds | undefined): Promise<readonly Finding[]> {
    return diagnoseRun(new RunFolder(folder), this.#options(step, thresholds));
  }

  /** Runs as a page or a notebook, with what is kept of their evaluations. */
  report(folders: readonly string[], choice: ReportChoice): Promise<string> {
    const runs = folders.map((folder) => new RunFolder(folder));
    return renderReport(runs, choice, (of, at) => this.#evaluations.of({ folder: of.folder, step: at }));
  }

  #options(step: number, thresholds: Thresholds | undefined): AnalysisOptions {
    return { step, read: this.read, ...(thresholds && { thresholds }) };
  }

  /** Reads an evaluation, or has it at hand. */
  readonly read: NonNullable<AnalysisOptions["read"]> = (of, at) =>
    this.#evaluations.of({ folder: of.folder, step: at });

  /** The questions of an evaluation, each with its answer judged. */
  async results(place: EvaluationPlace): Promise<readonly QuestionResult[]> {
    return (await this.#evaluations.of(place)).questions;
  }

  /** A page of the wrong COMP chains that the filter lets through, in the order in which they were asked. */
  async page(place: EvaluationPlace, filter: ErrorFilter, offset: number): Promise<ErrorPage> {
    const evaluation = await this.#evaluations.of(place);
    const byId = new Map(evaluation.questions.map((result) => [result.question, result]));
    const found = wrongChains(evaluation).filter((error) => matches(error, filter, byId.get(error.question)!));
    const opened = await this.#datasetOf(place);
    const page = found.slice(offset, offset + errorsOnPage).map((error) => withText(error, opened));
    return { filter, samples: await Promise.all(page), offset, total: found.length };
  }

  /** One of them beside the gold chain. @throws UserError where the question's chain is not wrong. */
  async detail(place: EvaluationPlace, question: string): Promise<SampleDetail> {
    const evaluation = await this.#evaluations.of(place);
    const error = wrongChains(evaluation).find((one) => one.question === question);
    if (!error) throw new UserError(`The evaluation of step ${place.step} has no wrong chain of ${question}.`);
    const opened = await this.#datasetOf(place);
    const answers = await readGreedyAnswers(
      place,
      evaluation.questions.filter((result) => result.question === question),
    );
    const { completion } = answers.get(question)!;
    return sampleDetail(opened.dataset, await opened.question(question), await withText(error, opened), completion);
  }

  async #datasetOf({ folder }: EvaluationPlace): Promise<OpenedDataset> {
    const run = new RunFolder(folder);
    return this.#open(datasetOf(run, await run.read()));
  }
}

const wrongChains = (evaluation: EvaluationTallies): ChainError[] =>
  readChains(evaluation).flatMap(({ error }) => error ?? []);

async function withText(error: ChainError, opened: OpenedDataset): Promise<ErrorSample> {
  return { ...error, text: textOf(await opened.question(error.question), opened.dataset) };
}

const fields = ["level", "kind", "hops", "hop", "hopSkill", "boundary", "atom"] as const satisfies (keyof ErrorFilter &
  keyof ChainError)[];

function matches(error: ChainError, filter: ErrorFilter, result: QuestionResult): boolean {
  const { progress, facts } = filter;
  return (
    fields.every((field) => filter[field] === undefined || filter[field] === error[field]) &&
    (progress === undefined || (error.progress >= progress[0] && error.progress < progress[1])) &&
    (facts === undefined || areFactsKnown(result) === true)
  );
}
