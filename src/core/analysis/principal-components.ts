import { largestEigenpairs } from "./symmetric-eigen.ts";
import { dot, meanVector, subtract, type Vector } from "./vectors.ts";

/** The directions along which vectors differ most. */
export interface PrincipalComponents {
  readonly mean: Float64Array;
  /** Unit vectors, at right angles, by falling variance; 0 where nothing is left to explain. The largest element is positive. */
  readonly directions: readonly Float64Array[];
  /** As `numpy.linalg.svd` gives them for the centred vectors. */
  readonly singularValues: readonly number[];
  /** Share of the variance along each direction, 0…1. */
  readonly explained: readonly number[];
}

/** What is less than this share of the variance is rounding. */
const nothing = 1e-12;

/** @param vectors of equal length, at least one */
export function principalComponents(vectors: readonly Vector[], count: number): PrincipalComponents {
  const mean = meanVector(vectors);
  const centred = vectors.map((vector) => subtract(vector, mean));
  const total = centred.reduce((sum, vector) => sum + dot(vector, vector), 0);
  const scale = vectors.reduce((sum, vector) => sum + dot(vector, vector), 0);
  const zero = (): Float64Array => new Float64Array(mean.length);
  if (total <= nothing * scale) {
    const none = Array.from({ length: count }, () => 0);
    return { mean, directions: none.map(zero), singularValues: none, explained: none };
  }
  // The smaller of the two products has the same values as the other.
  const isWide = mean.length > vectors.length;
  const axes = isWide ? centred : transposed(centred);
  const { values, vectors: found } = largestEigenpairs(products(axes), axes.length, count);
  const directions = Array.from({ length: count }, (_, i) => {
    const value = values[i] ?? 0;
    if (value <= nothing * total) return zero();
    return pointed(isWide ? unit(weightedSum(centred, found[i]!)) : found[i]!);
  });
  const clean = Array.from({ length: count }, (_, i) => Math.max(0, values[i] ?? 0));
  return {
    mean,
    directions,
    singularValues: clean.map(Math.sqrt),
    explained: clean.map((value) => value / total),
  };
}

/** A vector's coordinates along the directions. */
export function project({ mean, directions }: PrincipalComponents, vector: Vector): number[] {
  const centred = subtract(vector, mean);
  return directions.map((direction) => dot(centred, direction));
}

function products(axes: readonly Float64Array[]): Float64Array {
  const size = axes.length;
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) matrix[i * size + j] = matrix[j * size + i] = dot(axes[i]!, axes[j]!);
  return matrix;
}

const transposed = (vectors: readonly Float64Array[]): Float64Array[] =>
  Array.from(vectors[0]!, (_, axis) => Float64Array.from(vectors, (vector) => vector[axis]!));

function weightedSum(vectors: readonly Float64Array[], weights: Float64Array): Float64Array {
  const sum = new Float64Array(vectors[0]!.length);
  vectors.forEach((vector, i) => {
    for (let axis = 0; axis < sum.length; axis++) sum[axis]! += weights[i]! * vector[axis]!;
  });
  return sum;
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(dot(vector, vector));
  return vector.map((value) => value / length);
}

/** Of the two directions of an axis always the same one. */
function pointed(vector: Float64Array): Float64Array {
  const largest = vector.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
  return largest < 0 ? vector.map((value) => -value) : vector;
}
