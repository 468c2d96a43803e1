import type { Tensor as TfTensor } from "@tensorflow/tfjs-core";
import { topologicalOrder, type Node } from "../../graph/node.ts";
import { fixed } from "../../graph/shape.ts";
import type { Executor, Program, Tensor, Tensors } from "../executor.ts";
import { Mirrors } from "../mirrors.ts";
import { compute, type TensorFlow } from "./kernels.ts";

/** Runs graphs operation by operation on the current backend of a TensorFlow.js, in whose memory held tensors stay. */
export function createTfjsExecutor(tf: TensorFlow, device = tf.getBackend()): Executor {
  const mirrors = new Mirrors<TfTensor>({
    // A copy: some backends work on the very array they are given.
    upload: (data) => Promise.resolve(tf.tensor1d(data.slice())),
    slice: (value, start, end) => Promise.resolve(tf.slice(value, [start], [end - start])),
    patch: (value, start, part) =>
      Promise.resolve(
        tf.tidy(() => {
          const end = start + part.size;
          return tf.concat([tf.slice(value, [0], [start]), part, tf.slice(value, [end], [value.size - end])]);
        }),
      ),
    download: (value) => value.data<"float32">(),
    dispose: (value) => {
      value.dispose();
    },
  });
  return {
    name: `tensorflow.js ${tf.version_core}`,
    device,
    precisions: ["fp32"],
    memory: mirrors,
    compile: (outputs) => Promise.resolve(program(tf, outputs, mirrors)),
  };
}

type Held = ReadonlyMap<Node, TfTensor>;

function program(tf: TensorFlow, outputs: Readonly<Record<string, Node>>, mirrors: Mirrors<TfTensor>): Program {
  const order = topologicalOrder(Object.values(outputs));
  const expiring = lastUses(order, new Set(Object.values(outputs)));
  const constants = new Map<Node, TfTensor>();
  for (const node of order)
    if (node.op.kind === "constant")
      constants.set(node, tf.keep(toTf(tf, { shape: node.shape.map(fixed), data: node.op.data })));

  const heldInputs = async (feeds: Tensors): Promise<Held> => {
    const held = new Map<Node, TfTensor>();
    for (const node of order) {
      const tensor = node.op.kind === "input" ? feeds[node.op.name] : undefined;
      const value = tensor && (await mirrors.find(tensor.data));
      if (value) held.set(node, tf.reshape(value, [...tensor.shape]));
    }
    return held;
  };

  const valueOf = (node: Node, values: ReadonlyMap<Node, TfTensor>, feeds: Tensors): TfTensor => {
    const { op } = node;
    if (op.kind === "constant") return constants.get(node)!.clone();
    if (op.kind !== "input")
      return tf.tidy(() =>
        compute(
          tf,
          node,
          node.inputs.map((input) => values.get(input)!),
        ),
      );
    const fed = feeds[op.name];
    if (fed === undefined) throw new Error(`The graph's input ${op.name} was not fed.`);
    return toTf(tf, fed);
  };

  return {
    async run(feeds, into = {}) {
      const values = new Map(await heldInputs(feeds));
      try {
        order.forEach((node, i) => {
          if (!values.has(node)) values.set(node, valueOf(node, values, feeds));
          for (const expired of expiring[i]!) {
            values.get(expired)!.dispose();
            values.delete(expired);
          }
        });
        const results: [string, Tensor][] = [];
        for (const [name, node] of Object.entries(outputs))
          results.push([name, await read(tf, values.get(node)!, into[name], mirrors)]);
        return Object.fromEntries(results);
      } finally {
        for (const value of values.values()) value.dispose();
      }
    },
    dispose() {
      for (const constant of constants.values()) constant.dispose();
      return Promise.resolve();
    },
  };
}

/** The nodes whose last user each node of an order is. */
function lastUses(order: readonly Node[], kept: ReadonlySet<Node>): readonly (readonly Node[])[] {
  const users = new Map<Node, number>();
  order.forEach((node, i) => {
    for (const input of node.inputs) users.set(input, i);
  });
  const expiring: Node[][] = order.map(() => []);
  for (const [node, i] of users) if (!kept.has(node)) expiring[i]!.push(node);
  return expiring;
}

const toTf = (tf: TensorFlow, { shape, data }: Tensor): TfTensor =>
  tf.tensor(data, [...shape], data instanceof Float32Array ? "float32" : "int32");

async function read(
  tf: TensorFlow,
  value: TfTensor,
  into: Tensor | undefined,
  mirrors: Mirrors<TfTensor>,
): Promise<Tensor> {
  if (into !== undefined && mirrors.holds(into.data)) {
    await mirrors.written(into.data, tf.reshape(value, [-1]));
    return into;
  }
  const data = await value.data<"float32" | "int32">();
  if (into === undefined) return { shape: value.shape, data };
  into.data.set(data);
  return into;
}
