import type { BinaryKind, CompareKind, Dim, DType, Node, Op, Shape, UnaryKind } from "./node.ts";
import { broadcast, fixed, format, matmulShape, sameShape, size } from "./shape.ts";

const node = (op: Op, inputs: readonly Node[], shape: Shape, dtype: DType): Node => ({ op, inputs, shape, dtype });

export const input = (name: string, shape: Shape, dtype: DType = "float32"): Node =>
  node({ kind: "input", name }, [], shape, dtype);

export function constant(data: Float32Array | Int32Array, shape: Shape): Node {
  if (data.length !== size(shape)) throw new Error(`${data.length} values do not fill ${format(shape)}.`);
  return node({ kind: "constant", data }, [], shape, data instanceof Float32Array ? "float32" : "int32");
}

export const scalar = (value: number): Node => constant(Float32Array.of(value), []);

const unary =
  (kind: UnaryKind) =>
  (x: Node): Node =>
    node({ kind }, [x], x.shape, x.dtype);

export const neg = unary("neg");
export const exp = unary("exp");
export const log = unary("log");
export const sqrt = unary("sqrt");
export const sigmoid = unary("sigmoid");
export const silu = unary("silu");
export const sin = unary("sin");
export const cos = unary("cos");
export const not = unary("not");

const operand = (x: Node | number): Node => (typeof x === "number" ? scalar(x) : x);

/** `x` stretched to the shape of `like`. */
export const expand = (x: Node, like: Node): Node =>
  sameShape(x.shape, like.shape) ? x : node({ kind: "expand" }, [x, like], like.shape, x.dtype);

/** The operand before it was stretched, where the operation with `other` stretches it anyway. */
function unexpanded(x: Node, other: Node): Node {
  return x.op.kind === "expand" && sameShape(broadcast(x.inputs[0]!.shape, other.shape), x.shape) ? x.inputs[0]! : x;
}

const binary =
  (kind: BinaryKind) =>
  (x: Node | number, y: Node | number): Node => {
    const b = unexpanded(operand(y), operand(x));
    const a = unexpanded(operand(x), b);
    if (a.dtype !== b.dtype) throw new Error(`${kind} of ${a.dtype} and ${b.dtype}.`);
    return node({ kind }, [a, b], broadcast(a.shape, b.shape), a.dtype);
  };

export const add = binary("add");
export const sub = binary("sub");
export const mul = binary("mul");
export const div = binary("div");
export const minimum = binary("minimum");
export const maximum = binary("maximum");

const compare =
  (kind: CompareKind) =>
  (a: Node, b: Node): Node =>
    node({ kind }, [a, b], broadcast(a.shape, b.shape), "bool");

export const equal = compare("equal");
export const less = compare("less");
export const lessOrEqual = compare("lessOrEqual");
export const and = compare("and");
export const or = compare("or");

export const where = (condition: Node, then: Node | number, otherwise: Node | number): Node => {
  const [a, b] = [operand(then), operand(otherwise)];
  return node({ kind: "where" }, [condition, a, b], broadcast(condition.shape, broadcast(a.shape, b.shape)), a.dtype);
};

export const cast = (x: Node, dtype: DType): Node =>
  x.dtype === dtype ? x : node({ kind: "cast" }, [x], x.shape, dtype);

export interface MatmulOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** Factor on the product. */
  readonly scale?: number;
}

export function matmul(a: Node, b: Node, options: MatmulOptions = {}): Node {
  const { transposeA = false, transposeB = false, scale = 1 } = options;
  const shape = matmulShape(a.shape, b.shape, transposeA, transposeB);
  return node({ kind: "matmul", transposeA, transposeB, scale }, [a, b], shape, "float32");
}

export const reshape = (x: Node, shape: Shape): Node =>
  sameShape(x.shape, shape) ? x : node({ kind: "reshape" }, [x], shape, x.dtype);

export const transpose = (x: Node, permutation: readonly number[]): Node =>
  node(
    { kind: "transpose", permutation },
    [x],
    permutation.map((axis) => x.shape[axis]!),
    x.dtype,
  );

const withAxis = (shape: Shape, axis: number, dim: Dim): Shape => shape.map((old, i) => (i === axis ? dim : old));

export const slice = (x: Node, axis: number, start: number, end: number): Node =>
  node({ kind: "slice", axis, start, end }, [x], withAxis(x.shape, axis, end - start), x.dtype);

