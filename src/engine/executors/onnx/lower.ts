import { topologicalOrder, type BinaryKind, type CompareKind, type Node, type UnaryKind } from "../../graph/node.ts";
import { fixed } from "../../graph/shape.ts";
import {
  dataTypes,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
} from "./proto.ts";

type Elementwise = UnaryKind | BinaryKind | CompareKind | "where";

const elementwise: Readonly<Record<Elementwise, string>> = {
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
};

/** The graph of the given outputs, operation by operation, as ONNX. */
export function lower(outputs: Readonly<Record<string, Node>>): OnnxGraph {
  const graph = new Lowering();
  for (const node of topologicalOrder(Object.values(outputs))) graph.add(node);
  return graph.finish(outputs);
}

class Lowering {
  private readonly names = new Map<Node, string>();
  private readonly nodes: OnnxNode[] = [];
  private readonly initializers: OnnxTensor[] = [];
  private readonly inputs: OnnxValue[] = [];

  add(node: Node): void {
    this.names.set(node, this.emit(node));
  }

  finish(outputs: Readonly<Record<string, Node>>): OnnxGraph {
    const values = Object.entries(outputs).map(([name, node]) => {
      this.nodes.push({ type: "Identity", inputs: [this.names.get(node)!], outputs: [name] });
      return { name, shape: node.shape, dtype: node.dtype };
    });
    return { nodes: this.nodes, initializers: this.initializers, inputs: this.inputs, outputs: values };
  }

  private emit(node: Node): string {
    const { op, shape, dtype } = node;
    const inputs = node.inputs.map((input) => this.names.get(input)!);
    switch (op.kind) {
      case "input":
        if (!this.inputs.some(({ name }) => name === op.name)) this.inputs.push({ name: op.name, shape, dtype });
        return op.name;
      case "constant":
        return this.constant(op.data, shape.map(fixed));
      case "cast":
        return this.node("Cast", inputs, { to: { int: dataTypes[dtype] } });
      case "matmul":
        return this.matmul(node, inputs);
      case "reshape":
        return this.node("Reshape", [...inputs, this.target(node)]);
      case "expand":
        return this.node("Expand", [inputs[0]!, this.node("Shape", [inputs[1]!])]);
      case "transpose":
        return this.node("Transpose", inputs, { perm: { ints: op.permutation } });
      case "slice":
        return this.node("Slice", [...inputs, this.int64([op.start]), this.int64([op.end]), this.int64([op.axis])]);
      case "pad":
        return this.node("Pad", [...inputs, this.int64([op.before, op.after]), "", this.int64([op.axis])]);
      case "concat":
        return this.node("Concat", inputs, { axis: { int: op.axis } });
      case "sum":
        return this.node("ReduceSum", [...inputs, this.int64(op.axes)], { keepdims: { int: 1 } });
      case "max":
        return this.node("ReduceMax", [...inputs, this.int64(op.axes)], { keepdims: { int: 1 } });
      case "softmax":
        return this.node("Softmax", inputs, { axis: { int: -1 } });
      case "logSoftmax":
        return this.node("LogSoftmax", inputs, { axis: { int: -1 } });
      case "gather":
        return this.node("Gather", inputs, { axis: { int: 0 } });
      case "rotary":
        return this.node("RotaryEmbedding", inputs, { num_heads: { int: op.heads } });
      default:
        return this.node(elementwise[op.kind], inputs);
    }
  }

  private matmul({ op, inputs: [a, b] }: Node, inputs: readonly string[]): string {
    if (op.kind !== "matmul") throw new Error("Not a product.");
    const [transA, transB] = [{ int: Number(op.transposeA) }, { int: Number(op.transposeB) }];
    return a!.shape.length === 2 && b!.shape.length === 2
      ? this.node("Gemm", inputs, { transA, transB, alpha: { float: op.scale } })
      : this.node("FusedMatMul", inputs, { transA, transB, alpha: { float: op.scale } }, "com.microsoft");
  }

  /** Reshape's target: 0 copies a size that stands at the same axis of the input, -1 infers the one that is left. */
  private target({ shape, inputs }: Node): string {
    const from = inputs[0]!.shape;
    return this.int64(shape.map((dim, axis) => (typeof dim === "number" ? dim : dim === from[axis] ? 0 : -1)));
  }

  private node(
    type: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
    domain?: "com.microsoft",
  ): string {
    const output = `v${this.nodes.length}`;
    this.nodes.push({ type, inputs, outputs: [output], attributes, ...(domain && { domain }) });
    return output;
  }

  private int64(values: readonly number[]): string {
    return this.constant(BigInt64Array.from(values, BigInt), [values.length]);
  }

  private constant(data: OnnxTensor["data"], shape: readonly number[]): string {
    const name = `c${this.initializers.length}`;
    this.initializers.push({ name, shape, data });
    return name;
  }
}
