import type { Question } from "../../../core/dataset/types.ts";
import { formatDuration } from "../../../core/format.ts";
import { RunFolder } from "../../../core/runs/folder.ts";
import type { ProbedAnswer, ProbeSettings, SilencedHead } from "../../../core/runs/probe.ts";
import { probeFolder } from "../../../core/runs/read-probe.ts";
import type { JobResult, ProbeJob } from "../../../protocol/worker.ts";
import type { Model } from "../../checkpoint/model.ts";
import { silenceHead } from "../../model/silence-head.ts";
import type { Engine, Inspector, Weights } from "../../model/types.ts";
import { progressReporter, type JobContext } from "../context.ts";
import { answer, promptTokens, testCells, type Answerer, type GradedCompletion, type TestCell } from "../questions.ts";
import { engineFor, prepareDataset, readRun } from "../start.ts";
import { inTurn } from "../turn.ts";
import { modelAt } from "./model-at.ts";
import { probedCells } from "./probed-cells.ts";
import { ProbeWriter, type KeptProbe } from "./probe-writer.ts";

/** Questions asked at once, and the unit in which reading resumes. */
const chunkSize = 64;

/**
 * Looks into a model of a run while it answers held-out questions, greedy: hidden states by layer, the entropy of each
 * token, and what it still answers with each attention head silenced. Goes on where it was left.
 * @throws UserError where the run has no such checkpoint, or it cannot be read.
 */
export async function probeRun(job: ProbeJob, context: JobContext): Promise<JobResult> {
  const setting = await readRun(job);
  const { name, folder } = setting.run;
  const engine = await engineFor(job, setting, context);
  const turn = { device: engine.device, parallel: job.parallel ?? Infinity, label: `the probe of ${name}` };
  const result = await inTurn(context, turn, () => probe(job, setting, engine, context));
  return result ?? { kind: "probe", folder, state: "stopped" };
}

async function probe(
  job: ProbeJob,
  { loaded, run }: Awaited<ReturnType<typeof readRun>>,
  engine: Engine,
  context: JobContext,
): Promise<JobResult> {
  const { questions, headQuestions } = job;
  const settings: ProbeSettings = { questions, headQuestions, maxNewTokens: loaded.curriculum.evaluate.maxNewTokens };
  const runFolder = new RunFolder(run.folder);
  const dataset = await prepareDataset(loaded, context);
  const model = await modelAt(job.step, { run, runFolder, loaded, dataset });
  const writer = new ProbeWriter(probeFolder(run.folder, model.step));
  const result = (state: "finished" | "stopped"): JobResult => ({ kind: "probe", folder: writer.path, state });
  if (await writer.isFinished(settings)) return result("finished");

  const [decoder, inspector] = await Promise.all([
    engine.createDecoder(model.config),
    engine.createInspector(model.config),
  ]);
  const answerer = { dataset, tokenizer: model.tokenizer, decoder };
  try {
    const cells = await testCells(dataset, settings.questions);
    const count = cells.reduce((sum, cell) => sum + cell.questions.length, 0);
    const kept = await writer.open(settings, count, chunkSize, model.config);
    const work = { run: run.name, settings, cells, model, answerer, inspector, writer, context };
    return result(await probeModel(work, kept));
  } finally {
    await writer.close();
    await Promise.all([decoder.dispose(), inspector.dispose()]);
  }
}

interface ProbeWork {
  readonly run: string;
  readonly settings: ProbeSettings;
  readonly cells: readonly TestCell[];
  readonly model: Model & { readonly step: number };
  readonly answerer: Answerer;
  readonly inspector: Inspector;
  readonly writer: ProbeWriter;
  readonly context: JobContext;
}

