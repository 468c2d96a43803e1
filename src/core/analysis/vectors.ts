export type Vector = Float32Array | Float64Array;

export function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** a − b. */
export const subtract = (a: Vector, b: Vector): Float64Array => Float64Array.from(a, (value, i) => value - b[i]!);

/** @param vectors at least one */
export function meanVector(vectors: readonly Vector[]): Float64Array {
  const sum = new Float64Array(vectors[0]!.length);
  for (const vector of vectors) for (let i = 0; i < sum.length; i++) sum[i]! += vector[i]!;
  return sum.map((value) => value / vectors.length);
}

export function squaredDistance(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum;
}

export const distance = (a: Vector, b: Vector): number => Math.sqrt(squaredDistance(a, b));
