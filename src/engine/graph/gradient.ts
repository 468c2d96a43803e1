import { topologicalOrder, type Node, type Op } from "./node.ts";
import * as ops from "./ops.ts";
import { Recomputation } from "./recompute.ts";
import { fixed, sameShape } from "./shape.ts";

/**
 * d(loss)/d(node) for each node of `wrt`, as nodes of the same graph. `loss` is a scalar. Nodes of `wrt` are taken as
 * leaves. A node the loss does not depend on gets an error, for it is a mistake in the model.
 * @param checkpoints where the forward pass is begun anew for the backward pass, see `Recomputation`; none: all is kept
 */
export function gradients(loss: Node, wrt: readonly Node[], checkpoints: readonly Node[] = []): Node[] {
  const needed = new Set<Node>(wrt);
  const order = topologicalOrder([loss]);
  for (const node of order) if (node.inputs.some((input) => needed.has(input))) needed.add(node);

  const adjoints = new Map<Node, Node>([[loss, ops.scalar(1)]]);
  const leaves = new Set<Node>(wrt);
  const recomputation = new Recomputation(order, checkpoints);
  for (const node of order.reverse()) {
    const complete = adjoints.get(node);
    if (complete === undefined || leaves.has(node)) continue;
    const adjoint = recomputation.reached(
      node,
      complete,
      wrt.flatMap((leaf) => adjoints.get(leaf) ?? []),
    );
    const parts = vectorJacobians(recomputation.again(node), adjoint);
    node.inputs.forEach((input, i) => {
      if (!needed.has(input)) return;
      const part = parts(i);
      if (part === undefined) return;
      const sum = adjoints.get(input);
      adjoints.set(input, sum === undefined ? part : accumulate(sum, part));
    });
  }
  return wrt.map((node) => {
    const gradient = adjoints.get(node);
    if (gradient === undefined) throw new Error("The loss does not depend on every weight.");
    return gradient;
  });
}

/** The sum of two gradients; rows scattered among zeros are scattered into the first one instead. */
function accumulate(sum: Node, part: Node): Node {
  const [table, indices, rows] = part.inputs;
  const isSparse = part.op.kind === "scatterRows" && table!.op.kind === "expand";
  return isSparse ? ops.scatterRows(sum, indices!, rows!) : ops.add(sum, part);
}

/** Sums a gradient over the axes along which an operand of this node was stretched. */
function unbroadcast(gradient: Node, operand: Node): Node {
  if (sameShape(gradient.shape, operand.shape)) return gradient;
  const lead = gradient.shape.length - operand.shape.length;
  const axes = gradient.shape.flatMap((dim, i) =>
    i < lead || (operand.shape[i - lead] === 1 && dim !== 1) ? [i] : [],
  );
  return ops.reshape(ops.sum(gradient, axes), operand.shape);
}

type Rule<K extends Op["kind"]> = (context: {
  readonly op: Extract<Op, { kind: K }>;
  readonly inputs: readonly [Node, Node, Node];
  readonly output: Node;
  /** Which input. */
  readonly i: number;
  readonly g: Node;
}) => Node | undefined | readonly (Node | undefined)[];

/**
 * Gradient with respect to input i, undefined where the output is locally constant in it; or those of all inputs, where
 * they have much in common.
 */
