import type { PlayingRun } from "../../core/analysis/experiments/observe.ts";
import { observe, reportExperiment } from "../../core/analysis/experiments/report.ts";
import type { Experiment, ExperimentReport, Part } from "../../core/analysis/experiments/types.ts";
import type { StatePicture } from "../../core/analysis/probe-types.ts";
import { readSweep, type SweepPlan } from "../../core/analysis/sweep/read.ts";
import type { SweepAnalysis } from "../../core/analysis/sweep/types.ts";
import type { Measure } from "../../core/analysis/types.ts";
import { pathAccuracy, type PathAccuracy } from "../../core/analysis/path-accuracy.ts";
import type { Dataset } from "../../core/dataset/open.ts";
import type { Level, Question, RelationPath, Skill } from "../../core/dataset/types.ts";
import type { Person, PersonId, Relation } from "../../core/graph/types.ts";
import type { Finding, Thresholds } from "../../core/analysis/types.ts";
import { summarizeRuns } from "../../core/runs/compare.ts";
import { RunFolder } from "../../core/runs/folder.ts";
import type { StatePlace } from "../../core/runs/probe.ts";
import type { Rollout, RunComparison } from "../../core/runs/types.ts";
import type { ErrorFilter, ErrorPage, PanelAnalysis, SampleDetail } from "../../protocol/analysis-panel.ts";
import type { AnswerDetail, AnswerFilter } from "../../protocol/compare-panel.ts";
import type { ExplorerDataset, ExplorerExample, PathDetail, RolloutPage } from "../../protocol/panels.ts";
import type { PanelHeads, PanelProbe, TokenStrips } from "../../protocol/probe.ts";
import type { ReportChoice } from "../../report/format.ts";
import type { DatasetDocument } from "../documents/dataset-document.ts";
import { openDocument } from "../documents/open-document.ts";
import { mentionsOf, type Mention } from "../documents/mentions.ts";
import { levelsOf, type RelationLevel } from "../documents/relation-levels.ts";
import type { DatasetTarget } from "../documents/uri.ts";
import { isIn } from "../is-in.ts";
import { Analyses } from "./analyses.ts";
import { answerDetail, answerPage, type AnswersByRun, type FoundAnswers } from "./answers.ts";
import { explorerDataset, exampleOf, pathDetail, textOf } from "./explorer.ts";
import { EvaluationCache, type EvaluationPlace } from "./evaluation-cache.ts";
import { readGreedyAnswers } from "./greedy-answers.ts";
import { OpenedDataset } from "./opened-dataset.ts";
import type { ReadingProgress } from "./protocol.ts";
import { Probes, type ProbePlace } from "./probes.ts";
import type { QuestionFilter } from "./question-files.ts";
import { RolloutFiles } from "./rollout-files.ts";
import { rolloutPage } from "./rollout-page.ts";

export interface LeveledRelation {
  readonly relation: Relation;
  readonly levels: readonly RelationLevel[];
}

/** A question as a list shows it. */
export interface QuestionSummary extends Pick<Question, "id" | "skill" | "level" | "split" | "path" | "answer"> {
  readonly text: string;
  readonly relations: readonly string[];
}

/** Some of many questions. */
export interface QuestionPage {
  readonly questions: readonly QuestionSummary[];
  readonly total: number;
}

/** A step of a run's rollouts, and the mean of its rewards. */
export interface RolloutStep {
  readonly step: number;
  readonly reward: number;
}

/**
 * Reads what may be too large to be read in the extension host: datasets by their folder, rollouts and whole runs.
 * Lives in a thread of its own (see thread.ts): arguments and results are plain data.
 */
export class Reader {
  readonly #opened = new Map<string, Promise<OpenedDataset>>();
  readonly #analyses: Analyses;
  readonly #probes = new Probes();
  readonly #answers = new EvaluationCache(async (place) =>
    readGreedyAnswers(place, await this.#analyses.results(place)),
  );
  readonly #rollouts = new RolloutFiles();

  /** @param report is told how far the first reading of an evaluation's samples has come */
  constructor(report?: (progress: ReadingProgress) => void) {
    this.#analyses = new Analyses((folder) => this.#open(folder), report);
  }

