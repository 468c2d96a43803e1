import type { Dataset } from "../../core/dataset/open.ts";
import { FieldError } from "../../core/errors.ts";
import type { RunFolder } from "../../core/runs/folder.ts";
import type { ResolvedRun } from "../../core/runs/resolve.ts";
import type { TrainerState } from "../checkpoint/checkpoint.ts";
import type { Model } from "../checkpoint/model.ts";
import type { BatchSize } from "../model/memory.ts";
import type { Decoder, Trainer, Weights } from "../model/types.ts";
import { batchShape } from "./batch-shape.ts";
import { loadCustomReward } from "./custom-reward.ts";
import { crowdedOut, DataOrder, quotas, type RecordKind } from "./data-order.ts";
import { grpo, largestBatch } from "./grpo.ts";
import { longestPrompt } from "./questions.ts";
import { loadRecords, meanTargets, selectQuestions } from "./records.ts";
import { rft } from "./rft.ts";
import { sft } from "./sft.ts";
import type { StepReport } from "./step.ts";

/** @throws FieldError for data that have a weight and would never be drawn. */
export function checkMix({ base, spec }: ResolvedRun): void {
  const [field, batchSize] =
    spec.method === "sft" ? ["batchSize", spec.batchSize] : ["promptsPerStep", spec.promptsPerStep];
  const kind = crowdedOut(spec.data, batchSize);
  if (kind === undefined) return;
  throw new FieldError(
    `runs.${base}.data.${kind}`,
    `a weight of ${spec.data[kind]} is too little for a place in a batch of ${batchSize}; raise it or ${field}.`,
  );
}

/** What a method works with. */
export interface Training {
  readonly run: ResolvedRun;
  readonly folder: RunFolder;
  readonly dataset: Dataset;
  readonly model: Omit<Model, "weights">;
  readonly decoder: Decoder;
}

/** A method as a run asks for it. */
export interface Method {
  /** The largest batch to expect. */
  readonly size: BatchSize;
  /** Where the curriculum says how large it is, and what to do where it does not fit into memory. */
  readonly field: string;
  readonly remedy: string;
  readonly order: DataOrder;
  /** Whether the steps need the weights that the run began with. */
  readonly needsReference: boolean;
  readonly steps: (trainer: Trainer, from: number, reference?: Weights) => AsyncGenerator<StepReport>;
}

/** @param dataState where the order of the data goes on */
export async function prepareMethod(training: Training, dataState: TrainerState["data"] | undefined): Promise<Method> {
  const { run, folder, dataset, model, decoder } = training;
  const { spec, seed } = run;
  const orderOf = (records: Readonly<Record<RecordKind, readonly unknown[]>>, batchSize: number): DataOrder =>
    new DataOrder(records, spec.data, batchSize, seed, dataState);
  if (spec.method !== "sft") {
    const questions = await selectQuestions(dataset, spec.data);
    const order = orderOf(questions, spec.promptsPerStep);
    const answerer = { dataset, tokenizer: model.tokenizer, decoder };
    const keepRollouts = folder.appendRollouts.bind(folder);
    const customReward = run.rewardModule && (await loadCustomReward(run.rewardModule, dataset, model.tokenizer));
    const common = { seed, answerer, questions, order, keepRollouts };
    return {
      size: largestBatch(spec, longestPrompt(answerer, Object.values(questions).flat())),
      field: `runs.${run.base}.groupSize`,
      remedy: "lower it, promptsPerStep or maxNewTokens, or use a smaller model",
      order,
      needsReference: spec.method === "grpo" ? spec.kl > 0 : !spec.online,
      steps: (trainer, from, reference) =>
        spec.method === "grpo"
          ? grpo({ ...common, spec, trainer, reference, ...(customReward && { customReward }) }, from)
          : rft({ ...common, spec, trainer, reference }, from),
    };
  }
  const records = await loadRecords(dataset, spec.data, model.tokenizer);
  const order = orderOf(records, spec.batchSize);
  const shares = quotas(spec.data, spec.batchSize);
  const shape = batchShape(records, shares, model.config);
  return {
    size: { ...shape, places: meanTargets(records, shares) },
    field: `runs.${run.base}.batchSize`,
    remedy: "lower it or use a smaller model",
    order,
    needsReference: false,
    steps: (trainer, from) => sft({ spec, trainer, records, order, shape }, from),
  };
}
