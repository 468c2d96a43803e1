import type { Dim, Shape } from "./node.ts";

/** Two shapes aligned at their last axis; a size of 1 stretches. */
export function broadcast(a: Shape, b: Shape): Shape {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => {
    const x = fromEnd(a, b, i);
    const y = fromEnd(b, a, i);
    if (x !== y && x !== 1 && y !== 1) throw new Error(`Shapes ${format(a)} and ${format(b)} do not broadcast.`);
    return x === 1 ? y : x;
  });
}

function fromEnd(shape: Shape, other: Shape, i: number): Dim {
  return shape[i - Math.max(0, other.length - shape.length)] ?? 1;
}

export function matmulShape(a: Shape, b: Shape, transposeA: boolean, transposeB: boolean): Shape {
  const [m, k] = lastTwo(a, transposeA);
  const [l, n] = lastTwo(b, transposeB);
  if (k !== l) throw new Error(`Matrices ${format(a)} and ${format(b)} do not multiply.`);
  return [...broadcast(a.slice(0, -2), b.slice(0, -2)), m, n];
}

function lastTwo(shape: Shape, transposed: boolean): readonly [Dim, Dim] {
  const [rows, columns] = shape.slice(-2);
  if (rows === undefined || columns === undefined) throw new Error(`${format(shape)} is not a matrix.`);
  return transposed ? [columns, rows] : [rows, columns];
}

/** Number of elements; throws where a size is named. */
export function size(shape: Shape): number {
  return shape.reduce<number>((product, dim) => product * fixed(dim), 1);
}

export function fixed(dim: Dim | undefined): number {
  if (typeof dim !== "number") throw new Error(`The size ${dim ?? "of a missing axis"} must be known.`);
  return dim;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, i) => dim === b[i]);
}

export function format(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}