  /** Opens a dataset and loads its facts and indexes, so that what is asked for next is there at once. */
  async prepare(folder: string): Promise<void> {
    const opened = await this.#open(folder);
    await opened.questions();
  }

  async relations(folder: string): Promise<LeveledRelation[]> {
    const { dataset } = await this.#open(folder);
    return dataset.graph.relations.map((relation) => ({ relation, levels: levelsOf(relation.name, dataset) }));
  }

  /** By name. */
  async people(folder: string): Promise<readonly Person[]> {
    return (await this.#open(folder)).peopleByName;
  }

  async person(folder: string, id: PersonId): Promise<Person> {
    return (await this.#open(folder)).person(id);
  }

  async findPeople(folder: string, query: string): Promise<readonly Person[]> {
    return (await this.#open(folder)).findPeople(query);
  }

  async paths(folder: string, skill: Skill, level: Level): Promise<RelationPath[]> {
    const { dataset } = await this.#open(folder);
    return [...dataset.paths.values()].filter((path) => path.skill === skill && path.level === level);
  }

  /** A document about a dataset, as its URI names it. */
  async document(target: DatasetTarget): Promise<DatasetDocument> {
    return openDocument(await this.#open(target.dataset), target);
  }

  /** The facts of a world that name a person. */
  async mentions(folder: string, person: PersonId, world: number): Promise<Mention[]> {
    const opened = await this.#open(folder);
    return mentionsOf(opened.dataset, await opened.questions(), opened.person(person).id, world);
  }

  /**
   * The questions that a filter lets through, from the `offset`th on: those of tests before those of training, and COMP
   * before CTX and MEM.
   */
  async findQuestions(folder: string, filter: QuestionFilter, offset: number, count: number): Promise<QuestionPage> {
    const opened = await this.#open(folder);
    const { places, total } = (await opened.questions()).find(filter, offset, count);
    return { questions: places.map(({ file, number }) => summaryOf(file.read(number), opened.dataset)), total };
  }

  async explorer(folder: string): Promise<ExplorerDataset> {
    const opened = await this.#open(folder);
    return explorerDataset(opened.dataset, await opened.questions());
  }

  /** @param runs whose answers stand beside the questions, by id */
  async pathDetail(
    folder: string,
    path: string,
    offset: number,
    runs: Readonly<Record<string, EvaluationPlace>>,
  ): Promise<PathDetail> {
    const opened = await this.#open(folder);
    return pathDetail(opened.dataset, await opened.questions(), path, offset, await this.#answersOf(runs));
  }

  async explorerExample(folder: string, question: string): Promise<ExplorerExample> {
    const opened = await this.#open(folder);
    return exampleOf(await opened.question(question), opened.dataset);
  }

  async pathAccuracy(run: EvaluationPlace): Promise<readonly PathAccuracy[]> {
    return pathAccuracy(await this.#analyses.results(run));
  }

  /** Closes the datasets in a place that have changed or are gone. @param place a dataset's folder, or one above it */
  async forget(place: string): Promise<void> {
    const gone = [...this.#opened].filter(([folder]) => isIn(place, folder));
    for (const [folder] of gone) this.#opened.delete(folder);
    await Promise.all(gone.map(async ([, opened]) => (await opened.catch(() => undefined))?.close()));
  }

  /** An evaluated run by itself, and beside another. */
  analysis(run: EvaluationPlace, reference?: EvaluationPlace, thresholds?: Thresholds): Promise<PanelAnalysis> {
    return this.#analyses.compare(run, reference, thresholds);
  }

  /** A page of an evaluation's wrong COMP chains. */
  wrongChains(run: EvaluationPlace, filter: ErrorFilter, offset: number): Promise<ErrorPage> {
    return this.#analyses.page(run, filter, offset);
  }

  /** One of them beside the gold chain. */
  wrongChain(run: EvaluationPlace, question: string): Promise<SampleDetail> {
    return this.#analyses.detail(run, question);
  }

  /** The source's signatures of failure, in an evaluated run beside the one it starts from. */
  findings(run: EvaluationPlace, thresholds?: Thresholds): Promise<readonly Finding[]> {
    return this.#analyses.findings(run, thresholds);
  }

  /** What the runs of a sweep answer. @throws UserError where none is evaluated. */
  sweep(plan: SweepPlan, thresholds: Thresholds): Promise<SweepAnalysis> {
    return readSweep(plan, { thresholds, read: this.#analyses.read });
  }

  /** What an experiment found. @throws UserError where a run is not evaluated, or was not asked what it needs. */
  async experiment(
    experiment: Experiment,
    cast: readonly (readonly [Part, readonly PlayingRun[]])[],
    thresholds: Thresholds,
  ): Promise<ExperimentReport> {
    return reportExperiment(experiment, await observe(cast, this.#analyses.read), thresholds);
  }

  /** A probed run by itself, and beside another; undefined where it was not probed yet. */
  probe(place: ProbePlace): Promise<PanelProbe | undefined> {
    return this.#probes.read(place);
  }

  probedStates(place: ProbePlace, at: StatePlace, layer: number): Promise<StatePicture> {
    return this.#probes.states(place, at, layer);
  }

  /** @param folder the dataset's */
  probedTokens(place: ProbePlace, folder: string, question: string): Promise<TokenStrips> {
    return this.#probes.tokens(place, question, async () => {
      const opened = await this.#open(folder);
      return textOf(await opened.question(question), opened.dataset);
    });
  }

  probedHeads(place: ProbePlace, skill: Skill, measure: Measure): Promise<PanelHeads> {
    return this.#probes.heads(place, skill, measure);
  }

  /** Runs as a page or a notebook. @param runs folders */
  report(runs: readonly string[], choice: ReportChoice): Promise<string> {
    return this.#analyses.report(runs, choice);
  }

  /** The steps a run has rollouts of, newest first. */
  async rolloutSteps(run: string): Promise<RolloutStep[]> {
    const steps = await this.#rollouts.steps(run);
    return steps.map(({ step, reward, completions }) => ({ step, reward: reward / completions })).reverse();
  }

  rollouts(run: string, step: number): Promise<Rollout[]> {
    return this.#rollouts.read(run, step);
  }

  /** Completions of a step, or of the newest, question by question. */
  rolloutPage(run: string, step: number | undefined, offset: number): Promise<RolloutPage | undefined> {
    return rolloutPage(this.#rollouts, run, step, offset);
  }

  /** @param runs folders */
  compare(runs: readonly string[]): Promise<RunComparison> {
    return summarizeRuns(runs.map((folder) => new RunFolder(folder)));
  }

  /** Questions that runs on the same data were asked. @param runs by id */
  async answers(
    folder: string,
    runs: Readonly<Record<string, EvaluationPlace>>,
    filter: AnswerFilter,
    offset: number,
  ): Promise<FoundAnswers> {
    return answerPage(await this.#open(folder), await this.#answersOf(runs), filter, offset);
  }

  async answerDetail(
    folder: string,
    runs: Readonly<Record<string, EvaluationPlace>>,
    question: string,
  ): Promise<AnswerDetail> {
    return answerDetail(await this.#open(folder), await this.#answersOf(runs), question);
  }

  async #answersOf(runs: Readonly<Record<string, EvaluationPlace>>): Promise<AnswersByRun> {
    const answers = Object.entries(runs).map(async ([id, place]) => [id, await this.#answers.of(place)] as const);
    return new Map(await Promise.all(answers));
  }

  /** Opened once and then kept. */
  #open(folder: string): Promise<OpenedDataset> {
    const known = this.#opened.get(folder);
    if (known) return known;
    const opening = OpenedDataset.open(folder);
    this.#opened.set(folder, opening);
    opening.catch(() => {
      if (this.#opened.get(folder) === opening) this.#opened.delete(folder);
    });
    return opening;
  }
}

function summaryOf(question: Question, dataset: Dataset): QuestionSummary {
  const { id, skill, level, split, path, answer } = question;
  const { relations } = dataset.paths.get(path)!;
  return { id, skill, level, split, path, answer, text: textOf(question, dataset), relations };
}
