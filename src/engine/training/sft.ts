import type { SftSpec } from "../../core/curriculum/schema.ts";
import type { Trainer } from "../model/types.ts";
import type { DataOrder } from "./data-order.ts";
import { packSequences, type BatchShape } from "./packing.ts";
import type { TrainingRecords } from "./records.ts";
import { learningRates } from "./schedule.ts";
import type { StepReport } from "./step.ts";

export interface SftTraining {
  readonly spec: SftSpec;
  readonly trainer: Trainer;
  readonly records: TrainingRecords;
  readonly order: DataOrder;
  readonly shape: BatchShape;
}

/**
 * Supervised fine-tuning: the mean next-token loss over the completions of questions and over biographies in full.
 * Departures from the textbook:
 *  1. Records are packed, several to a row, and do not see each other (block-diagonal attention).
 *  2. A batch holds each kind of record in a fixed number, so that the mix does not vary from step to step.
 *  3. All batches have one shape; a record that finds no room in its batch comes first in the next.
 *
 * Yields after each of the steps `from` + 1 … `spec.steps`.
 */
export async function* sft(training: SftTraining, from: number): AsyncGenerator<StepReport> {
  const { spec, trainer, records, order, shape } = training;
  for (let step = from + 1; step <= spec.steps; step++) {
    const drawn = order.draw().map(({ kind, index }) => records[kind][index]!);
    const { batch, left, tokens } = packSequences(drawn, shape);
    order.carry(left);

    const rates = learningRates(spec, step);
    const started = performance.now();
    const { loss, gradNorm, entropy } = await trainer.supervisedStep(batch, rates);
    const seconds = (performance.now() - started) / 1000;

    yield {
      step,
      tokens,
      metrics: {
        loss,
        grad_norm: gradNorm,
        learning_rate: rates.adamw,
        entropy,
        epoch: order.epoch,
        tokens_per_second: tokens / seconds,
      },
    };
  }
}
