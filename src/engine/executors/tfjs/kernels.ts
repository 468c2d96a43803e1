import type * as tfjs from "@tensorflow/tfjs-core";
import type { DType, Node, Op } from "../../graph/node.ts";
import { broadcast, fixed } from "../../graph/shape.ts";

/** TensorFlow.js, in whichever package: plain, tfjs-node or tfjs-node-gpu. */
export type TensorFlow = typeof tfjs;

type Tensor = tfjs.Tensor;

type Kernel<K extends Op["kind"]> = (
  tf: TensorFlow,
  inputs: readonly [Tensor, Tensor, Tensor],
  op: Extract<Op, { kind: K }>,
  node: Node,
) => Tensor;

/** Inputs and constants come from outside. */
type ComputedKind = Exclude<Op["kind"], "input" | "constant">;

/** One operation on tensors whose sizes are all known. */
export function compute(tf: TensorFlow, node: Node, inputs: readonly Tensor[]): Tensor {
  const kernel = kernels[node.op.kind as ComputedKind] as Kernel<Op["kind"]>;
  return kernel(tf, inputs as unknown as readonly [Tensor, Tensor, Tensor], node.op, node);
}

const kernels: { readonly [K in ComputedKind]: Kernel<K> } = {
  neg: (tf, [x]) => tf.neg(x),
  exp: (tf, [x]) => tf.exp(x),
  log: (tf, [x]) => tf.log(x),
  sqrt: (tf, [x]) => tf.sqrt(x),
  sigmoid: (tf, [x]) => tf.sigmoid(x),
  silu: (tf, [x]) => tf.mul(x, tf.sigmoid(x)),
  sin: (tf, [x]) => tf.sin(x),
  cos: (tf, [x]) => tf.cos(x),
  not: (tf, [x]) => tf.logicalNot(x),
  add: (tf, [a, b]) => tf.add(a, b),
  sub: (tf, [a, b]) => tf.sub(a, b),
  mul: (tf, [a, b]) => tf.mul(a, b),
  div: (tf, [a, b]) => tf.div(a, b),
  minimum: (tf, [a, b]) => tf.minimum(a, b),
  maximum: (tf, [a, b]) => tf.maximum(a, b),
  equal: (tf, [a, b]) => tf.equal(a, b),
  less: (tf, [a, b]) => tf.less(a, b),
  lessOrEqual: (tf, [a, b]) => tf.lessEqual(a, b),
  and: (tf, [a, b]) => tf.logicalAnd(a, b),
  or: (tf, [a, b]) => tf.logicalOr(a, b),
  where: (tf, [condition, a, b]) => tf.where(condition, a, b),
  cast: (tf, [x], _, { dtype }) => tf.cast(x, knownType(dtype)),
  matmul,
  reshape: (tf, [x], _, { shape, inputs }) =>
    tf.reshape(
      x,
      shape.map((dim, axis) => (typeof dim === "number" ? dim : dim === inputs[0]!.shape[axis] ? x.shape[axis]! : -1)),
    ),
  expand: (tf, [x, like]) => tf.broadcastTo(x, like.shape),
  transpose: (tf, [x], { permutation }) => tf.transpose(x, [...permutation]),
  slice: (tf, [x], { axis, start, end }) =>
    tf.slice(
      x,
      x.shape.map((_, i) => (i === axis ? start : 0)),
      x.shape.map((size, i) => (i === axis ? end - start : size)),
    ),
  pad: (tf, [x], { axis, before, after }) =>
    tf.pad(
      x,
      x.shape.map((_, i) => (i === axis ? [before, after] : [0, 0])),
    ),
  concat: (tf, parts, { axis }) => tf.concat([...parts], axis),
  join: (tf, [x, y], { axis }) => tf.concat([x, y], axis),
  part: (tf, [x, like], { axis, which }) => {
    const first = like.shape.at(-1)!;
    const sizes = [first, x.shape[axis]! - first];
    return tf.split(x, sizes, axis)[which === "first" ? 0 : 1]!;
  },
  sum: (tf, [x], { axes }) => tf.sum(x, [...axes], true),
  max: (tf, [x], { axes }) => tf.max(x, [...axes], true),
  softmax: (tf, [x]) => tf.softmax(x),
  logSoftmax: (tf, [x]) => tf.logSoftmax(x),
  rmsNorm: (tf, [x, weight], { epsilon }) =>
    tf.mul(tf.div(x, tf.sqrt(tf.add(tf.mean(tf.square(x), -1, true), epsilon))), weight),
  logProbability: (tf, [logits, targets]) => tf.gatherND(tf.logSoftmax(logits), eachRow(tf, targets)),
  attend: (tf, [scores, values]) => product(tf, tf.softmax(scores), values),
  gatherOne: (tf, [x, indices]) => tf.gatherND(x, eachRow(tf, indices)),
  scatterOne: (tf, [x, indices, values]) => tf.add(x, tf.scatterND(eachRow(tf, indices), values, x.shape)),
  scatterRows: (tf, [table, indices, rows]) => {
    const flat = tf.reshape(rows, [-1, ...table.shape.slice(1)]);
    return tf.add(table, tf.scatterND(tf.reshape(indices, [-1, 1]), flat, table.shape));
  },
  gather: (tf, [table, indices]) => tf.gather(table, indices),
  select: (tf, [x, indices], _, { shape }) => tf.gather(tf.reshape(x, [-1, fixed(shape[1])]), indices),
  rotary: (tf, [x, cosine, sine], { heads }) => {
    const [rows, length, width] = x.shape as [number, number, number];
    const angles = [rows, length, 1, 1, width / heads / 2];
    const [a, b] = tf.split(tf.reshape(x, [rows, length, heads, 2, -1]), 2, 3) as [Tensor, Tensor];
    const [c, s] = [tf.reshape(cosine, angles), tf.reshape(sine, angles)];
    const turned = [tf.sub(tf.mul(a, c), tf.mul(b, s)), tf.add(tf.mul(b, c), tf.mul(a, s))];
    return tf.reshape(tf.concat(turned, 3), x.shape);
  },
};

