import { topologicalOrder, type Node, type Op } from "../../graph/node.ts";
import * as ops from "../../graph/ops.ts";

/**
 * The same graph in operations that the WebGPU provider has kernels for; any other would run on the processor, its
 * operands crossing the bus. (1.30: no FusedMatMul, LogSoftmax and Or. Sin and Cos stay: rotations, once a run.)
 */
export function forWebgpu(outputs: Readonly<Record<string, Node>>): Record<string, Node> {
  const legal = new Map<Node, Node>();
  for (const node of topologicalOrder(Object.values(outputs))) {
    const inputs = node.inputs.map((input) => legal.get(input)!);
    legal.set(node, rewrite(node, inputs));
  }
  return Object.fromEntries(Object.entries(outputs).map(([name, node]) => [name, legal.get(node)!]));
}

function rewrite(node: Node, inputs: readonly Node[]): Node {
  const [a, b] = inputs as [Node, Node];
  if (node.op.kind === "matmul" && inputs.some(({ shape }) => shape.length > 2)) return product(node.op, a, b);
  if (node.op.kind === "logSoftmax") return logSoftmax(a);
  if (node.op.kind === "or") return ops.not(ops.and(ops.not(a), ops.not(b)));
  return inputs.every((input, i) => input === node.inputs[i]) ? node : { ...node, inputs };
}

/** Plain matrices stay as they are: they become Gemm, which transposes and scales. */
function product({ transposeA, transposeB, scale }: Extract<Op, { kind: "matmul" }>, a: Node, b: Node): Node {
  const plain = ops.matmul(transposeA ? swapped(a) : a, transposeB ? swapped(b) : b);
  return scale === 1 ? plain : ops.mul(plain, scale);
}

function logSoftmax(x: Node): Node {
  const last = [x.shape.length - 1];
  const shifted = ops.sub(x, ops.max(x, last));
  return ops.sub(shifted, ops.log(ops.sum(ops.exp(shifted), last)));
}

/** Its last two axes exchanged. */
function swapped(x: Node): Node {
  const last = x.shape.length - 1;
  const order = x.shape.map((_, axis) => (axis < last - 1 ? axis : 2 * last - 1 - axis));
  return ops.transpose(x, order);
}