const rules: { readonly [K in Op["kind"]]: Rule<K> } = {
  input: () => undefined,
  constant: () => undefined,
  equal: () => undefined,
  less: () => undefined,
  lessOrEqual: () => undefined,
  and: () => undefined,
  or: () => undefined,
  not: () => undefined,
  cast: () => undefined,
  neg: ({ g }) => ops.neg(g),
  exp: ({ g, output }) => ops.mul(g, output),
  log: ({ g, inputs: [x] }) => ops.div(g, x),
  sqrt: ({ g, output }) => ops.div(ops.mul(g, 0.5), output),
  sigmoid: ({ g, output }) => ops.mul(g, ops.mul(output, ops.sub(1, output))),
  // Anew, for the sigmoid itself is not kept: s + y · (1 − s).
  silu: ({ g, inputs: [x], output }) => {
    const gate = ops.sigmoid(x);
    return ops.mul(g, ops.add(gate, ops.mul(output, ops.sub(1, gate))));
  },
  sin: ({ g, inputs: [x] }) => ops.mul(g, ops.cos(x)),
  cos: ({ g, inputs: [x] }) => ops.neg(ops.mul(g, ops.sin(x))),
  add: ({ g, inputs, i }) => unbroadcast(g, inputs[i]!),
  sub: ({ g, inputs, i }) => unbroadcast(i === 0 ? g : ops.neg(g), inputs[i]!),
  mul: ({ g, inputs, i }) => unbroadcast(ops.mul(g, inputs[1 - i]!), inputs[i]!),
  div: ({ g, inputs: [x, y], output, i }) =>
    i === 0 ? unbroadcast(ops.div(g, y), x) : unbroadcast(ops.neg(ops.div(ops.mul(g, output), y)), y),
  // At a tie the whole gradient goes to the first operand.
  minimum: ({ g, inputs: [x, y], i }) => chosen(g, ops.lessOrEqual(x, y), i, i === 0 ? x : y),
  maximum: ({ g, inputs: [x, y], i }) => chosen(g, ops.lessOrEqual(y, x), i, i === 0 ? x : y),
  where: ({ g, inputs: [condition, x, y], i }) => (i === 0 ? undefined : chosen(g, condition, i - 1, i === 1 ? x : y)),
  matmul: ({ op, g, inputs: [a, b], i }) => (i === 0 ? matmulLeft(op, g, a, b) : matmulRight(op, g, a, b)),
  reshape: ({ g, inputs: [x] }) => ops.reshape(g, x.shape),
  transpose: ({ op, g }) =>
    ops.transpose(
      g,
      op.permutation.map((_, axis) => op.permutation.indexOf(axis)),
    ),
  slice: ({ op, g, inputs: [x] }) => ops.pad(g, op.axis, op.start, fixed(x.shape[op.axis]) - op.end),
  pad: ({ op, g, inputs: [x] }) => ops.slice(g, op.axis, op.before, op.before + fixed(x.shape[op.axis])),
  concat: ({ op, g, inputs, i }) => {
    const widths = inputs.map((part) => fixed(part.shape[op.axis]));
    const start = widths.slice(0, i).reduce((total, width) => total + width, 0);
    return ops.slice(g, op.axis, start, start + widths[i]!);
  },
  join: ({ op, g, inputs: [x, y, like] }) => [
    ops.part(g, op.axis, "first", x.shape[op.axis]!, like),
    ops.part(g, op.axis, "second", y.shape[op.axis]!, like),
    undefined,
  ],
  part: ({ op: { axis, which }, g, inputs: [x, like], i }) => {
    if (i === 1) return undefined;
    const zeros = (other: "first" | "second"): Node => ops.mul(ops.part(x, axis, other, "rest", like), 0);
    const joined =
      which === "first" ? ops.join(g, zeros("second"), axis, like) : ops.join(zeros("first"), g, axis, like);
    return { ...joined, shape: x.shape };
  },
  sum: ({ g, inputs: [x] }) => ops.expand(g, x),
  expand: ({ g, inputs: [x], i }) => (i === 0 ? unbroadcast(g, x) : undefined),
  // Where several elements share the maximum, each gets the gradient.
  max: ({ g, inputs: [x], output }) => ops.where(ops.equal(x, output), g, 0),
  softmax: ({ g, output }) => {
    const weighted = ops.mul(g, output);
    return ops.sub(weighted, ops.mul(output, ops.sum(weighted, [output.shape.length - 1])));
  },
  logSoftmax: ({ g, output }) => ops.sub(g, ops.mul(ops.exp(output), ops.sum(g, [output.shape.length - 1]))),
  rmsNorm: ({ op, g, inputs: [x, weight] }) => rmsNorm(op.epsilon, x, weight, g),
  attend: ({ g, inputs: [scores, values], output }) => attend(scores, values, output, g),
  logProbability: ({ g, inputs: [logits, targets], i }) => {
    if (i === 1) return undefined;
    const rest = ops.mul(ops.softmax(logits), ops.neg(ops.reshape(g, [...g.shape, 1])));
    return ops.scatterOne(rest, targets, g);
  },
  gather: ({ g, inputs: [table, indices], i }) =>
    i === 0 ? ops.scatterRows(ops.zerosLike(table), indices, g) : undefined,
  scatterRows: ({ g, inputs: [, indices], i }) => [g, undefined, ops.gather(g, indices)][i],
  gatherOne: ({ g, inputs: [x, indices], i }) => (i === 0 ? ops.scatterOne(ops.zerosLike(x), indices, g) : undefined),
  scatterOne: ({ g, inputs: [, indices], i }) => [g, undefined, ops.gatherOne(g, indices)][i],
  select: ({ g, inputs: [, , inverse] }) => ops.gather(ops.pad(g, 0, 0, 1), inverse),
  rotary: ({ op, g, inputs: [, cosine, sine] }) => ops.rotary(g, cosine, ops.neg(sine), op.heads),
};

