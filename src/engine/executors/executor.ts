import type { Node } from "../graph/node.ts";

export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

export type Tensors = Readonly<Record<string, Tensor>>;

/** A compiled graph. */
export interface Program {
  /**
   * Values of the outputs. An output named in `into` is written there instead of into new memory; that memory must not
   * be fed in the same call.
   */
  run(feeds: Tensors, into?: Tensors): Promise<Tensors>;
  dispose(): Promise<void>;
}

export interface Executor {
  /** With its version. */
  readonly name: string;
  readonly device: string;
  compile(outputs: Readonly<Record<string, Node>>): Promise<Program>;
}
