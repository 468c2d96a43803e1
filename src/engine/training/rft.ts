import type { RftSpec } from "../../core/curriculum/schema.ts";
import { createRandom } from "../../core/random.ts";
import type { Rollout } from "../../core/runs/types.ts";
import type { Trainer, Weights } from "../model/types.ts";
import { rowLength } from "./grpo.ts";
import { countRead, packGroups } from "./packing.ts";
import {
  countTokens,
  rolloutMetrics,
  rolloutsOf,
  sampleGroups,
  type RatedGroup,
  type SampledGroup,
  type Sampling,
} from "./rollouts.ts";
import { learningRates } from "./schedule.ts";
import type { StepReport } from "./step.ts";

export interface RftTraining extends Sampling {
  readonly spec: RftSpec;
  readonly seed: number;
  readonly trainer: Trainer;
  /** Weights at the start of the run, which offline completions are sampled from. */
  readonly reference?: Weights | undefined;
  readonly keepRollouts: (rollouts: readonly Rollout[]) => Promise<void>;
}

/**
 * Rejection-sampling fine-tuning (Yuan et al., arXiv 2308.01825): the mean next-token loss over the distinct completions
 * that reach the right answer. They are sampled step by step as they are needed, from the model that the run began with
 * or, online, from the model as it is (DeepSeekMath's Online RFT): a GRPO without baseline and without wrong answers. A
 * step on which no completion is right makes no update.
 *
 * Yields after each of the steps `from` + 1 … `spec.steps`.
 */
export async function* rft(training: RftTraining, from: number): AsyncGenerator<StepReport> {
  const { spec, seed, trainer, answerer, order, reference } = training;
  for (let step = from + 1; step <= spec.steps; step++) {
    const samplingStarted = performance.now();
    const stream = createRandom(seed, "rollouts", step);
    const weights = spec.online ? trainer.weights() : reference!;
    const groups = (await sampleGroups(training, weights, () => stream.float())).map(rate);
    await training.keepRollouts(groups.flatMap((group) => rolloutsOf(group, step, answerer)));

    const trainingStarted = performance.now();
    const kept = groups.map(distinctRight).filter(({ completions }) => completions.length > 0);
    const trained = countTokens(kept);
    const rates = learningRates(spec, step);
    const batch = packGroups(kept, rowLength(spec), () => 1 / trained);
    const update = trained > 0 ? await trainer.supervisedStep(batch, rates) : { loss: 0, gradNorm: 0 };
    const finished = performance.now();

    const tokens = countRead(batch);
    yield {
      step,
      tokens,
      metrics: {
        loss: update.loss,
        grad_norm: update.gradNorm,
        ...("entropy" in update && { entropy: update.entropy }),
        learning_rate: rates.adamw,
        ...rolloutMetrics(groups, answerer.tokenizer.endOfText),
        "completions/kept": kept.reduce((sum, { completions }) => sum + completions.length, 0),
        epoch: order.epoch,
        sampling_tokens_per_second: (1000 * countTokens(groups)) / (trainingStarted - samplingStarted),
        tokens_per_second: (1000 * tokens) / (finished - trainingStarted),
      },
    };
  }
}

/** Rewards as rollouts show them. */
function rate(group: SampledGroup): RatedGroup {
  const completions = group.completions.map((completion) => ({
    ...completion,
    reward: Number(completion.correct),
    advantage: 0,
  }));
  const share = completions.filter(({ correct }) => correct).length / completions.length;
  const std = Math.sqrt((share * (1 - share) * completions.length) / (completions.length - 1));
  return { ...group, completions, std };
}

/** What is left of a group: each right completion once. */
function distinctRight(group: RatedGroup): RatedGroup {
  const right = new Map(group.completions.filter(({ correct }) => correct).map((own) => [own.text, own]));
  return { ...group, completions: [...right.values()] };
}
