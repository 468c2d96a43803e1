const epsilon = 1e-4;

export interface GroupAdvantages {
  readonly advantages: readonly number[];
  /** Sample standard deviation of the rewards; 0 = nothing to learn from this group. */
  readonly std: number;
}

/** Rewards of one group, normalized as TRL does: (r − mean) / (std + 1e-4) with the sample standard deviation. */
export function groupAdvantages(rewards: readonly number[]): GroupAdvantages {
  const mean = rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length;
  const squares = rewards.reduce((sum, reward) => sum + (reward - mean) ** 2, 0);
  const std = Math.sqrt(squares / (rewards.length - 1));
  return { advantages: rewards.map((reward) => (reward - mean) / (std + epsilon)), std };
}
