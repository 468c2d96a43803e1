import type { GrpoSpec } from "../../core/curriculum/schema.ts";

const epsilon = 1e-4;

export interface GroupAdvantages {
  readonly advantages: readonly number[];
  /** Sample standard deviation of the rewards; 0 = nothing to learn from this group. */
  readonly std: number;
}

/**
 * Rewards by group, normalized as TRL does: (r − mean of the group) / (std + 1e-4) with the sample standard deviation of
 * the group or of all rewards, or not divided (Dr. GRPO, arXiv 2503.20783).
 */
export function groupAdvantages(
  rewards: readonly (readonly number[])[],
  scale: GrpoSpec["scaleRewards"],
): GroupAdvantages[] {
  const overall = deviation(rewards.flat());
  return rewards.map((group) => {
    const std = deviation(group);
    const divisor = { group: std + epsilon, batch: overall + epsilon, none: 1 }[scale];
    const center = average(group);
    return { advantages: group.map((reward) => (reward - center) / divisor), std };
  });
}

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Exactly 0 of equal values, whose mean may be another number by rounding: sixteen times 1/3. */
function deviation(values: readonly number[]): number {
  if (values.every((value) => value === values[0])) return 0;
  const center = average(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1));
}
