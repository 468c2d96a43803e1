import type { GrpoSpec } from "../../core/curriculum/schema.ts";
import { createRandom } from "../../core/random.ts";
import type { Rollout } from "../../core/runs/types.ts";
import type { BatchSize } from "../model/memory.ts";
import type { PolicyBatch, PolicyStepResult, Trainer, Weights } from "../model/types.ts";
import { groupAdvantages } from "./advantages.ts";
import type { CustomReward } from "./custom-reward.ts";
import { countRead, packGroups } from "./packing.ts";
import { mean } from "./questions.ts";
import {
  countTokens,
  rolloutMetrics,
  rolloutsOf,
  sampleGroups,
  type RatedCompletion,
  type RatedGroup,
  type SampledGroup,
  type Sampling,
} from "./rollouts.ts";
import { learningRates } from "./schedule.ts";
import type { StepReport } from "./step.ts";

export interface GrpoTraining extends Sampling {
  readonly spec: GrpoSpec;
  readonly seed: number;
  readonly trainer: Trainer;
  /** Weights at the start of the run, the reference of the KL penalty, where there is one. */
  readonly reference?: Weights | undefined;
  /** `reward.custom`, where there is one. */
  readonly customReward?: CustomReward;
  readonly keepRollouts: (rollouts: readonly Rollout[]) => Promise<void>;
}

/**
 * Group relative policy optimization (DeepSeekMath, arXiv 2402.03300), by default with the reward 1 for the right answer,
 * else 0. Departures from the paper:
 *  1. By default every completion token of a step that is not masked has the same weight, 1 / (all of them), as in DAPO
 *     (arXiv 2503.14476) and TRL's default `loss_type="dapo"`; the paper's mean over each completion
 *     (`lossAggregation: sequence`) favours short ones.
 *  2. Groups with equal rewards have no advantage. They count in that normalizer, but are not computed unless the KL
 *     penalty needs them; where no group is left, the step makes no update. With `resample`, further questions are drawn
 *     in their place first (DAPO's dynamic sampling), and they do not count.
 *  3. The clip range may differ below and above (DAPO's clip-higher).
 *  4. The reference of the KL penalty is the start of this run, and the penalty is off by default. Its estimate is
 *     multiplied by the ratio, which makes the gradient unbiased, as in TRL.
 *  5. The policy is the distribution sampled from: at another temperature than 1, the ratio, the KL penalty and the
 *     entropy are those of the logits divided by it, as in TRL; top-k and top-p cut off what is sampled alone.
 *
 * Yields after each of the steps `from` + 1 … `spec.steps`.
 */
export async function* grpo(training: GrpoTraining, from: number): AsyncGenerator<StepReport> {
  const { spec, seed, trainer, answerer, order } = training;
  for (let step = from + 1; step <= spec.steps; step++) {
    const samplingStarted = performance.now();
    const stream = createRandom(seed, "rollouts", step);
    const groups = await rollOut(training, () => stream.float());
    await training.keepRollouts(groups.flatMap((group) => rolloutsOf(group, step, answerer)));

    const trainingStarted = performance.now();
    const endOfText = answerer.tokenizer.endOfText;
    const counted = spec.resample > 0 ? groups.filter(isInformative).slice(0, spec.promptsPerStep) : groups;
    const trained = spec.kl > 0 ? counted : counted.filter(isInformative);
    const rates = learningRates(spec, step);
    const weightOf = completionWeight(spec, counted, endOfText);
    const batch = trained.length > 0 ? await policyBatch(training, trained, weightOf) : undefined;
    const updates: PolicyStepResult[] = [];
    for (let i = 0; batch !== undefined && i < spec.updatesPerStep; i++)
      updates.push(await trainer.policyStep(batch, rates));
    const finished = performance.now();

    const tokens = batch ? countRead(batch) * updates.length : 0;
    yield {
      step,
      tokens,
      metrics: {
        ...updateMetrics(updates, spec),
        learning_rate: rates.adamw,
        ...rolloutMetrics(groups, endOfText),
        epoch: order.epoch,
        sampling_tokens_per_second: (1000 * countTokens(groups)) / (trainingStarted - samplingStarted),
        tokens_per_second: (1000 * tokens) / (finished - trainingStarted),
      },
    };
  }
}

const isInformative = ({ std }: RatedGroup): boolean => std > 0;

/** The step's groups; with `resample`, drawn anew until enough of them have something to teach. */
async function rollOut(training: GrpoTraining, random: () => number): Promise<RatedGroup[]> {
  const { spec } = training;
  const rewarded = await sampleRewarded(training, random);
  let rated = rate(rewarded, spec);
  for (let again = 0; again < spec.resample && rated.filter(isInformative).length < spec.promptsPerStep; again++) {
    rewarded.push(...(await sampleRewarded(training, random)));
    rated = rate(rewarded, spec);
  }
  return rated;
}

