/** Which tokens may be sampled. */
export interface Truncation {
  /** So many of the most probable; 0 = all. */
  readonly topK: number;
  /** Of these, the most probable that together have this share of their probability; 1 = all. */
  readonly topP: number;
}

/**
 * The tokens that a truncation leaves of the slice [start, start + size), by falling probability, the lower of equals
 * first: top-k, then top-p of what is left, as transformers orders them.
 */
export function likelyTokens(
  probabilities: Float32Array,
  start: number,
  size: number,
  { topK, topP }: Truncation,
): number[] {
  const isCounted = topK > 0 && topK < size;
  // Tokens less probable than (1 - topP) / size are together less than 1 - topP: the nucleus is whole without them.
  const least = isCounted ? probabilities.slice(start, start + size).sort()[size - topK]! : (1 - topP) / size;
  const tokens: number[] = [];
  for (let token = 0; token < size; token++) {
    const p = probabilities[start + token]!;
    if (p >= least && p > 0) tokens.push(token);
  }
  const kept = tokens
    .sort((a, b) => probabilities[start + b]! - probabilities[start + a]! || a - b)
    .slice(0, isCounted ? topK : undefined);
  const total = kept.reduce((sum, token) => sum + probabilities[start + token]!, 0);
  const share = isCounted ? topP * total : topP;
  let cumulative = 0;
  const last = kept.findIndex((token) => (cumulative += probabilities[start + token]!) >= share);
  return last < 0 ? kept : kept.slice(0, last + 1);
}

/** The token at which the cumulative probability of the given ones exceeds a share `u` in [0, 1) of it. */
export function sampleAmong(tokens: readonly number[], probabilities: Float32Array, start: number, u: number): number {
  const total = tokens.reduce((sum, token) => sum + probabilities[start + token]!, 0);
  let cumulative = 0;
  // Rounding can leave the sum just below the total.
  return tokens.find((token) => (cumulative += probabilities[start + token]!) > u * total) ?? tokens.at(-1)!;
}

/** The first token of the slice [start, start + size) whose cumulative probability exceeds `u` in [0, 1). */
export function sampleToken(probabilities: Float32Array, start: number, size: number, u: number): number {
  let cumulative = 0;
  let last = 0;
  for (let token = 0; token < size; token++) {
    const p = probabilities[start + token]!;
    if (p === 0) continue;
    cumulative += p;
    if (cumulative > u) return token;
    last = token;
  }
  // Rounding can leave the sum just below 1.
  return last;
}

/** The most probable token; the lowest of equals. */
export function greedyToken(probabilities: Float32Array, start: number, size: number): number {
  let best = 0;
  for (let token = 1; token < size; token++) {
    if (probabilities[start + token]! > probabilities[start + best]!) best = token;
  }
  return best;
}
