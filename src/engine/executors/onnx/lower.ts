import { topologicalOrder, type Node, type Op } from "../../graph/node.ts";
import { fixed, size } from "../../graph/shape.ts";
import {
  dataTypes,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
} from "./proto.ts";

/** The graph of the given outputs, operation by operation, as ONNX. Inputs of one name are one input. */
export function lower(outputs: Readonly<Record<string, Node>>): OnnxGraph {
  const builder = new Builder();
  const names = new Map<Node, string>();
  for (const node of topologicalOrder(Object.values(outputs))) {
    const rule = rules[node.op.kind] as Rule<Op["kind"]>;
    const inputs = node.inputs.map((input) => names.get(input)!);
    names.set(node, typeof rule === "string" ? builder.node(rule, inputs) : rule(builder, node.op, node, inputs));
  }
  const { nodes, initializers, inputs } = builder;
  const made = new Set(nodes.flatMap((node) => node.outputs));
  const renamed = new Map<string, string>();
  const results = Object.entries(outputs).map(([name, node]) => {
    const value = names.get(node)!;
    // A copy only of what is an input, a constant or another output as well.
    if (made.has(value) && !renamed.has(value)) renamed.set(value, name);
    else nodes.push({ type: "Identity", inputs: [value], outputs: [name] });
    return { name, shape: node.shape, dtype: node.dtype };
  });
  const rename = (name: string): string => renamed.get(name) ?? name;
  return {
    nodes: nodes.map((node) => ({ ...node, inputs: node.inputs.map(rename), outputs: node.outputs.map(rename) })),
    initializers,
    inputs: [...inputs.values()],
    outputs: results,
  };
}

class Builder {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxTensor[] = [];
  readonly inputs = new Map<string, OnnxValue>();

  /** Adds an operation of one output and returns the output's name. */
  node(
    type: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
    domain?: "com.microsoft",
  ): string {
    const output = `v${this.nodes.length}`;
    this.nodes.push({ type, inputs, outputs: [output], attributes, ...(domain && { domain }) });
    return output;
  }

  constant(data: OnnxTensor["data"], shape: readonly number[]): string {
    const name = `c${this.initializers.length}`;
    this.initializers.push({ name, shape, data });
    return name;
  }

  int64(...values: readonly number[]): string {
    return this.constant(BigInt64Array.from(values, BigInt), [values.length]);
  }
}

/** An operator's name where it takes the node's inputs as they are, else how to add it; returns its output's name. */
type Rule<K extends Op["kind"]> =
  string | ((builder: Builder, op: Extract<Op, { kind: K }>, node: Node, inputs: readonly string[]) => string);

/** Beyond any axis. */
const end = 2 ** 31 - 1;

const adding = { reduction: { string: "add" } };

/** x [n, classes] at one class of each row. */
function pick(builder: Builder, x: string, indices: string): string {
  const column = builder.node("Unsqueeze", [indices, builder.int64(1)]);
  return builder.node("Squeeze", [builder.node("GatherElements", [x, column], { axis: { int: 1 } }), builder.int64(1)]);
}

