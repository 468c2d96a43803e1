import type { Rollout } from "../../core/runs/types.ts";
import { rolloutGroupsOnPage, type RolloutGroup, type RolloutPage } from "../../protocol/panels.ts";
import { groupBy } from "../group-by.ts";
import type { RolloutFiles } from "./rollout-files.ts";

/**
 * Completions of a step, question by question. @param step the newest where absent, or where there is no such step
 * @returns undefined where the run has no rollouts
 */
export async function rolloutPage(
  files: RolloutFiles,
  run: string,
  step: number | undefined,
  offset: number,
): Promise<RolloutPage | undefined> {
  const steps = await files.steps(run);
  const place = steps.find((one) => one.step === step) ?? steps.at(-1);
  if (!place) return undefined;
  const groups = [...groupBy(await files.read(run, place.step), (rollout) => rollout.question_id).values()];
  return {
    steps: steps.map((one) => one.step),
    step: place.step,
    reward: place.reward / place.completions,
    completions: place.completions,
    offset,
    total: groups.length,
    groups: groups.slice(offset, offset + rolloutGroupsOnPage).map(groupOf),
  };
}

function groupOf(rollouts: readonly Rollout[]): RolloutGroup {
  const { question_id: question, prompt, answer } = rollouts[0]!;
  const mean = rollouts.reduce((sum, { reward }) => sum + reward, 0) / rollouts.length;
  const squares = rollouts.reduce((sum, { reward }) => sum + (reward - mean) ** 2, 0);
  const equal = groupBy(rollouts, ({ completion, reward, advantage }) =>
    JSON.stringify([completion, reward, advantage]),
  );
  return {
    question,
    prompt,
    answer,
    reward: mean,
    std: Math.sqrt(squares / Math.max(1, rollouts.length - 1)),
    completions: [...equal.values()].map((same) => {
      const { completion, reward, advantage, tokens } = same[0]!;
      return { text: completion.trim(), reward, advantage, tokens, times: same.length };
    }),
  };
}
