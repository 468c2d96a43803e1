/**
 * The probability that at least one of k samples is right, estimated without bias from `correct` right ones among
 * `samples`: 1 − C(n − c, k) / C(n, k) (Chen et al. 2021, arXiv 2107.03374). As a product it neither overflows nor
 * cancels. Defined for 1 ≤ k ≤ samples.
 */
export function passAtK(samples: number, correct: number, k: number): number {
  if (samples - correct < k) return 1;
  let allWrong = 1;
  for (let i = samples - correct + 1; i <= samples; i++) allWrong *= 1 - k / i;
  return 1 - allWrong;
}

/** k = 1, 2, 4 … up to the number of samples. */
export function powersUpTo(samples: number): number[] {
  const powers: number[] = [];
  for (let k = 1; k <= samples; k *= 2) powers.push(k);
  return powers;
}
