/** The last two are for values inside a graph alone: see mixed-precision.ts. */
export type DType = "float32" | "int32" | "bool" | "float16" | "bfloat16";

/** A number, or the name of a size that is known only when the graph is run. */
export type Dim = number | string;
export type Shape = readonly Dim[];

export type UnaryKind = "neg" | "exp" | "log" | "sqrt" | "sigmoid" | "silu" | "sin" | "cos" | "not";
export type BinaryKind = "add" | "sub" | "mul" | "div" | "minimum" | "maximum";
export type CompareKind = "equal" | "less" | "lessOrEqual" | "and" | "or";

export type Op =
  | { readonly kind: "input"; readonly name: string }
  | { readonly kind: "constant"; readonly data: Float32Array | Int32Array }
  | { readonly kind: UnaryKind | BinaryKind | CompareKind }
  /** condition, then, otherwise. */
  | { readonly kind: "where" }
  /** To the node's dtype. */
  | { readonly kind: "cast" }
  /** Batched over the leading axes, which broadcast; a transposed operand has its last two axes swapped. */
  | { readonly kind: "matmul"; readonly transposeA: boolean; readonly transposeB: boolean; readonly scale: number }
  /** To the node's shape; a named size that the input does not have at that axis is inferred. */
  | { readonly kind: "reshape" }
  /** The first input stretched to the shape of the second. */
  | { readonly kind: "expand" }
  | { readonly kind: "transpose"; readonly permutation: readonly number[] }
  | { readonly kind: "slice"; readonly axis: number; readonly start: number; readonly end: number }
  /** With zeros. */
  | { readonly kind: "pad"; readonly axis: number; readonly before: number; readonly after: number }
  | { readonly kind: "concat"; readonly axis: number }
  /** Two tensors side by side along an axis whose sizes are known only when the graph is run; the third input's last axis has the first one's. */
  | { readonly kind: "join"; readonly axis: number }
  /** What `join` had first, or second, of x; the second input's last axis has the first one's size. */
  | { readonly kind: "part"; readonly axis: number; readonly which: "first" | "second" }
  /** The reduced axes stay, with size 1. */
  | { readonly kind: "sum"; readonly axes: readonly number[] }
  | { readonly kind: "max"; readonly axes: readonly number[] }
  /** Over the last axis. */
  | { readonly kind: "softmax" | "logSoftmax" }
  /** x / √(mean of its squares over the last axis + epsilon) · weight; x [..., size], weight [size]. */
  | { readonly kind: "rmsNorm"; readonly epsilon: number }
  /** log p of each row's target under its logits: logits [n, classes], targets [n]; [n]. */
  | { readonly kind: "logProbability" }
  /** softmax(scores) · values: [..., queries, keys] and [..., keys, size] to [..., queries, size]. */
  | { readonly kind: "attend" }
  /** Rows of a table [n, …] by indices. */
  | { readonly kind: "gather" }
  /** A table [n, …] with rows [..., …] added to it at indices [...], repeated ones in their order. */
  | { readonly kind: "scatterRows" }
  /** x [n, classes] at one class of each row; [n]. */
  | { readonly kind: "gatherOne" }
  /** x [n, classes] with one value [n] added in each row, at the given class. */
  | { readonly kind: "scatterOne" }
  /**
   * Vectors of x [..., size] at `indices` [n], counted over all leading axes, each at most once or without gradient;
   * `inverse` [...] says for each vector of x which of the n it became, n = none.
   */
  | { readonly kind: "select" }
  /** x [rows, length, heads · size], cos and sin [rows, length, size / 2]; pairs (i, i + size / 2), as in transformers. */
  | { readonly kind: "rotary"; readonly heads: number };

/** A value of the graph. Nodes are immutable; a graph is whatever its outputs reach through `inputs`. */
export interface Node {
  readonly op: Op;
  readonly inputs: readonly Node[];
  readonly shape: Shape;
  readonly dtype: DType;
}

/** Every node that the outputs need, inputs before their users, in an order that depends on the graph alone. */
export function topologicalOrder(outputs: readonly Node[]): Node[] {
  const order: Node[] = [];
  const seen = new Set<Node>();
  const stack: { node: Node; next: number }[] = [];
  for (const output of outputs) {
    if (!seen.has(output)) stack.push({ node: output, next: 0 });
    seen.add(output);
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const input = top.node.inputs[top.next++];
      if (input === undefined) {
        order.push(top.node);
        stack.pop();
      } else if (!seen.has(input)) {
        seen.add(input);
        stack.push({ node: input, next: 0 });
      }
    }
  }
  return order;
}
