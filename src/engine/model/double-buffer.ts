import type { Tensor, Tensors } from "../executors/executor.ts";
import { elements } from "./parameters.ts";
import { primed } from "./step-graphs.ts";

export type Buffers = Readonly<Record<string, Tensor & { readonly data: Float32Array }>>;

/**
 * What a graph reads under a name and writes anew under the name primed: two sets, as it must not write what it reads; one
 * where it reads nothing.
 */
export class DoubleBuffer {
  #current: Buffers;
  #next: Buffers;

  constructor(initial: Buffers, isRead = true) {
    const twin = (): Buffers =>
      Object.fromEntries(Object.entries(initial).map(([name, { shape }]) => [name, zeros(shape)]));
    this.#current = initial;
    this.#next = isRead ? twin() : initial;
  }

  /** By the names of the graph's inputs. */
  get current(): Buffers {
    return this.#current;
  }

  /** By the names of the graph's outputs. */
  get targets(): Tensors {
    return Object.fromEntries(Object.entries(this.#next).map(([name, tensor]) => [primed(name), tensor]));
  }

  swap(): void {
    [this.#current, this.#next] = [this.#next, this.#current];
  }
}

export const zeros = (shape: readonly number[]): Buffers[string] => ({
  shape,
  data: new Float32Array(elements(shape)),
});