/** Completions sampled for one question, with their rewards. */
interface RewardedGroup extends SampledGroup {
  readonly completions: readonly Omit<RatedCompletion, "advantage">[];
}

async function sampleRewarded(training: GrpoTraining, random: () => number): Promise<RewardedGroup[]> {
  const { spec, trainer, customReward } = training;
  const { outcome, process, custom: own } = spec.reward;
  const groups = await sampleGroups(training, trainer.weights(), random);
  const customs = await customReward?.(groups);
  return groups.map((group, i) => ({
    ...group,
    completions: group.completions.map((completion, j) => {
      const custom = customs?.[i]![j];
      const reward = outcome * Number(completion.correct) + process * completion.hopShare;
      if (custom === undefined) return { ...completion, reward };
      return { ...completion, reward: reward + own!.weight * custom, custom };
    }),
  }));
}

function rate(groups: readonly RewardedGroup[], { scaleRewards }: GrpoSpec): RatedGroup[] {
  const rewards = groups.map(({ completions }) => completions.map(({ reward }) => reward));
  const rated = groupAdvantages(rewards, scaleRewards);
  return groups.map((group, i) => ({
    ...group,
    std: rated[i]!.std,
    completions: group.completions.map((completion, j) => ({
      ...completion,
      advantage: rated[i]!.advantages[j]!,
    })),
  }));
}

/** The weight of each of a completion's tokens in the loss of the step. */
export function completionWeight(
  { lossAggregation, maskTruncated, maxNewTokens }: GrpoSpec,
  groups: readonly SampledGroup[],
  endOfText: number,
): (completion: Pick<RatedCompletion, "tokens">) => number {
  const completions = groups.flatMap((group) => group.completions);
  const isMasked = ({ tokens }: Pick<RatedCompletion, "tokens">): boolean =>
    maskTruncated && tokens.at(-1) !== endOfText;
  const trained = completions.reduce((sum, own) => sum + (isMasked(own) ? 0 : own.tokens.length), 0);
  return (completion) => {
    if (isMasked(completion)) return 0;
    switch (lossAggregation) {
      case "token":
        return 1 / trained;
      case "sequence":
        return 1 / (completions.length * completion.tokens.length);
      case "constant":
        return 1 / (completions.length * maxNewTokens);
    }
  };
}

/** At least this long, so that several short completions share a row. */
const shortestRow = 64;

/** Of the rows that completions are packed into. */
export const rowLength = ({ maxNewTokens }: Pick<GrpoSpec, "maxNewTokens">): number =>
  Math.max(shortestRow, maxNewTokens);

/** The shape of a step's batch where every prompt and every completion has its full length. */
export function largestBatch(
  spec: Pick<GrpoSpec, "promptsPerStep" | "groupSize" | "maxNewTokens">,
  promptLength: number,
): BatchSize {
  const length = rowLength(spec);
  const { promptsPerStep: count, groupSize, maxNewTokens } = spec;
  const rows = count * Math.ceil(groupSize / Math.floor(length / maxNewTokens));
  return { rows, length, places: count * groupSize * maxNewTokens, prompts: { count, length: promptLength } };
}

async function policyBatch(
  { spec, answerer, reference }: GrpoTraining,
  groups: readonly RatedGroup[],
  weightOf: (completion: RatedCompletion) => number,
): Promise<PolicyBatch> {
  const batch = packGroups(groups, rowLength(spec), weightOf);
  if (spec.kl === 0) return batch;
  return {
    ...batch,
    referenceLogProbabilities: await answerer.decoder.logProbabilities(reference!, batch, spec.temperature),
  };
}

/**
 * Means over the updates of a step; without an update the loss is 0 and the rest is not known. The divergence is not
 * known either where it has no weight: the reference is not asked then.
 */
function updateMetrics(updates: readonly PolicyStepResult[], spec: GrpoSpec): Record<string, number> {
  if (updates.length === 0) return { loss: 0, grad_norm: 0 };
  const over = (value: (update: PolicyStepResult) => number): number => mean(updates.map(value));
  return {
    loss: over(({ loss }) => loss),
    grad_norm: over(({ gradNorm }) => gradNorm),
    entropy: over(({ entropy }) => entropy),
    ...(spec.kl > 0 && { kl: over(({ kl }) => kl) }),
    clip_ratio: over(({ clipRatio }) => clipRatio),
  };
}