async function probeModel(work: ProbeWork, kept: KeptProbe): Promise<"finished" | "stopped"> {
  const { run, settings, model, writer, context } = work;
  const started = performance.now();
  const answers = await readAnswers(work, kept.answers);
  if (!answers || !(await silenceHeads(work, kept.heads))) return "stopped";
  const { numHiddenLayers: layers, numAttentionHeads: heads, hiddenSize } = model.config;
  const seconds = (performance.now() - started) / 1000;
  const cells = probedCells(answers);
  await writer.finish({
    formatVersion: 1,
    run,
    step: model.step,
    ...settings,
    layers,
    heads,
    hiddenSize,
    seconds,
    cells,
  });
  context.emit({ type: "log", level: "info", message: `Probed ${run} in ${formatDuration(seconds)}.` });
  return "finished";
}

/** All answers, those that were kept included; undefined where it was stopped. */
async function readAnswers(
  { run, settings, cells, model, answerer, inspector, writer, context }: ProbeWork,
  kept: readonly ProbedAnswer[],
): Promise<readonly ProbedAnswer[] | undefined> {
  const questions = cells.flatMap((cell) => cell.questions);
  const answers = [...kept];
  const report = progressReporter(context.emit, `Reading ${run}`, "questions", questions.length, kept.length);
  for (let start = kept.length; start < questions.length; start += chunkSize) {
    if (context.cancelled.aborted) return undefined;
    const asked = questions.slice(start, start + chunkSize);
    const completions = await answerGreedily(answerer, model.weights, asked, settings);
    const written = completions.map(({ tokens }, i) => ({ prompt: promptTokens(answerer, asked[i]!), answer: tokens }));
    const inspections = await inspector.inspect(model.weights, written);
    const lines = asked.map((question, i) =>
      probedAnswer(answerer, question, completions[i]!, inspections[i]!.entropies),
    );
    await writer.appendAnswers(lines, inspections);
    answers.push(...lines);
    report(answers.length);
  }
  return answers;
}

/** Six digits: more would be noise of 32-bit floats. */
const rounded = (value: number): number => Number(value.toPrecision(6));

function probedAnswer(
  { tokenizer }: Answerer,
  { id, skill, level }: Question,
  { tokens, correct, chainCorrect }: GradedCompletion,
  entropies: Float32Array,
): ProbedAnswer {
  const texts = Array.from(tokens).filter((token) => token !== tokenizer.endOfText);
  return {
    question_id: id,
    skill,
    level,
    tokens: texts.map((token) => tokenizer.decode([token])),
    entropies: Array.from(entropies, (entropy) => rounded(Math.max(0, entropy))),
    correct,
    chain_correct: chainCorrect,
  };
}

/** Asks anew with each head silenced that is not yet; false where it was stopped. */
async function silenceHeads(
  { run, settings, cells, model, answerer, writer, context }: ProbeWork,
  kept: readonly SilencedHead[],
): Promise<boolean> {
  const { config, weights } = model;
  const questions = cells.flatMap((cell) => cell.questions.slice(0, settings.headQuestions));
  if (questions.length === 0) return true;
  const total = config.numHiddenLayers * config.numAttentionHeads;
  const report = progressReporter(context.emit, `Silencing the heads of ${run}`, "heads", total, kept.length);
  for (let index = kept.length; index < total; index++) {
    if (context.cancelled.aborted) return false;
    const layer = Math.floor(index / config.numAttentionHeads);
    const head = index % config.numAttentionHeads;
    const silenced = silenceHead(config, weights, layer, head);
    const completions = await answerGreedily(answerer, silenced, questions, settings);
    await writer.appendHead({
      layer,
      head,
      correct: digits(completions.map(({ correct }) => correct)),
      chain_correct: digits(completions.map(({ chainCorrect }) => chainCorrect)),
    });
    report(index + 1);
  }
  return true;
}

const digits = (values: readonly boolean[]): string => values.map(Number).join("");

async function answerGreedily(
  answerer: Answerer,
  weights: Weights,
  questions: readonly Question[],
  { maxNewTokens }: ProbeSettings,
): Promise<GradedCompletion[]> {
  const greedy = { samplesPerQuestion: 1, temperature: 0, maxNewTokens, random: () => 0 };
  return (await answer(answerer, weights, questions, greedy)).flat();
}
