import type { CompileOptions, Executor, Program, Tensor, Tensors } from "../executors/executor.ts";
import type { Node } from "../graph/node.ts";
import type { Buffers } from "./double-buffer.ts";
import type { Objective, Setting } from "./step-graphs.ts";
import type { PackedBatch } from "./types.ts";

/** What is trained by, and how its reports add up. */
export interface Method extends Objective {
  readonly name: string;
  /** What the means that are reported of a part of a batch are to count. */
  readonly countOf: (batch: PackedBatch) => number;
}

/** What is reported of a step, by name: the loss, gradNorm, and means. */
export type Figures = Readonly<Record<string, number>>;

/** Takes steps of training, and holds what they change. */
export interface Stepper {
  /** Weights and moments by the names of the groups' inputs, until the next step. */
  state(): Buffers;
  /**
   * Where `overflowed` says so of what is reported, the state is as it was.
   * @param scalars inputs of the update, rates and bias corrections, and the loss scale of fp16
   */
  step(method: Method, batch: PackedBatch, scalars: Tensors): Promise<Figures>;
  dispose(): Promise<void>;
}

/** Whether fp16 gradients were too large for it; those of fp32 are what they are. */
export const overflowed = ({ options }: Setting, { gradNorm }: Figures): boolean =>
  options.precision === "fp16" && !Number.isFinite(gradNorm);

/** The scalars among outputs. */
export const figuresOf = (outputs: Tensors): Figures =>
  Object.fromEntries(
    Object.entries(outputs)
      .filter(([, { shape }]) => shape.length === 0)
      .map(([name, { data }]) => [name, data[0]!]),
  );

export const scalar = (value: number): Tensor => ({ shape: [], data: Float32Array.of(value) });

export interface Programs {
  /** Compiled when it is first asked for. */
  get(name: string, graph: () => Readonly<Record<string, Node>>): Promise<Program>;
  dispose(): Promise<void>;
}

export function programs(executor: Executor, options: CompileOptions = {}): Programs {
  const compiled = new Map<string, Promise<Program>>();
  return {
    get(name, graph) {
      const program = compiled.get(name) ?? executor.compile(graph(), options);
      compiled.set(name, program);
      return program;
    },
    async dispose() {
      for (const program of compiled.values()) await (await program).dispose();
      compiled.clear();
    },
  };
}