function knownType(dtype: DType): "float32" | "int32" | "bool" {
  if (dtype === "float16" || dtype === "bfloat16") throw new Error(`TensorFlow.js has no ${dtype}.`);
  return dtype;
}

/** [n] classes to [n, 2] places of a matrix, one in each row. */
const eachRow = (tf: TensorFlow, classes: Tensor): Tensor =>
  tf.stack([tf.range(0, classes.shape[0], 1, "int32"), classes], 1);

function matmul(
  tf: TensorFlow,
  [a, b]: readonly [Tensor, Tensor, Tensor],
  { transposeA, transposeB, scale }: Extract<Op, { kind: "matmul" }>,
): Tensor {
  const scaled = (product: Tensor): Tensor => (scale === 1 ? product : tf.mul(product, scale));
  if (b.rank === 2 && !transposeA) {
    const product = tf.matMul(tf.reshape(a, [-1, a.shape.at(-1)!]), b, false, transposeB);
    return scaled(tf.reshape(product, [...a.shape.slice(0, -1), product.shape[1]!]));
  }
  return scaled(product(tf, a, b, transposeA, transposeB));
}

/** Leading axes are stretched beforehand: where both have some, TensorFlow.js pairs them wrongly. */
function product(tf: TensorFlow, a: Tensor, b: Tensor, transposeA = false, transposeB = false): Tensor {
  const lead = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2)).map(fixed);
  const stretched = (x: Tensor): Tensor => tf.broadcastTo(x, [...lead, ...x.shape.slice(-2)]);
  return tf.matMul(stretched(a), stretched(b), transposeA, transposeB);
}
