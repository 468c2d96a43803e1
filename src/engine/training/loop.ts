import { dirname } from "node:path";
import { UserError } from "../../core/errors.ts";
import type { RunFolder } from "../../core/runs/folder.ts";
import { pruneCheckpoints, writeCheckpoint, type TrainerState } from "../checkpoint/checkpoint.ts";
import type { Model } from "../checkpoint/model.ts";
import type { Trainer } from "../model/types.ts";
import { progressReporter, type JobContext } from "./context.ts";
import type { DataOrder } from "./data-order.ts";
import type { RunControl } from "./run-control.ts";
import type { RunDescription, RunKeeper } from "./run-keeper.ts";
import type { StepReport } from "./step.ts";
import type { Turn } from "./turn.ts";

export interface Loop {
  readonly record: RunDescription;
  readonly folder: RunFolder;
  readonly keeper: RunKeeper;
  readonly context: JobContext;
  readonly model: Omit<Model, "weights">;
  readonly trainer: Trainer;
  readonly order: DataOrder;
  readonly control: RunControl;
  readonly turn: Turn;
  /** Metrics of a quick evaluation of the weights as they are. */
  readonly evaluate: (step: number) => Promise<Record<string, number>>;
}

/** Under this rate of exact chains, an outcome reward hardly ever rewards the right reasoning. */
const fewestChains = 0.01;

/**
 * Runs a method to its end or until cancelled: metrics after every step, evaluations and checkpoints when they are due.
 * A step's metrics are on disk before its checkpoint, so that nothing is missing from the curve of a resumed run.
 * Checkpoints: the last two are kept, the newest of which is in the end the final one. A pause is no time of training.
 * @throws UserError where the loss is not a number any more.
 */
export async function runSteps(
  loop: Loop,
  reports: AsyncIterable<StepReport>,
  resumed?: TrainerState,
): Promise<"finished" | "stopped"> {
  const { folder, keeper, context, record } = loop;
  const { steps, checkpointEvery, evaluateEvery } = record.config;
  const isDue = (step: number, every: number): boolean => every > 0 && (step === steps || step % every === 0);
  const reportFrom = (step?: number): ((done: number) => void) =>
    progressReporter(context.emit, `Training ${record.name}`, "steps", steps, step);
  let report = reportFrom(resumed?.global_step);
  let started = performance.now() - 1000 * (resumed?.seconds ?? 0);
  const seconds = (): number => (performance.now() - started) / 1000;
  let tokens = resumed?.num_tokens ?? 0;
  let stepStarted = seconds();

  for await (const { step, metrics, tokens: trained } of reports) {
    const stepTime = seconds() - stepStarted;
    checkMetrics(step, metrics, context);
    tokens += trained;
    const row = {
      step,
      time: seconds(),
      ...metrics,
      num_tokens: tokens,
      step_time: stepTime,
      memory: process.memoryUsage.rss(),
      ...(isDue(step, evaluateEvery) && (await loop.evaluate(step))),
    };
    await folder.appendMetrics([row]);
    context.emit({ type: "metric", runId: record.id, row });

    let wish = step < steps ? wishOf(loop) : "go on";
    if (wish !== "go on" || isDue(step, checkpointEvery)) {
      await saveCheckpoint(loop, { global_step: step, seconds: seconds(), num_tokens: tokens });
      await keeper.progress({ step, seconds: seconds(), checkpoint: step });
    } else await keeper.progress({ step, seconds: seconds() });
    report(step);
    if (wish === "pause") {
      started += await pause(loop);
      report = reportFrom(step);
      wish = wishOf(loop);
    }
    if (wish === "stop") return "stopped";
    stepStarted = seconds();
  }
  return "finished";
}

/** What the user wants by now. */
function wishOf({ context, control }: Loop): "go on" | "pause" | "stop" {
  if (context.cancelled.aborted) return "stop";
  return control.isPaused ? "pause" : "go on";
}

/** Off the device, with all in memory, until the user says go on or stop; milliseconds that it took. */
async function pause({ keeper, control, turn, context }: Loop): Promise<number> {
  const began = performance.now();
  await turn.giveBack();
  await keeper.pause();
  context.emit({ type: "waiting", reason: "paused" });
  await control.whenResumed(context.cancelled);
  if (await turn.take((waitingFor) => keeper.queueAgain(waitingFor))) await keeper.resume();
  return performance.now() - began;
}

function checkMetrics(
  step: number,
  { loss, chain_accuracy: chains }: StepReport["metrics"],
  { emit }: JobContext,
): void {
  if (!Number.isFinite(loss)) {
    const start = step === 1 ? "see whether all weights that the run starts from are numbers, or " : "";
    throw new UserError(
      `The loss of step ${step} is not a number: ${start}lower the learning rate or raise warmupSteps.`,
    );
  }
  if (step === 1 && chains !== undefined && chains < fewestChains)
    emit({
      type: "log",
      level: "warning",
      message: `Only ${(100 * chains).toFixed(1)} % of the first completions hold the right chain of thought, so RL has little to amplify: train the starting model longer, or raise questions.irrelevantContext.`,
    });
}

async function saveCheckpoint(
  { folder, model, trainer, order }: Loop,
  progress: Pick<TrainerState, "global_step" | "seconds" | "num_tokens">,
): Promise<void> {
  const path = folder.checkpointFolder(progress.global_step);
  await trainer.sync();
  const optimizer = trainer.optimizerState();
  const state = { ...progress, optimizer_step: optimizer.step, data: order.state };
  const trained = { weights: trainer.weights(), adapter: trainer.adapter() };
  await writeCheckpoint(path, { ...model, ...trained, optimizer, state });
  await pruneCheckpoints(dirname(path), await folder.listCheckpoints());
}
