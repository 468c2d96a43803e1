import { topologicalOrder, type Dim, type Node, type Op } from "../../graph/node.ts";
import * as ops from "../../graph/ops.ts";
import { fixed, size } from "../../graph/shape.ts";

/**
 * The same graph in operations that the WebGPU provider has kernels for; any other would run on the processor, its
 * operands crossing the bus. (1.30: no FusedMatMul, LogSoftmax, Or and ScatterElements. Sin and Cos stay: rotations, once
 * a run.)
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
  if (node.op.kind === "attend") return ops.matmul(ops.softmax(a), b);
  if (node.op.kind === "logProbability") return ops.gatherOne(logSoftmax(a), b);
  if (node.op.kind === "scatterRows") return ops.add(a, scattered(a, b, inputs[2]!));
  if (node.op.kind === "scatterOne") return ops.add(a, ops.mul(oneHot(b, a.shape[1]!), column(inputs[2]!)));
  return inputs.every((input, i) => input === node.inputs[i]) ? node : { ...node, inputs };
}

/** Plain matrices stay as they are: they become Gemm, which transposes and scales. */
function product({ transposeA, transposeB, scale }: Extract<Op, { kind: "matmul" }>, a: Node, b: Node): Node {
  const plain = { ...ops.matmul(transposeA ? swapped(a) : a, transposeB ? swapped(b) : b), dtype: a.dtype };
  return scale === 1 ? plain : ops.mul(plain, ops.cast(ops.scalar(scale), a.dtype));
}

function logSoftmax(x: Node): Node {
  const last = [x.shape.length - 1];
  const shifted = ops.sub(x, ops.max(x, last));
  return ops.sub(shifted, ops.log(ops.sum(ops.exp(shifted), last)));
}

/** Rows added up by their indices: a product with one-hot rows. */
function scattered(table: Node, indices: Node, rows: Node): Node {
  const [classes, ...rest] = table.shape.map(fixed) as [number, ...number[]];
  const count = indices.shape.every((dim) => typeof dim === "number") ? size(indices.shape) : indices.shape.join("·");
  const flat = ops.reshape(rows, [count, rest.reduce((a, b) => a * b, 1)]);
  const sums = ops.matmul(oneHot(ops.reshape(indices, [count]), classes), flat, { transposeA: true });
  return ops.reshape(sums, table.shape);
}

const column = (x: Node): Node => ops.reshape(x, [...x.shape, 1]);

/** 1 where the class is the index, [n, classes]. */
function oneHot(indices: Node, classes: Dim): Node {
  const all = ops.constant(
    Int32Array.from({ length: fixed(classes) }, (_, i) => i),
    [classes],
  );
  return ops.cast(ops.equal(column(indices), all), "float32");
}

/** Its last two axes exchanged. */
function swapped(x: Node): Node {
  const last = x.shape.length - 1;
  const order = x.shape.map((_, axis) => (axis < last - 1 ? axis : 2 * last - 1 - axis));
  return ops.transpose(x, order);
}
