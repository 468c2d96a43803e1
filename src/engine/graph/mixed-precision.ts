import { topologicalOrder, type DType, type Node, type Op } from "./node.ts";
import * as ops from "./ops.ts";

export type HalfType = Extract<DType, "float16" | "bfloat16">;

/** Move or pick values; computed in whatever precision those have. */
const passive = new Set<Op["kind"]>([
  "reshape",
  "transpose",
  "slice",
  "pad",
  "expand",
  "concat",
  "part",
  "neg",
  "rotary",
]);
/** Computed in half precision where all that is large is in it. */
const elementwise = new Set<Op["kind"]>(["add", "sub", "mul", "div", "minimum", "maximum", "sigmoid", "silu"]);

/**
 * The same values with products of matrices, and what lies between two of them, in half precision, as torch.autocast
 * has it: exponentials, sums, norms, softmax and losses stay in float32, and so do the nodes that are given back.
 */
export function inHalf(outputs: readonly Node[], half: HalfType): Node[] {
  const rewritten = new Map<Node, Node>();
  const casts = new Map<DType, Map<Node, Node>>();
  const as = (x: Node, dtype: DType): Node => {
    const known = casts.get(dtype) ?? new Map<Node, Node>();
    casts.set(dtype, known);
    const cast = known.get(x) ?? ops.cast(x, dtype);
    known.set(x, cast);
    return cast;
  };
  const single = (x: Node): Node => (x.dtype === half ? as(x, "float32") : x);
  for (const node of topologicalOrder(outputs)) {
    const inputs = node.inputs.map((input) => rewritten.get(input)!);
    const isHalf = node.dtype === "float32" && takesHalf(node.op, inputs, half);
    const taken = inputs.map((input) => (isHalf && input.dtype === "float32" ? as(input, half) : single(input)));
    const used = isHalf ? inputs.map((input, i) => (input.dtype === half ? input : taken[i]!)) : taken;
    rewritten.set(node, { ...node, inputs: used, dtype: isHalf ? half : node.dtype });
  }
  return outputs.map((output) => single(rewritten.get(output)!));
}

function takesHalf({ kind }: Op, inputs: readonly Node[], half: HalfType): boolean {
  if (kind === "matmul") return true;
  const [first] = inputs;
  if (kind === "concat") return inputs.every(({ dtype }) => dtype === half);
  if (kind === "join") return inputs.slice(0, 2).every(({ dtype }) => dtype === half);
  if (passive.has(kind)) return first?.dtype === half;
  // A scalar or a bias does not make float32 of what it is added to.
  return (
    elementwise.has(kind) &&
    inputs.some(({ dtype }) => dtype === half) &&
    inputs.every(({ dtype, shape }) => dtype === half || shape.length <= 1)
  );
}
