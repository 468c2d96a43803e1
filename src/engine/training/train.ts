import { copyFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { readCurriculum } from "../../core/curriculum/read.ts";
import type { Dataset } from "../../core/dataset/open.ts";
import { explainSystemError, FieldError, UserError } from "../../core/errors.ts";
import { createRandom } from "../../core/random.ts";
import { RunFolder } from "../../core/runs/folder.ts";
import { resolveRun, type ResolvedRun } from "../../core/runs/resolve.ts";
import type { Job, JobResult } from "../../protocol/worker.ts";
import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import type { Model } from "../checkpoint/model.ts";
import type { BatchSize } from "../model/parameters.ts";
import type { Decoder, Trainer } from "../model/types.ts";
import type { JobContext } from "./context.ts";
import { loadCustomReward } from "./custom-reward.ts";
import { crowdedOut, DataOrder, quotas, type RecordKind } from "./data-order.ts";
import { grpo, largestBatch } from "./grpo.ts";
import { runSteps } from "./loop.ts";
import { checkMemory } from "./memory.ts";
import { quickEvaluation, testCells } from "./questions.ts";
import { batchShape, loadRecords, meanTargets, selectQuestions } from "./records.ts";
import { refuseIfAlive, RunKeeper } from "./run-keeper.ts";
import { rft } from "./rft.ts";
import { sft } from "./sft.ts";
import { newestCheckpoint, prepareDataset, recordOf, startingModel } from "./start.ts";
import type { StepReport } from "./step.ts";

/**
 * Trains a run, or goes on where it was left: at the newest checkpoint, on the same curve. A run that is finished stays
 * as it is.
 * @throws UserError naming what the user can mend; the run then reads `failed`.
 */
export async function trainRun(job: Extract<Job, { kind: "train" }>, context: JobContext): Promise<JobResult> {
  const loaded = await readCurriculum(job.curriculum);
  const run = resolveRun(loaded, job.run);
  const folder = new RunFolder(run.folder);
  const previous = await folder.readIfBegun();
  const result = (state: "finished" | "stopped"): JobResult => ({ kind: "train", folder: folder.folder, state });
  const isWhole = (await folder.listCheckpoints()).includes(run.spec.steps);
  if (previous?.state === "finished" && isWhole) return result("finished");
  await refuseIfAlive(folder);
  checkMix(run);

  const dataset = await prepareDataset(loaded, context);
  const model = await startingModel(run, loaded.curriculum, dataset);
  const checkpoint = await newestCheckpoint(folder, context.emit);
  const engine = await context.createEngine({ threads: job.threads });
  const decoder = await engine.createDecoder(model.config);
  const method = await prepareMethod({ run, folder, dataset, model, decoder }, checkpoint);
  checkMemory(model.config, method);

  const setting = { dataset, model, engine, threads: job.threads };
  const record = recordOf(run, loaded, setting, previous, checkpoint);
  const keeper = await RunKeeper.claim(folder, record);
  // What the rewards were, for those who ask later.
  if (run.rewardModule) await copyFile(run.rewardModule.path, join(folder.folder, basename(run.rewardModule.path)));
  try {
    const trainer = await engine.createTrainer(
      model.config,
      run.spec.optimizer,
      checkpoint?.weights ?? model.weights,
      checkpoint?.optimizer,
      run.spec.method === "grpo" ? run.spec : undefined,
    );
    const { maxNewTokens, quickQuestions, quickSamples: samples, temperature } = loaded.curriculum.evaluate;
    const cells = await testCells(dataset, quickQuestions);
    const answerer = { dataset, tokenizer: model.tokenizer, decoder };
    const evaluate = (step: number) => {
      const stream = createRandom(run.seed, "quick evaluation", step);
      const asked = { maxNewTokens, samples, temperature, random: () => stream.float() };
      return quickEvaluation(answerer, trainer.weights(), cells, asked);
    };
    const from = checkpoint?.state.global_step ?? 0;
    await folder.truncateAfter(from);
    const loop = { record, folder, keeper, context, model, trainer, order: method.order, evaluate };
    const state = await runSteps(loop, method.steps(trainer, from), checkpoint?.state);
    await trainer.dispose();
    await decoder.dispose();
    await keeper.end(state);
    return result(state);
  } catch (error) {
    // A full disk takes no word of it either; the run then reads as stopped.
    await keeper.end("failed", reasonOf(error, folder)).catch(() => undefined);
    throw error;
  }
}

/** @throws FieldError for data that have a weight and would never be drawn. */
function checkMix({ name, spec }: ResolvedRun): void {
  const [field, batchSize] =
    spec.method === "sft" ? ["batchSize", spec.batchSize] : ["promptsPerStep", spec.promptsPerStep];
  const kind = crowdedOut(spec.data, batchSize);
  if (kind === undefined) return;
  throw new FieldError(
    `runs.${name}.data.${kind}`,
    `a weight of ${spec.data[kind]} is too little for a place in a batch of ${batchSize}; raise it or ${field}.`,
  );
}

function reasonOf(error: unknown, { folder }: RunFolder): string {
  const explained = explainSystemError(error, folder);
  return explained instanceof UserError ? explained.message : `The run failed: ${String(error)}`;
}

interface Training {
  readonly run: ResolvedRun;
  readonly folder: RunFolder;
  readonly dataset: Dataset;
  /** At the start of the run. */
  readonly model: Model;
  readonly decoder: Decoder;
}

interface Method {
  /** The largest batch to expect. */
  readonly size: BatchSize;
  /** Where the curriculum says how large it is, and what to do where it does not fit into memory. */
  readonly field: string;
  readonly remedy: string;
  readonly order: DataOrder;
  readonly steps: (trainer: Trainer, from: number) => AsyncGenerator<StepReport>;
}

async function prepareMethod(training: Training, checkpoint: Checkpoint | undefined): Promise<Method> {
  const { run, folder, dataset, model, decoder } = training;
  const { spec, seed } = run;
  const orderOf = (records: Readonly<Record<RecordKind, readonly unknown[]>>, batchSize: number): DataOrder =>
    new DataOrder(records, spec.data, batchSize, seed, checkpoint?.state.data);
  if (spec.method !== "sft") {
    const questions = await selectQuestions(dataset, spec.data);
    const order = orderOf(questions, spec.promptsPerStep);
    const answerer = { dataset, tokenizer: model.tokenizer, decoder };
    const keepRollouts = folder.appendRollouts.bind(folder);
    const customReward = run.rewardModule && (await loadCustomReward(run.rewardModule, dataset, model.tokenizer));
    const common = { seed, answerer, questions, order, reference: model.weights, keepRollouts };
    return {
      size: largestBatch(spec),
      field: `runs.${run.name}.groupSize`,
      remedy: "lower it, promptsPerStep or maxNewTokens, or use a smaller model",
      order,
      steps: (trainer, from) =>
        spec.method === "grpo"
          ? grpo({ ...common, spec, trainer, ...(customReward && { customReward }) }, from)
          : rft({ ...common, spec, trainer }, from),
    };
  }
  const records = await loadRecords(dataset, spec.data, model.tokenizer);
  const order = orderOf(records, spec.batchSize);
  const shares = quotas(spec.data, spec.batchSize);
  const shape = batchShape(records, shares);
  return {
    size: { ...shape, places: meanTargets(records, shares) },
    field: `runs.${run.name}.batchSize`,
    remedy: "lower it or use a smaller model",
    order,
    steps: (trainer, from) => sft({ spec, trainer, records, order, shape }, from),
  };
}
