import protobuf from "protobufjs/minimal.js";
import type { Dim, DType, Shape } from "../../graph/node.ts";

/** The few messages of onnx.proto3 that a graph of ours needs; numbers are its field numbers. */
export interface OnnxNode {
  readonly type: string;
  readonly domain?: "com.microsoft";
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
}

export type OnnxAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly ints: readonly number[] };

export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | BigInt64Array;
}

export interface OnnxValue {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DType;
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

type Writer = protobuf.Writer;

/** TensorProto.DataType. */
export const dataTypes = { float32: 1, int32: 6, int64: 7, bool: 9, float16: 10, bfloat16: 16 } as const;
const attributeTypes = { float: 1, int: 2, string: 3, ints: 7 } as const;
const irVersion = 10;
/** 23 is the first with RotaryEmbedding. */
const opsets = [
  { domain: "", version: 23 },
  { domain: "com.microsoft", version: 1 },
];

export function encodeModel(graph: OnnxGraph): Uint8Array {
  const writer = protobuf.Writer.create();
  writer.uint32(tag(1, 0)).int64(irVersion);
  message(writer, 7, (w) => {
    writeGraph(w, graph);
  });
  for (const { domain, version } of opsets) {
    message(writer, 8, (w) => w.uint32(tag(1, 2)).string(domain).uint32(tag(2, 0)).int64(version));
  }
  return writer.finish();
}

const tag = (field: number, wireType: 0 | 2 | 5): number => field * 8 + wireType;

function message(writer: Writer, field: number, write: (writer: Writer) => unknown): void {
  writer.uint32(tag(field, 2)).fork();
  write(writer);
  writer.ldelim();
}

function writeGraph(writer: Writer, graph: OnnxGraph): void {
  for (const node of graph.nodes)
    message(writer, 1, (w) => {
      writeNode(w, node);
    });
  writer.uint32(tag(2, 2)).string("graph");
  for (const tensor of graph.initializers)
    message(writer, 5, (w) => {
      writeTensor(w, tensor);
    });
  for (const value of graph.inputs)
    message(writer, 11, (w) => {
      writeValue(w, value);
    });
  for (const value of graph.outputs)
    message(writer, 12, (w) => {
      writeValue(w, value);
    });
}

function writeNode(writer: Writer, node: OnnxNode): void {
  for (const input of node.inputs) writer.uint32(tag(1, 2)).string(input);
  for (const output of node.outputs) writer.uint32(tag(2, 2)).string(output);
  writer.uint32(tag(4, 2)).string(node.type);
  for (const [name, attribute] of Object.entries(node.attributes ?? {})) {
    message(writer, 5, (w) => {
      w.uint32(tag(1, 2)).string(name);
      if ("int" in attribute) w.uint32(tag(3, 0)).int64(attribute.int).uint32(tag(20, 0)).int32(attributeTypes.int);
      else if ("float" in attribute)
        w.uint32(tag(2, 5)).float(attribute.float).uint32(tag(20, 0)).int32(attributeTypes.float);
      else if ("string" in attribute)
        w.uint32(tag(4, 2)).string(attribute.string).uint32(tag(20, 0)).int32(attributeTypes.string);
      else {
        for (const value of attribute.ints) w.uint32(tag(8, 0)).int64(value);
        w.uint32(tag(20, 0)).int32(attributeTypes.ints);
      }
    });
  }
  if (node.domain !== undefined) writer.uint32(tag(7, 2)).string(node.domain);
}

function writeTensor(writer: Writer, { name, shape, data }: OnnxTensor): void {
  for (const dim of shape) writer.uint32(tag(1, 0)).int64(dim);
  const type = data instanceof Float32Array ? "float32" : data instanceof Int32Array ? "int32" : "int64";
  writer.uint32(tag(2, 0)).int32(dataTypes[type]);
  writer.uint32(tag(8, 2)).string(name);
  writer.uint32(tag(9, 2)).bytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function writeValue(writer: Writer, { name, shape, dtype }: OnnxValue): void {
  writer.uint32(tag(1, 2)).string(name);
  message(writer, 2, (type) => {
    message(type, 1, (tensor) => {
      tensor.uint32(tag(1, 0)).int32(dataTypes[dtype]);
      message(tensor, 2, (w) => {
        for (const dim of shape)
          message(w, 1, (d) => {
            writeDim(d, dim);
          });
      });
    });
  });
}

function writeDim(writer: Writer, dim: Dim): void {
  if (typeof dim === "number") writer.uint32(tag(1, 0)).int64(dim);
  else writer.uint32(tag(2, 2)).string(dim);
}