/** With r = 1 / √(mean x² + ε) and u = g ∘ x: dw = Σ r · u over all vectors, dx = r · g ∘ w − x · r³ · (u · w) / size. */
function rmsNorm(epsilon: number, x: Node, weight: Node, g: Node): [Node, Node] {
  const size = fixed(weight.shape[0]);
  const inverse = ops.div(1, ops.sqrt(ops.add(ops.mean(ops.square(x)), epsilon)));
  const u = ops.mul(g, x);
  const inner = ops.matmul(u, ops.reshape(weight, [size, 1]), { scale: 1 / size });
  const along = ops.mul(inner, ops.mul(inverse, ops.square(inverse)));
  const flat = (y: Node): Node => ops.reshape(y, [flatName(y, 1), y.shape.at(-1)!]);
  const ofWeight = ops.matmul(flat(inverse), flat(u), { transposeA: true });
  return [ops.sub(ops.mul(ops.mul(g, weight), inverse), ops.mul(x, along)), ops.reshape(ofWeight, weight.shape)];
}

/**
 * With the weights P = softmax(scores) and the output o: dV = Pᵀ · g, dS = P ∘ (g · Vᵀ − Σ g ∘ o), the sum that the
 * softmax's gradient needs taken where it is shortest (Dao et al., arXiv 2205.14135).
 */
function attend(scores: Node, values: Node, output: Node, g: Node): [Node, Node] {
  const weights = ops.softmax(scores);
  const total = ops.sum(ops.mul(g, output), [g.shape.length - 1]);
  const ofWeights = ops.matmul(g, values, { transposeB: true });
  return [
    unbroadcast(ops.mul(weights, ops.sub(ofWeights, total)), scores),
    unbroadcast(ops.matmul(weights, g, { transposeA: true }), values),
  ];
}

/** The gradient with respect to each input, by its index. */
function vectorJacobians(node: Node, g: Node): (i: number) => Node | undefined {
  const rule = rules[node.op.kind] as Rule<Op["kind"]>;
  const inputs = node.inputs as unknown as readonly [Node, Node, Node];
  const of = (i: number) => rule({ op: node.op, inputs, output: node, i, g });
  let all: readonly (Node | undefined)[] | undefined;
  return (i) => {
    const one = all ?? of(i);
    if (one === undefined || !Array.isArray(one)) return one as Node | undefined;
    all = one;
    return all[i];
  };
}

function chosen(g: Node, condition: Node, branch: number, operand: Node): Node {
  return unbroadcast(branch === 0 ? ops.where(condition, g, 0) : ops.where(condition, 0, g), operand);
}

type MatmulOp = Extract<Op, { kind: "matmul" }>;

function matmulLeft({ transposeA, transposeB, scale }: MatmulOp, g: Node, a: Node, b: Node): Node {
  const gradient = transposeA
    ? ops.matmul(b, g, { transposeA: transposeB, transposeB: true, scale })
    : ops.matmul(g, b, { transposeB: !transposeB, scale });
  return unbroadcast(gradient, a);
}

function matmulRight({ transposeA, transposeB, scale }: MatmulOp, g: Node, a: Node, b: Node): Node {
  // A matrix shared by the whole batch: one product over all rows instead of many that are then added up.
  if (b.shape.length === 2 && a.shape.length > 2 && !transposeA) {
    const flat = (x: Node): Node => ops.reshape(x, [flatName(x, 1), x.shape.at(-1)!]);
    const [x, y] = [flat(a), flat(g)];
    return transposeB ? ops.matmul(y, x, { transposeA: true, scale }) : ops.matmul(x, y, { transposeA: true, scale });
  }
  const gradient = transposeB
    ? ops.matmul(g, a, { transposeA: true, transposeB: transposeA, scale })
    : ops.matmul(a, g, { transposeA: !transposeA, scale });
  return unbroadcast(gradient, b);
}

/** The joint size of all axes but the last `keep`. */
function flatName(x: Node, keep = 0): number | string {
  const dims = x.shape.slice(0, x.shape.length - keep);
  return dims.every((dim) => typeof dim === "number") ? dims.reduce((a, b) => a * b, 1) : dims.join("·");
}
