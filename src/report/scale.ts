/** Round values between two bounds, about so many. */
export function roundTicks(low: number, high: number, about: number): number[] {
  const span = high - low;
  if (span <= 0) return [low];
  const size = 10 ** Math.floor(Math.log10(span / about));
  const step = [1, 2, 5, 10].map((factor) => factor * size).find((candidate) => span / candidate <= about + 0.5)!;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first;
  return Array.from({ length: count + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** The bounds of some values, a little apart where they are one; 0 to 1 where there are none. */
export function boundsOf(values: readonly number[]): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  return low === high ? [low - Math.abs(low || 1) / 10, high + Math.abs(high || 1) / 10] : [low, high];
}

/** Pixels with one decimal: more is not to be seen. */
export const px = (value: number): string => String(Math.round(10 * value) / 10);
