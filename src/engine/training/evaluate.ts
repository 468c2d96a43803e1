import { readCurriculum } from "../../core/curriculum/read.ts";
import type { Question } from "../../core/dataset/types.ts";
import { createRandom } from "../../core/random.ts";
import { RunFolder } from "../../core/runs/folder.ts";
import { resolveRun, type ResolvedRun } from "../../core/runs/resolve.ts";
import type { EvaluationSample } from "../../core/runs/types.ts";
import type { Job, JobResult } from "../../protocol/worker.ts";
import type { Model } from "../checkpoint/model.ts";
import type { Weights } from "../model/types.ts";
import { evaluateAtoms } from "./atoms.ts";
import { progressReporter, type JobContext } from "./context.ts";
import { EvaluationFolder, type EvaluationSettings } from "./evaluation-folder.ts";
import { answer, testCells, type Answerer, type GradedCompletion } from "./questions.ts";
import { prepareDataset, readLastModel } from "./start.ts";
import { evaluationCells } from "./summary.ts";

/** Questions answered at once, and the unit in which an evaluation resumes. */
const chunkSize = 32;

/**
 * Evaluates the newest checkpoint of a run: greedy accuracy, and pass@k from samples, by skill and level. Goes on where
 * it was left, with the same samples as if never interrupted. An evaluation under other settings is made anew.
 * @throws UserError where the run has no checkpoint or it cannot be read.
 */
export async function evaluateRun(job: Extract<Job, { kind: "evaluate" }>, context: JobContext): Promise<JobResult> {
  const loaded = await readCurriculum(job.curriculum);
  const { questions, samples, temperature, maxNewTokens, atoms } = loaded.curriculum.evaluate;
  const settings: EvaluationSettings = { questions, samples, temperature, maxNewTokens };
  const run = resolveRun(loaded, job.run);
  const runFolder = new RunFolder(run.folder);
  const model = await readLastModel(runFolder, run.name, loaded.curriculum.model.chat);
  const folder = new EvaluationFolder(runFolder.evaluationFolder(model.step));
  const result = (state: "finished" | "stopped"): JobResult => ({ kind: "evaluate", folder: folder.path, state });
  if (await folder.isFinished(settings, atoms)) return result("finished");

  const dataset = await prepareDataset(loaded, context);
  const engine = await context.createEngine({ threads: job.threads });
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
  const kept = await folder.open(settings, (samples) => wholeChunks(samples, questions, settings));
  const samples = [...kept];

  const first = kept.length / (1 + settings.samples);
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
    const lines = asked.flatMap((question, i) => samplesOf(question, completions[i]!));
    await folder.append(lines);
    samples.push(...lines);
    report(Math.min(start + chunkSize, questions.length));
  }
  const seconds = (performance.now() - started) / 1000;
  const comp = questions.filter(({ skill }) => skill === "comp");
  const { maxNewTokens } = settings;
  const alone = { run: run.name, answerer, weights, questions: comp, maxNewTokens, folder, context };
  const atoms = evaluation.atoms ? await evaluateAtoms(alone) : undefined;
  if (evaluation.atoms && !atoms) return "stopped";
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
    cells: evaluationCells(cells, samples, answerer.dataset.spec.questions),
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

/** The samples of all chunks that were written whole. */
function wholeChunks(
  samples: readonly EvaluationSample[],
  questions: readonly Question[],
  { samples: perQuestion }: EvaluationSettings,
): readonly EvaluationSample[] {
  const ends = Array.from({ length: Math.ceil(questions.length / chunkSize) }, (_, chunk) =>
    Math.min((chunk + 1) * chunkSize, questions.length),
  );
  const whole = ends.filter((end) => end * (1 + perQuestion) <= samples.length).at(-1) ?? 0;
  return samples.slice(0, whole * (1 + perQuestion));
}
