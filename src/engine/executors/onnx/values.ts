import { Tensor as OrtTensor } from "onnxruntime-node";
import type { Tensor } from "../executor.ts";

export function toOrt({ data, shape }: Tensor): OrtTensor {
  return data instanceof Float32Array ? new OrtTensor("float32", data, shape) : new OrtTensor("int32", data, shape);
}

export function fromOrt(value: OrtTensor): Tensor {
  return { shape: value.dims, data: value.data as Float32Array | Int32Array };
}

/** The tensor fed for a graph's input. */
export function fed(name: string, tensor: Tensor | undefined): Tensor {
  if (tensor === undefined) throw new Error(`The graph's input ${name} was not fed.`);
  return tensor;
}
