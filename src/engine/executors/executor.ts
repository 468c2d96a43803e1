import type { Precision } from "../../core/devices/device.ts";
import type { Node } from "../graph/node.ts";

export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

export type Tensors = Readonly<Record<string, Tensor>>;

/** A compiled graph. */
export interface Program {
  /**
   * Values of the outputs. An output named in `into` is written there instead of into new memory; what is read
   * of that memory in the same call must not matter to the outputs.
   */
  run(feeds: Tensors, into?: Tensors): Promise<Tensors>;
  dispose(): Promise<void>;
}

/** Memory of an executor's own, which the host does not see. */
export interface DeviceMemory {
  /**
   * Copies float32 tensors there, once; from then on it is the device's copy that counts. Feeding one, or a slice of
   * its memory, moves nothing, and what a program writes `into` one, or into one part of one, stays there. Freed with
   * the host's memory.
   */
  hold(tensors: Tensors): Promise<void>;
  /** Brings the host's memory of held tensors up to date; nothing for others. */
  download(tensors: Tensors): Promise<void>;
  /** Frees the device's copies at once, of what is held as a whole. */
  release(tensors: Tensors): void;
}

export interface CompileOptions {
  /** Whether memory that a run does not need any more is given back, which takes some time. */
  readonly isLean?: boolean;
}

export interface Executor {
  /** With its version. */
  readonly name: string;
  readonly device: string;
  /** What it has of its own; any other is computed by way of fp32, or not at all. */
  readonly precisions: readonly Precision[];
  /** Absent where tensors lie in the host's memory. */
  readonly memory?: DeviceMemory;
  compile(outputs: Readonly<Record<string, Node>>, options?: CompileOptions): Promise<Program>;
}
