import { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import type { Node } from "../../graph/node.ts";
import type { Executor, Program, Tensor } from "../executor.ts";
import { Mirrors, type DeviceValues } from "../mirrors.ts";
import { version } from "./executor.ts";
import { forWebgpu } from "./legalize.ts";
import { lower } from "./lower.ts";
import { encodeModel, type OnnxGraph, type OnnxNode } from "./proto.ts";
import { fed, fromOrt, toOrt } from "./values.ts";

/** What is known of the adapter. */
export interface WebgpuDevice {
  readonly name: string;
  /** Whether its shaders have fp16. */
  readonly half: boolean;
}

/**
 * Runs graphs on ONNX Runtime's WebGPU provider (Vulkan, Direct3D 12 or Metal), on the adapter that it takes by itself:
 * the fastest. Held tensors stay in the adapter's memory from run to run.
 */
export async function createWebgpuExecutor({ name, half }: WebgpuDevice): Promise<Executor> {
  const mirrors = new Mirrors(await deviceValues());
  return {
    name: `onnxruntime ${version}`,
    device: `webgpu: ${name}`,
    precisions: half ? ["fp32", "fp16"] : ["fp32"],
    memory: mirrors,
    async compile(outputs) {
      const session = await createSession(withPlainProducts(lower(forWebgpu(outputs))));
      return program(session, outputs, mirrors);
    },
  };
}

const createSession = (graph: OnnxGraph, onDevice = false): Promise<InferenceSession> =>
  InferenceSession.create(encodeModel(graph), {
    executionProviders: [{ name: "webgpu" }],
    graphOptimizationLevel: "all",
    logSeverityLevel: 3,
    ...(onDevice && { preferredOutputLocation: "gpu-buffer" }),
  });

/** FusedMatMul, whose transpositions and scale are gone by now, by the name that WebGPU knows. */
function withPlainProducts(graph: OnnxGraph): OnnxGraph {
  const plain = ({ type, inputs, outputs }: OnnxNode): OnnxNode => ({
    type: type.replace("Fused", ""),
    inputs,
    outputs,
  });
  return { ...graph, nodes: graph.nodes.map((node) => (node.type === "FusedMatMul" ? plain(node) : node)) };
}

function program(
  session: InferenceSession,
  outputs: Readonly<Record<string, Node>>,
  mirrors: Mirrors<OrtTensor>,
): Program {
  const bind = async (tensor: Tensor): Promise<OrtTensor> => {
    const held = await mirrors.find(tensor.data);
    return held === undefined ? toOrt(tensor) : reshaped(held, tensor.shape);
  };
  return {
    async run(feeds, into = {}) {
      const inputs: Record<string, OrtTensor> = {};
      for (const name of session.inputNames) inputs[name] = await bind(fed(name, feeds[name]));
      const targets: Record<string, OrtTensor | null> = {};
      for (const name of Object.keys(outputs)) targets[name] = name in into ? await bind(into[name]!) : null;
      const results = await session.run(inputs, targets);
      const values: Record<string, Tensor> = {};
      for (const [name, value] of Object.entries(results)) {
        const target = into[name];
        const held = target && (await mirrors.find(target.data));
        values[name] = held === undefined ? fromOrt(value) : target!;
        if (held !== undefined) await mirrors.written(target!.data, held);
      }
      return values;
    },
    dispose: () => session.release(),
  };
}

/** The same memory as a tensor of another shape; the one it was made from goes on owning it. */
const reshaped = (value: OrtTensor, shape: readonly number[]): OrtTensor =>
  OrtTensor.fromGpuBuffer(value.gpuBuffer, { dataType: "float32", dims: shape });

/** Copies are runs of graphs that do nothing else: the Node.js binding has no other way to read a device's tensor. */
async function deviceValues(): Promise<DeviceValues<OrtTensor>> {
  const input = { name: "x", shape: ["n"], dtype: "float32" } as const;
  const output = { name: "y", shape: ["m"], dtype: "float32" } as const;
  const place = (name: string) => ({ name, shape: [1], dtype: "int32" }) as const;
  const copy = { nodes: [{ type: "Identity", inputs: ["x"], outputs: ["y"] }], initializers: [], outputs: [output] };
  const upload = await createSession({ ...copy, inputs: [input] }, true);
  const download = await createSession({ ...copy, inputs: [input] });
  const cut = { type: "Slice", inputs: ["x", "start", "end"], outputs: ["y"] };
  const inputs = [input, place("start"), place("end")];
  const slice = await createSession({ nodes: [cut], initializers: [], inputs, outputs: [output] }, true);
  const part = { name: "part", shape: ["p"], dtype: "float32" } as const;
  const cutFor = (from: string, to: string, y: string) => ({ type: "Slice", inputs: ["x", from, to], outputs: [y] });
  const join = { type: "Concat", inputs: ["a", "part", "b"], outputs: ["y"], attributes: { axis: { int: 0 } } };
  const patch = await createSession(
    {
      nodes: [cutFor("zero", "start", "a"), cutFor("end", "size", "b"), join],
      initializers: [],
      inputs: [input, part, place("zero"), place("start"), place("end"), place("size")],
      outputs: [output],
    },
    true,
  );
  const index = (value: number): OrtTensor => new OrtTensor("int32", Int32Array.of(value), [1]);
  return {
    upload: async (data) => (await upload.run({ x: toOrt({ shape: [data.length], data }) }))["y"]!,
    slice: async (value, start, end) =>
      (await slice.run({ x: flat(value), start: index(start), end: index(end) }))["y"]!,
    patch: async (value, start, piece) => {
      const [zero, end, size] = [0, start + piece.size, value.size].map(index) as [OrtTensor, OrtTensor, OrtTensor];
      const feeds = { x: flat(value), part: flat(piece), zero, start: index(start), end, size };
      return (await patch.run(feeds))["y"]!;
    },
    download: async (value) => (await download.run({ x: flat(value) }))["y"]!.data as Float32Array,
    dispose: (value) => {
      value.dispose();
    },
  };
}

const flat = (value: OrtTensor): OrtTensor => reshaped(value, [value.size]);
