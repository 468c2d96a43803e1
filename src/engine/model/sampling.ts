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
