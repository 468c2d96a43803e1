import { knownQuestions } from "../../core/analysis/atoms.ts";
import { readChains, type ChainSource } from "../../core/analysis/chains.ts";
import { readEvaluation } from "../../core/analysis/read-evaluation.ts";
import { analyzeRun, chainSource, compareLevels, datasetOf } from "../../core/analysis/run.ts";
import { ofLevel } from "../../core/analysis/tables.ts";
import type { ChainError, RunAnalysis } from "../../core/analysis/types.ts";
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
import { EvaluationCache, type EvaluationPlace } from "./evaluation-cache.ts";
import { textOf } from "./explorer.ts";
import type { OpenedDataset } from "./opened-dataset.ts";
import { sampleDetail } from "./sample-detail.ts";

/** The wrong COMP chains of an evaluation, and what they are read against. */
interface WrongChains {
  readonly opened: OpenedDataset;
  readonly source: ChainSource;
  readonly errors: readonly ChainError[];
  /** By question. */
  readonly completions: ReadonlyMap<string, string>;
  /** Questions whose facts are all known when asked alone. */
  readonly known: ReadonlySet<string>;
}

/** Analyses of evaluated runs, and the chains behind their numbers. */
export class Analyses {
  readonly #analyses: EvaluationCache<RunAnalysis>;
  readonly #evaluations = new EvaluationCache(({ folder, step }) => readEvaluation(new RunFolder(folder), step));
  readonly #wrongChains: EvaluationCache<WrongChains>;

  /** @param open opens a dataset, by its folder */
  constructor(open: (folder: string) => Promise<OpenedDataset>) {
    this.#analyses = new EvaluationCache(({ folder, step }) =>
      analyzeRun(new RunFolder(folder), {
        step,
        open: async (place) => (await open(place)).dataset,
        read: (of, at) => this.#evaluations.of({ folder: of.folder, step: at }),
      }),
    );
    this.#wrongChains = new EvaluationCache((place) => this.#readWrongChains(place, open));
  }

  /** An evaluation by itself, and beside another. @throws UserError where one is missing or damaged. */
  async compare(place: EvaluationPlace, referencePlace?: EvaluationPlace): Promise<PanelAnalysis> {
    const run = await this.#analyses.of(place);
    if (!referencePlace) return { run, comparisons: [] };
    const reference = await this.#analyses.of(referencePlace);
    const [before, after] = [await this.#evaluations.of(referencePlace), await this.#evaluations.of(place)];
    return { run, reference, comparisons: compareLevels(before, after, run.thresholds) };
  }

  /** A page of the wrong COMP chains that the filter lets through, in the order in which they were asked. */
  async page(place: EvaluationPlace, filter: ErrorFilter, offset: number): Promise<ErrorPage> {
    const { errors, known, ...rest } = await this.#wrongChains.of(place);
    const found = errors.filter((error) => matches(error, filter, known));
    const samples = found.slice(offset, offset + errorsOnPage).map((error) => withText(error, rest));
    return { filter, samples, offset, total: found.length };
  }

  /** One of them beside the gold chain. @throws UserError where the question's chain is not wrong. */
  async detail(place: EvaluationPlace, question: string): Promise<SampleDetail> {
    const { errors, completions, ...rest } = await this.#wrongChains.of(place);
    const error = errors.find((one) => one.question === question);
    if (!error) throw new UserError(`The evaluation of step ${place.step} has no wrong chain of ${question}.`);
    const { dataset } = rest.opened;
    return sampleDetail(
      dataset,
      rest.source.questions.get(question)!,
      withText(error, rest),
      completions.get(question)!,
    );
  }

  async #readWrongChains(
    place: EvaluationPlace,
    open: (folder: string) => Promise<OpenedDataset>,
  ): Promise<WrongChains> {
    const folder = new RunFolder(place.folder);
    const opened = await open(datasetOf(folder, await folder.read()));
    const evaluation = await this.#evaluations.of(place);
    const source = await chainSource(opened.dataset, evaluation);
    const answers = ofLevel(evaluation.greedy, "comp");
    const known = [...knownQuestions(evaluation.atoms)].flatMap(([question, isKnown]) => (isKnown ? [question] : []));
    return {
      opened,
      source,
      errors: readChains(answers, source).flatMap(({ error }) => error ?? []),
      completions: new Map(answers.map(({ question_id: question, completion }) => [question, completion])),
      known: new Set(known),
    };
  }
}

function withText(error: ChainError, { opened, source }: Pick<WrongChains, "opened" | "source">): ErrorSample {
  return { ...error, text: textOf(source.questions.get(error.question)!, opened.dataset) };
}

const fields = ["level", "kind", "hops", "hop", "hopSkill", "boundary", "atom"] as const satisfies (keyof ErrorFilter &
  keyof ChainError)[];

function matches(error: ChainError, filter: ErrorFilter, known: ReadonlySet<string>): boolean {
  const { progress, facts } = filter;
  return (
    fields.every((field) => filter[field] === undefined || filter[field] === error[field]) &&
    (progress === undefined || (error.progress >= progress[0] && error.progress < progress[1])) &&
    (facts === undefined || known.has(error.question))
  );
}
