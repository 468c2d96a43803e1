import { createRandom } from "../random.ts";

/** Eigenpairs of a symmetric matrix, by falling value. */
export interface Eigenpairs {
  readonly values: readonly number[];
  /** Unit vectors, one a value. */
  readonly vectors: readonly Float64Array[];
}

/** Vectors iterated beside those that are wanted: what lies between them decides how fast they settle. */
const spare = 8;
/** Up to this size all pairs are as cheap as some. */
const small = 48;
const mostIterations = 500;
const tolerance = 1e-13;

/**
 * The `count` largest eigenvalues of a positive semi-definite matrix and their vectors, by block power iteration with
 * Rayleigh-Ritz; always the same for the same matrix.
 * @param matrix [size, size], row-major
 */
export function largestEigenpairs(matrix: Float64Array, size: number, count: number): Eigenpairs {
  if (size <= Math.max(small, count + spare)) return first(allEigenpairs(matrix, size), count);
  const random = createRandom(0, "eigenpairs");
  let block: readonly Float64Array[] = Array.from({ length: count + spare }, () =>
    Float64Array.from({ length: size }, () => random.float() - 0.5),
  );
  let values: readonly number[] = [];
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    const basis = orthonormal(block.map((vector) => multiply(matrix, vector)));
    const images = basis.map((vector) => multiply(matrix, vector));
    const ritz = allEigenpairs(Float64Array.from(basis.flatMap((a) => images.map((b) => dot(a, b)))), basis.length);
    block = ritz.vectors.map((weights) => combine(basis, weights));
    const change = Math.max(
      ...ritz.values.slice(0, count).map((value, i) => Math.abs(value - (values[i] ?? Infinity))),
    );
    values = ritz.values;
    if (change <= tolerance * values[0]!) break;
  }
  return first({ values, vectors: block }, count);
}

const first = ({ values, vectors }: Eigenpairs, count: number): Eigenpairs => ({
  values: values.slice(0, count),
  vectors: vectors.slice(0, count),
});

const mostSweeps = 60;

/** All eigenpairs of a small symmetric matrix, by Jacobi's rotations. */
export function allEigenpairs(matrix: Float64Array, size: number): Eigenpairs {
  const a = matrix.slice();
  const v = new Float64Array(size * size);
  for (let i = 0; i < size; i++) v[i * size + i] = 1;
  const total = a.reduce((sum, value) => sum + value * value, 0);
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let rest = 0;
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rest += a[p * size + q]! ** 2;
    if (rest <= 1e-30 * total) break;
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, v, size, p, q);
  }
  const order = Array.from({ length: size }, (_, i) => i).sort((i, j) => a[j * size + j]! - a[i * size + i]!);
  return {
    values: order.map((i) => a[i * size + i]!),
    vectors: order.map((i) => Float64Array.from({ length: size }, (_, row) => v[row * size + i]!)),
  };
}

/** Turns the axes p and q so that the element between them is 0 (Golub & Van Loan, 8.5). */
function rotate(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const between = a[p * size + q]!;
  if (between === 0) return;
  const theta = (a[q * size + q]! - a[p * size + p]!) / (2 * between);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(1 + theta * theta));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  const sine = tangent * cosine;
  const turn = (m: Float64Array, i: number, j: number): void => {
    const [x, y] = [m[i]!, m[j]!];
    m[i] = cosine * x - sine * y;
    m[j] = sine * x + cosine * y;
  };
  for (let k = 0; k < size; k++) turn(a, k * size + p, k * size + q);
  for (let k = 0; k < size; k++) turn(a, p * size + k, q * size + k);
  for (let k = 0; k < size; k++) turn(v, k * size + p, k * size + q);
}

function multiply(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  const product = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    let sum = 0;
    for (let column = 0; column < size; column++) sum += matrix[row * size + column]! * vector[column]!;
    product[row] = sum;
  }
  return product;
}

/** By Gram-Schmidt, twice over for the sake of rounding; vectors that depend on those before become 0. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const vector of vectors) {
    const length = Math.sqrt(dot(vector, vector));
    const rest = vector.slice();
    for (let pass = 0; pass < 2; pass++) for (const unit of basis) add(rest, unit, -dot(rest, unit));
    const left = Math.sqrt(dot(rest, rest));
    basis.push(left > 1e-12 * length ? rest.map((value) => value / left) : rest.fill(0));
  }
  return basis;
}

function combine(vectors: readonly Float64Array[], weights: Float64Array): Float64Array {
  const sum = new Float64Array(vectors[0]!.length);
  vectors.forEach((vector, i) => {
    add(sum, vector, weights[i]!);
  });
  return sum;
}

function add(to: Float64Array, vector: Float64Array, factor: number): void {
  for (let i = 0; i < to.length; i++) to[i]! += factor * vector[i]!;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
