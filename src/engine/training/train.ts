import { copyFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { LoadedCurriculum } from "../../core/curriculum/read.ts";
import type { Dataset } from "../../core/dataset/open.ts";
import { createRandom } from "../../core/random.ts";
import { RunFolder } from "../../core/runs/folder.ts";
import type { ResolvedRun } from "../../core/runs/resolve.ts";
import type { Job, JobResult } from "../../protocol/worker.ts";
import { memoryPlaces } from "../devices/memory.ts";
import { explainFailure } from "../explain.ts";
import { initialAdapter } from "../model/lora.ts";
import type { Engine } from "../model/types.ts";
import type { JobContext } from "./context.ts";
import { runSteps } from "./loop.ts";
import { checkMemory, memoryPlan } from "./memory.ts";
import { checkMix, prepareMethod } from "./method.ts";
import { checkPrecision } from "./precision.ts";
import { longestPrompt, quickEvaluation, testCells, type TestCell } from "./questions.ts";
import { RunControl } from "./run-control.ts";
import { refuseIfAlive, RunKeeper } from "./run-keeper.ts";
import {
  engineFor,
  expectedRecord,
  newestCheckpoint,
  prepareDataset,
  readRun,
  recordOf,
  startingPoint,
} from "./start.ts";
import { Turn } from "./turn.ts";

type TrainJob = Extract<Job, { kind: "train" }>;
type EndState = Extract<JobResult, { kind: "train" }>["state"];

/**
 * Trains a run when its device is free, or goes on where it was left: at the newest checkpoint, on the same curve. A run
 * that is finished stays as it is.
 * @throws UserError naming what the user can mend; the run then reads `failed`.
 */
export async function trainRun(job: TrainJob, context: JobContext): Promise<JobResult> {
  const { loaded, run } = await readRun(job);
  const folder = new RunFolder(run.folder);
  const previous = await folder.readIfBegun();
  const result = (state: EndState): JobResult => ({ kind: "train", folder: folder.folder, state });
  const isWhole = (await folder.listCheckpoints()).includes(run.spec.steps);
  if (previous?.state === "finished" && isWhole) return result("finished");
  await refuseIfAlive(folder);
  checkMix(run);

  const engine = await engineFor(job, { loaded, run }, context);
  checkPrecision(run, engine);
  const control = await RunControl.listen(run.folder);
  const own = { ...context, cancelled: AbortSignal.any([context.cancelled, control.stop]) };
  const turn = new Turn(own, { device: engine.device, parallel: job.parallel ?? Infinity, label: run.name });
  const keeper = new RunKeeper(folder);
  try {
    const isOurs = await turn.take(async (waitingFor) => {
      await keeper.queue(previous ?? (await expectedRecord(run, loaded, { engine, threads: job.threads })), waitingFor);
    });
    const state = isOurs ? await train({ job, loaded, run, engine, context: own, control, turn, keeper }) : "stopped";
    await keeper.end(state);
    return result(state);
  } catch (error) {
    // A full disk takes no word of it either; the run then reads as stopped.
    await keeper.end("failed", reasonOf(error, folder)).catch(() => undefined);
    throw error;
  } finally {
    await control.dispose();
    await turn.giveBack();
  }
}

interface Run {
  readonly job: TrainJob;
  readonly loaded: LoadedCurriculum;
  readonly run: ResolvedRun;
  readonly engine: Engine;
  readonly context: JobContext;
  readonly control: RunControl;
  readonly turn: Turn;
  readonly keeper: RunKeeper;
}

async function train(own: Run): Promise<EndState> {
  const { job, loaded, run, engine, context, control, turn, keeper } = own;
  const folder = new RunFolder(run.folder);
  const dataset = await prepareDataset(loaded, context);
  const { maxNewTokens, quickQuestions, quickSamples: samples, temperature } = loaded.curriculum.evaluate;
  const cells = await testCells(dataset, quickQuestions);
  const { model, answerer, method, trainer, reference, resumed } = await load(own, dataset, cells);

  const previous = await folder.readIfBegun();
  const setting = { dataset, model: model.config, engine, threads: job.threads };
  const record = recordOf(run, loaded, setting, previous, resumed);
  await keeper.begin(record);
  // What the rewards were, for those who ask later.
  if (run.rewardModule) await copyFile(run.rewardModule.path, join(folder.folder, basename(run.rewardModule.path)));
  const evaluate = (step: number) => {
    const stream = createRandom(run.seed, "quick evaluation", step);
    const asked = { maxNewTokens, samples, temperature, random: () => stream.float() };
    return quickEvaluation(answerer, trainer.weights(), cells, asked);
  };
  const from = resumed?.global_step ?? 0;
  await folder.truncateAfter(from);
  const loop = { record, folder, keeper, context, model, trainer, order: method.order, control, turn, evaluate };
  const state = await runSteps(loop, method.steps(trainer, from, reference), resumed);
  await trainer.dispose();
  await answerer.decoder.dispose();
  return state;
}

/** All that training needs; what was read for it and is not needed any more is free when this returns. */
async function load({ loaded, run, engine, context }: Run, dataset: Dataset, cells: readonly TestCell[]) {
  const { spec, seed } = run;
  const { lora, gradientAccumulation, recomputeActivations, precision } = spec;
  const folder = new RunFolder(run.folder);
  const { readWeights, ...model } = await startingPoint(run, loaded.curriculum, dataset);
  const checkpoint = await newestCheckpoint(folder, context.emit);
  const decoder = await engine.createDecoder(model.config);
  const method = await prepareMethod({ run, folder, dataset, model, decoder }, checkpoint?.state.data);
  const answerer = { dataset, tokenizer: model.tokenizer, decoder };
  const questions = cells.flatMap((cell) => cell.questions);
  const asked = { prompts: questions.length, promptLength: longestPrompt(answerer, questions) };
  const plan = memoryPlan(spec, loaded.curriculum.evaluate, model.config, method, asked);
  const demand = { ...method, plan, canAdapt: run.parent !== undefined || model.folder !== undefined };
  for (const place of await memoryPlaces(engine.device)) checkMemory(demand, place);

  const weights = checkpoint?.weights ?? (await readWeights());
  const isStart = checkpoint?.weights === undefined;
  const adapter = lora && (checkpoint?.adapter ?? initialAdapter(model.config, lora, seed));
  const trainer = await engine.createTrainer(
    model.config,
    spec.optimizer,
    weights,
    checkpoint?.optimizer,
    spec.method === "grpo" ? spec : undefined,
    { adapter, gradientAccumulation, recomputeActivations, precision },
  );
  const reference = method.needsReference ? (isStart ? weights : await readWeights()) : undefined;
  return { model, answerer, method, trainer, reference, resumed: checkpoint?.state };
}

function reasonOf(error: unknown, { folder }: RunFolder): string {
  const explained = explainFailure(error, folder);
  return explained instanceof Error ? explained.message : String(explained);
}
