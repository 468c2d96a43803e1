import type { GrpoSpec } from "../../core/curriculum/schema.ts";
import type { Question } from "../../core/dataset/types.ts";
import { createRandom } from "../../core/random.ts";
import type { Rollout } from "../../core/runs/types.ts";
import type { PolicyBatch, PolicyStepResult, Trainer, Weights } from "../model/types.ts";
import { groupAdvantages } from "./advantages.ts";
import type { DataOrder } from "./data-order.ts";
import { packGroups, type BatchShape, type RolloutGroup } from "./packing.ts";
import { answer, mean, promptTokens, type Answerer, type GradedCompletion } from "./questions.ts";
import type { TrainingQuestions } from "./records.ts";
import { learningRates } from "./schedule.ts";
import type { StepReport } from "./step.ts";

export interface GrpoTraining {
  readonly spec: GrpoSpec;
  readonly seed: number;
  readonly trainer: Trainer;
  readonly answerer: Answerer;
  readonly questions: TrainingQuestions;
  readonly order: DataOrder;
  /** Weights at the start of the run: the reference of the KL penalty. */
  readonly reference: Weights;
  readonly keepRollouts: (rollouts: readonly Rollout[]) => Promise<void>;
}

interface Group {
  readonly question: Question;
  readonly prompt: Int32Array;
  readonly completions: readonly (GradedCompletion & { readonly reward: number; readonly advantage: number })[];
  readonly std: number;
}

/**
 * Group relative policy optimization (DeepSeekMath, arXiv 2402.03300) with the reward 1 for the right answer, else 0.
 * Departures from the paper:
 *  1. Every completion token of a step has the same weight, 1 / (all of them), as in DAPO (arXiv 2503.14476) and TRL's
 *     default `loss_type="dapo"`; the paper's mean over each completion favours short ones.
 *  2. Groups with equal rewards have no advantage. They count in that normalizer, but are not computed unless the KL
 *     penalty needs them; where no group is left, the step makes no update.
 *  3. The clip range may differ below and above (DAPO's clip-higher).
 *  4. The reference of the KL penalty is the start of this run, and the penalty is off by default.
 *  5. The policy is the distribution sampled from: at another temperature than 1, the ratio, the KL penalty and the
 *     entropy are those of the logits divided by it, as in TRL.
 *
 * Yields after each of the steps `from` + 1 … `spec.steps`.
 */
export async function* grpo(training: GrpoTraining, from: number): AsyncGenerator<StepReport> {
  const { spec, seed, trainer, answerer, questions, order } = training;
  for (let step = from + 1; step <= spec.steps; step++) {
    const samplingStarted = performance.now();
    const asked = order.draw().map(({ kind, index }) => questions[kind][index]!);
    const stream = createRandom(seed, "rollouts", step);
    const random = (): number => stream.float();
    const { groupSize: samplesPerQuestion, temperature, maxNewTokens } = spec;
    const options = { samplesPerQuestion, temperature, maxNewTokens, random };
    const sampled = await answer(answerer, trainer.weights(), asked, options);
    const groups = asked.map((question, i): Group => {
      const rewards = sampled[i]!.map(({ correct }) => Number(correct));
      const { advantages, std } = groupAdvantages(rewards);
      const completions = sampled[i]!.map((c, j) => ({ ...c, reward: rewards[j]!, advantage: advantages[j]! }));
      return { question, prompt: promptTokens(answerer, question), completions, std };
    });
    await training.keepRollouts(groups.flatMap((group) => rolloutsOf(group, step, answerer)));

    const trainingStarted = performance.now();
    const all = groups.flatMap(({ completions }) => completions);
    const sampledTokens = all.reduce((sum, { tokens }) => sum + tokens.length, 0);
    const trained = spec.kl > 0 ? groups : groups.filter(({ std }) => std > 0);
    const rates = learningRates(spec, step);
    const batch = trained.length > 0 ? await policyBatch(training, trained, sampledTokens) : undefined;
    const updates: PolicyStepResult[] = [];
    for (let i = 0; batch !== undefined && i < spec.updatesPerStep; i++)
      updates.push(await trainer.policyStep(batch, rates));
    const finished = performance.now();

    const tokens = (batch?.segments.filter((segment) => segment >= 0).length ?? 0) * updates.length;
    yield {
      step,
      tokens,
      metrics: {
        ...updateMetrics(updates, spec),
        learning_rate: rates.adamw,
        ...rolloutMetrics(groups, answerer.tokenizer.endOfText),
        epoch: order.epoch,
        sampling_tokens_per_second: (1000 * sampledTokens) / (trainingStarted - samplingStarted),
        tokens_per_second: (1000 * tokens) / (finished - trainingStarted),
      },
    };
  }
}

/** At least this long, so that a prompt is seldom repeated in a second row. */
const shortestRow = 256;

/** The shape of a step's batch where every completion has its full length, prompts aside. */
export function largestBatch({ promptsPerStep, groupSize, maxNewTokens }: GrpoSpec): BatchShape {
  const length = Math.max(shortestRow, maxNewTokens);
  return { rows: Math.ceil((promptsPerStep * groupSize * maxNewTokens) / length), length };
}

async function policyBatch(
  { spec, answerer, reference }: GrpoTraining,
  groups: readonly RolloutGroup[],
  normalizer: number,
): Promise<PolicyBatch> {
  const longest = Math.max(...groups.map(({ prompt }) => prompt.length)) + spec.maxNewTokens;
  const batch = packGroups(groups, { length: Math.max(longest, shortestRow), normalizer });
  if (spec.kl === 0) return batch;
  return {
    ...batch,
    referenceLogProbabilities: await answerer.decoder.logProbabilities(reference, batch, spec.temperature),
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

function rolloutMetrics(groups: readonly Group[], endOfText: number): Record<string, number> {
  const completions = groups.flatMap((group) => group.completions);
  return {
    reward: mean(completions.map(({ reward }) => reward)),
    reward_std: mean(groups.map(({ std }) => std)),
    frac_reward_zero_std: mean(groups.map(({ std }) => Number(std === 0))),
    chain_accuracy: mean(completions.map(({ chainCorrect }) => Number(chainCorrect))),
    "completions/mean_length": mean(completions.map(({ tokens }) => tokens.length)),
    "completions/clipped_ratio": mean(completions.map(({ tokens }) => Number(tokens.at(-1) !== endOfText))),
  };
}

function rolloutsOf({ question, prompt, completions }: Group, step: number, { tokenizer }: Answerer): Rollout[] {
  return completions.map(({ text, reward, advantage, tokens }, sample) => ({
    step,
    question_id: question.id,
    sample,
    prompt: tokenizer.decode(prompt),
    completion: text,
    answer: question.answer,
    reward,
    advantage,
    tokens: tokens.length,
  }));
}