const sumOfDims = (before: number, dim: Dim, after: number): Dim =>
  typeof dim === "number" ? before + dim + after : `${before}+${dim}+${after}`;

export const pad = (x: Node, axis: number, before: number, after: number): Node =>
  node(
    { kind: "pad", axis, before, after },
    [x],
    withAxis(x.shape, axis, sumOfDims(before, x.shape[axis]!, after)),
    x.dtype,
  );

export function concat(parts: readonly Node[], axis: number): Node {
  const [first] = parts;
  if (first === undefined) throw new Error("Nothing to concatenate.");
  const joined = parts.reduce((total, part) => total + fixed(part.shape[axis]), 0);
  return node({ kind: "concat", axis }, parts, withAxis(first.shape, axis, joined), first.dtype);
}

/** `x`, then `y` along an axis; the last axis of `like` has the size of `x` there. */
export const join = (x: Node, y: Node, axis: number, like: Node): Node =>
  node(
    { kind: "join", axis },
    [x, y, like],
    withAxis(x.shape, axis, joinedDim(x.shape[axis]!, y.shape[axis]!)),
    x.dtype,
  );

/** The name of the size of two axes side by side. */
export const joinedDim = (x: Dim, y: Dim): Dim =>
  typeof x === "number" && typeof y === "number" ? x + y : `${x}+${y}`;

/** What `join` had first or second, of size `dim`; the last axis of `like` has the first one's size. */
export const part = (x: Node, axis: number, which: "first" | "second", dim: Dim, like: Node): Node =>
  node({ kind: "part", axis, which }, [x, like], withAxis(x.shape, axis, dim), x.dtype);

const reduction =
  (kind: "sum" | "max") =>
  (x: Node, axes: readonly number[]): Node =>
    node(
      { kind, axes },
      [x],
      x.shape.map((dim, i) => (axes.includes(i) ? 1 : dim)),
      x.dtype,
    );

/** The reduced axes stay, with size 1. */
export const sum = reduction("sum");
export const max = reduction("max");

export const sumAll = (x: Node): Node =>
  reshape(
    sum(
      x,
      x.shape.map((_, axis) => axis),
    ),
    [],
  );

/** Mean over the last axis, which stays with size 1. */
export const mean = (x: Node): Node => mul(sum(x, [x.shape.length - 1]), 1 / fixed(x.shape.at(-1)));

export const softmax = (x: Node): Node => node({ kind: "softmax" }, [x], x.shape, "float32");
export const logSoftmax = (x: Node): Node => node({ kind: "logSoftmax" }, [x], x.shape, "float32");

export const gather = (table: Node, indices: Node): Node =>
  node({ kind: "gather" }, [table, indices], [...indices.shape, ...table.shape.slice(1)], table.dtype);

/** Adds rows to a table, each where `indices` says: what gather undoes. */
export const scatterRows = (table: Node, indices: Node, rows: Node): Node =>
  node({ kind: "scatterRows" }, [table, indices, rows], table.shape, table.dtype);

/** x[i, indices[i]]. */
export const gatherOne = (x: Node, indices: Node): Node =>
  node({ kind: "gatherOne" }, [x, indices], indices.shape, x.dtype);

/** Adds values[i] to x[i, indices[i]]. */
export const scatterOne = (x: Node, indices: Node, values: Node): Node =>
  node({ kind: "scatterOne" }, [x, indices, values], x.shape, x.dtype);

/** log softmax(logits)[i, targets[i]]. */
export const logProbability = (logits: Node, targets: Node): Node =>
  node({ kind: "logProbability" }, [logits, targets], targets.shape, "float32");

export const rmsNorm = (x: Node, weight: Node, epsilon: number): Node =>
  node({ kind: "rmsNorm", epsilon }, [x, weight], x.shape, "float32");

export const attend = (scores: Node, values: Node): Node =>
  node({ kind: "attend" }, [scores, values], matmulShape(scores.shape, values.shape, false, false), "float32");

export const zerosLike = (x: Node): Node => expand(scalar(0), x);

export const select = (x: Node, indices: Node, inverse: Node): Node =>
  node({ kind: "select" }, [x, indices, inverse], [...indices.shape, x.shape.at(-1)!], x.dtype);

export const rotary = (x: Node, cosine: Node, sine: Node, heads: number): Node =>
  node({ kind: "rotary", heads }, [x, cosine, sine], x.shape, "float32");

export const square = (x: Node): Node => mul(x, x);
