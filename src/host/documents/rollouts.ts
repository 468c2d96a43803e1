import { t } from "@vscode/l10n";
import { groupBy } from "../group-by.ts";
import type { Rollout } from "../../core/runs/types.ts";

/** The completions of one GRPO step as text, a question after the other, with reward and advantage of each sample. */
export function rolloutsText(step: number, rollouts: readonly Rollout[]): string {
  const mean = rollouts.reduce((sum, { reward }) => sum + reward, 0) / Math.max(1, rollouts.length);
  const questions = [...groupBy(rollouts, ({ question_id }) => question_id)];
  return [
    t(
      "Step {0}: {1} questions, {2} completions, mean reward {3}",
      step,
      questions.length,
      rollouts.length,
      mean.toFixed(3),
    ),
    "",
    ...questions.flatMap(([id, samples]) => questionText(id, samples)),
  ].join("\n");
}

function questionText(id: string, samples: readonly Rollout[]): readonly string[] {
  const rewarded = samples.filter(({ reward }) => reward > 0);
  const [first] = samples;
  const count = t("{0}: {1} of {2} rewarded", id, rewarded.length, samples.length);
  return [
    // What is rewarded is right; where nothing is, the rollouts do not tell the answer.
    rewarded[0] ? t("{0}, answer: {1}", count, rewarded[0].answer) : count,
    ...first!.prompt.split("\n").map((line) => `  ${line}`),
    "",
    ...samples.map(
      ({ sample, reward, advantage, completion }) =>
        `  #${sample}  ${t("reward {0}  advantage {1}", reward, advantage.toFixed(2))}  ${completion.trim().replace(/\n/g, " ⏎ ")}`,
    ),
    "",
  ];
}
