import { readTallies } from "../../core/analysis/tallies-file.ts";
import type { Question } from "../../core/dataset/types.ts";
import { createRandom } from "../../core/random.ts";
import { RunFolder } from "../../core/runs/folder.ts";
import type { ResolvedRun } from "../../core/runs/resolve.ts";
import type { EvaluationSample } from "../../core/runs/types.ts";
import type { Job, JobResult } from "../../protocol/worker.ts";
import type { Model } from "../checkpoint/model.ts";
import type { Engine, Weights } from "../model/types.ts";
import { evaluateAtoms } from "./atoms.ts";
import { progressReporter, type JobContext } from "./context.ts";
import { EvaluationFolder, type EvaluationSettings } from "./evaluation-folder.ts";
import { answer, testCells, type Answerer, type GradedCompletion } from "./questions.ts";
import { modelAt } from "./probe/model-at.ts";
import { engineFor, prepareDataset, readRun } from "./start.ts";
import { evaluationCells } from "./summary.ts";
import { inTurn } from "./turn.ts";

type EvaluateJob = Extract<Job, { kind: "evaluate" }>;

/** Completions sampled at once, beyond which fewer questions are. */
const mostAtOnce = 2048;

/** Questions answered at once, and the unit in which an evaluation resumes. */
const chunkSizeFor = (samples: number): number =>
  Math.max(1, Math.min(32, Math.floor(mostAtOnce / Math.max(1, samples))));

/**
 * When the device is free, evaluates a checkpoint of a run: greedy accuracy, and pass@k from samples, by skill and level.
 * Goes on where it was left, with the same samples as if never interrupted. An evaluation under other settings is made
 * anew.
 * @throws UserError where the run has no checkpoint or it cannot be read.
 */
export async function evaluateRun(job: EvaluateJob, context: JobContext): Promise<JobResult> {
  const setting = await readRun(job);
  const { name, folder } = setting.run;
  const engine = await engineFor(job, setting, context);
  const turn = { device: engine.device, parallel: job.parallel ?? Infinity, label: `the evaluation of ${name}` };
  const result = await inTurn(context, turn, () => evaluateCheckpoint(job.step, setting, engine, context));
  return result ?? { kind: "evaluate", folder, state: "stopped" };
}

async function evaluateCheckpoint(
  step: number | undefined,
  { loaded, run }: Awaited<ReturnType<typeof readRun>>,
  engine: Engine,
  context: JobContext,
): Promise<JobResult> {
  const { questions, samples, temperature, maxNewTokens, atoms } = loaded.curriculum.evaluate;
  const settings: EvaluationSettings = { questions, samples, temperature, maxNewTokens };
  const runFolder = new RunFolder(run.folder);
  const dataset = await prepareDataset(loaded, context);
  const model = await modelAt(step, { run, runFolder, loaded, dataset });
  const folder = new EvaluationFolder(runFolder.evaluationFolder(model.step));
  const result = (state: "finished" | "stopped"): JobResult => ({ kind: "evaluate", folder: folder.path, state });
  if (await folder.isFinished(settings, atoms)) return result("finished");

  const decoder = await engine.createDecoder(model.config);
  const answerer = { dataset, tokenizer: model.tokenizer, decoder };
  try {
    return result(await evaluateModel({ run, settings, atoms, model, answerer, folder, context }));
  } finally {
    await folder.close();
    await decoder.dispose();
  }
}

interface Evaluation {
  readonly run: ResolvedRun;
  readonly settings: EvaluationSettings;
  /** Whether hops are asked alone too. */
  readonly atoms: boolean;
  readonly model: Model & { readonly step: number };
  readonly answerer: Answerer;
  readonly folder: EvaluationFolder;
  readonly context: JobContext;
}

async function evaluateModel(evaluation: Evaluation): Promise<"finished" | "stopped"> {
  const { run, settings, answerer, folder, context } = evaluation;
  const { step, weights } = evaluation.model;
  const cells = await testCells(answerer.dataset, settings.questions);
  const questions = cells.flatMap((cell) => cell.questions);
  const chunkSize = chunkSizeFor(settings.samples);
  const perQuestion = 1 + settings.samples;
  const kept = await folder.open(settings, (found) => wholeChunks(found, questions.length, perQuestion, chunkSize));

  const first = kept / perQuestion;
  const report = progressReporter(context.emit, `Evaluating ${run.name}`, "questions", questions.length, first);
  const started = performance.now();
  let tokens = 0;
  for (let start = first; start < questions.length; start += chunkSize) {
    if (context.cancelled.aborted) return "stopped";
    const asked = questions.slice(start, start + chunkSize);
    const stream = createRandom(run.seed, "evaluate", step, start);
    const random = (): number => stream.float();
    const completions = await completeAll(answerer, weights, asked, settings, random);
    tokens += completions.flat().reduce((sum, completion) => sum + completion.tokens.length, 0);
    await folder.append(asked.flatMap((question, i) => samplesOf(question, completions[i]!)));
    report(Math.min(start + chunkSize, questions.length));
  }
  const seconds = (performance.now() - started) / 1000;
  const comp = questions.filter(({ skill }) => skill === "comp");
  const { maxNewTokens } = settings;
  const alone = { run: run.name, answerer, weights, questions: comp, maxNewTokens, folder, context };
  const atoms = evaluation.atoms ? await evaluateAtoms(alone) : undefined;
  if (evaluation.atoms && !atoms) return "stopped";
  const tallies = await readTallies(folder.path, step, () => Promise.resolve(answerer.dataset));
  await folder.finish({
    formatVersion: 1,
    run: run.id,
    step,
    questionsPerCell: settings.questions,
    samplesPerQuestion: settings.samples,
    temperature: settings.temperature,
    maxNewTokens: settings.maxNewTokens,
    seconds,
    tokensPerSecond: tokens / seconds,
    cells: evaluationCells(cells, tallies, answerer.dataset.spec.questions),
    ...(atoms && { atoms }),
  });
  return "finished";
}

/** The greedy completion of each question, then its samples. */
async function completeAll(
  answerer: Answerer,
  weights: Weights,
  questions: readonly Question[],
  { samples, temperature, maxNewTokens }: EvaluationSettings,
  random: () => number,
): Promise<GradedCompletion[][]> {
  const greedy = { samplesPerQuestion: 1, temperature: 0, maxNewTokens, random };
  const completions = await answer(answerer, weights, questions, greedy);
  if (samples === 0) return completions;
  const sampling = { samplesPerQuestion: samples, temperature, maxNewTokens, random };
  const sampled = await answer(answerer, weights, questions, sampling);
  return completions.map((own, i) => [...own, ...sampled[i]!]);
}

const samplesOf = (question: Question, completions: readonly GradedCompletion[]): EvaluationSample[] =>
  completions.map(({ text, correct, chainCorrect }, i) => ({
    question_id: question.id,
    skill: question.skill,
    level: question.level,
    sample: i - 1,
    completion: text,
    correct,
    chain_correct: chainCorrect,
  }));

/** How many of so many samples are those of chunks that were written whole. */
function wholeChunks(samples: number, questions: number, perQuestion: number, chunkSize: number): number {
  const whole = Math.floor(samples / perQuestion);
  return perQuestion * (whole >= questions ? questions : whole - (whole % chunkSize));
}