const rules: { readonly [K in Op["kind"]]: Rule<K> } = {
  neg: "Neg",
  exp: "Exp",
  log: "Log",
  sqrt: "Sqrt",
  sigmoid: "Sigmoid",
  sin: "Sin",
  cos: "Cos",
  not: "Not",
  add: "Add",
  sub: "Sub",
  mul: "Mul",
  div: "Div",
  minimum: "Min",
  maximum: "Max",
  equal: "Equal",
  less: "Less",
  lessOrEqual: "LessOrEqual",
  and: "And",
  or: "Or",
  where: "Where",
  // Both work on the last axis unless told otherwise.
  softmax: "Softmax",
  logSoftmax: "LogSoftmax",
  // And this one on the first.
  gather: "Gather",
  input: (builder, { name }, { shape, dtype }) => {
    builder.inputs.set(name, { name, shape, dtype });
    return name;
  },
  constant: (builder, { data }, { shape }) => builder.constant(data, shape.map(fixed)),
  cast: (builder, _, { dtype }, inputs) => builder.node("Cast", inputs, { to: { int: dataTypes[dtype] } }),
  matmul: (builder, { transposeA, transposeB, scale }, node, inputs) => {
    const transA = { int: Number(transposeA) };
    const transB = { int: Number(transposeB) };
    const alpha = { float: scale };
    return node.inputs.every(({ shape }) => shape.length === 2)
      ? builder.node("Gemm", inputs, { transA, transB, alpha })
      : builder.node("FusedMatMul", inputs, { transA, transB, alpha }, "com.microsoft");
  },
  // 0 copies a size that stands at the same axis of the input, -1 infers the one that is left.
  reshape: (builder, _, { shape, inputs: [x] }, inputs) => {
    const target = shape.map((dim, axis) => (typeof dim === "number" ? dim : dim === x!.shape[axis] ? 0 : -1));
    return builder.node("Reshape", [...inputs, builder.int64(...target)]);
  },
  expand: (builder, _, __, [x, like]) => builder.node("Expand", [x!, builder.node("Shape", [like!])]),
  transpose: (builder, { permutation }, _, inputs) =>
    builder.node("Transpose", inputs, { perm: { ints: permutation } }),
  slice: (builder, { start, end, axis }, _, inputs) =>
    builder.node("Slice", [...inputs, builder.int64(start), builder.int64(end), builder.int64(axis)]),
  pad: (builder, { before, after, axis }, _, inputs) =>
    builder.node("Pad", [...inputs, builder.int64(before, after), "", builder.int64(axis)]),
  concat: (builder, { axis }, _, inputs) => builder.node("Concat", inputs, { axis: { int: axis } }),
  join: (builder, { axis }, _, [x, y]) => builder.node("Concat", [x!, y!], { axis: { int: axis } }),
  part: (builder, { axis, which }, _, [x, like]) => {
    const first = builder.node("Shape", [like!], { start: { int: -1 } });
    const bounds = which === "first" ? [builder.int64(0), first] : [first, builder.int64(end)];
    return builder.node("Slice", [x!, ...bounds, builder.int64(axis)]);
  },
  sum: (builder, { axes }, _, inputs) => builder.node("ReduceSum", [...inputs, builder.int64(...axes)]),
  max: (builder, { axes }, _, inputs) => builder.node("ReduceMax", [...inputs, builder.int64(...axes)]),
  select: (builder, _, { shape }, [x, indices]) => {
    const flat = builder.node("Reshape", [x!, builder.int64(-1, fixed(shape[1]))]);
    return builder.node("Gather", [flat, indices!]);
  },
  silu: (builder, _, __, inputs) => builder.node("QuickGelu", inputs, { alpha: { float: 1 } }, "com.microsoft"),
  rmsNorm: (builder, { epsilon }, _, inputs) =>
    builder.node("SimplifiedLayerNormalization", inputs, { axis: { int: -1 }, epsilon: { float: epsilon } }),
  logProbability: (builder, _, __, [logits, targets]) => pick(builder, builder.node("LogSoftmax", [logits!]), targets!),
  attend: (builder, _, __, [scores, values]) =>
    builder.node("FusedMatMul", [builder.node("Softmax", [scores!]), values!], {}, "com.microsoft"),
  gatherOne: (builder, _, __, [x, indices]) => pick(builder, x!, indices!),
  scatterOne: (builder, _, __, [x, indices, values]) => {
    const column = (name: string): string => builder.node("Unsqueeze", [name, builder.int64(1)]);
    return builder.node("ScatterElements", [x!, column(indices!), column(values!)], { axis: { int: 1 }, ...adding });
  },
  // By elements, all in one row: ScatterND adds repeated rows on several threads at once, without a lock.
  scatterRows: (builder, _, { shape }, [table, indices, rows]) => {
    const width = size(shape.slice(1));
    const flat = (name: string): string => builder.node("Reshape", [name, builder.int64(-1)]);
    const starts = builder.node("Mul", [
      builder.node("Reshape", [indices!, builder.int64(-1, 1)]),
      builder.constant(Int32Array.of(width), []),
    ]);
    const within = builder.constant(
      Int32Array.from({ length: width }, (_, i) => i),
      [width],
    );
    const places = flat(builder.node("Add", [starts, within]));
    const sums = builder.node("ScatterElements", [flat(table!), places, flat(rows!)], adding);
    return builder.node("Reshape", [sums, builder.int64(...shape.map(fixed))]);
  },
  rotary: (builder, { heads }, _, inputs) => builder.node("RotaryEmbedding", inputs, { num_heads: { int: heads } }),
};
