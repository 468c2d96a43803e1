import type { Node } from "./node.ts";
import * as ops from "./ops.ts";

/**
 * Activation recomputation (gradient checkpointing, Chen et al., arXiv 1604.06174) within one static graph. `checkpoints`
 * are nodes that each cut the forward pass in two, in its order. What lies between two of them is computed once more, from
 * the earlier one, when the gradient at the later one is there: so it need not be kept until then. What follows the last
 * one is kept.
 *
 * An executor is free to merge equal nodes and to run a node as soon as its inputs are there, and either would undo this;
 * so what is to wait depends on what it waits for.
 */
export class Recomputation {
  readonly #checkpoints: ReadonlyMap<Node, number>;
  /** Of each node that depends on a checkpoint, the last of those; later, where all that use it come later. */
  readonly #segments = new Map<Node, number>();
  /** Each checkpoint as its segment starts from it a second time; absent until the gradient has come so far. */
  readonly #starts = new Map<number, Node>();
  readonly #repeated = new Map<Node, Node>();
  /** Gradients of weights that something waits for already. */
  readonly #awaited = new Set<Node>();

  /** @param order of the forward pass's nodes, inputs before their users */
  constructor(order: readonly Node[], checkpoints: readonly Node[]) {
    this.#checkpoints = new Map(checkpoints.map((node, i) => [node, i]));
    for (const node of order) {
      const segments = node.inputs.flatMap((input) => this.#checkpoints.get(input) ?? this.#segments.get(input) ?? []);
      if (segments.length > 0) this.#segments.set(node, Math.max(...segments));
    }
    const firstUse = new Map<Node, number>();
    for (const node of order.toReversed()) {
      const own = this.#segments.get(node);
      if (own === undefined) continue;
      const segment = this.#checkpoints.has(node) ? own : Math.max(own, firstUse.get(node) ?? own);
      this.#segments.set(node, segment);
      for (const input of node.inputs) firstUse.set(input, Math.min(firstUse.get(input) ?? segment, segment));
    }
  }

  /**
   * The gradient at a node, complete. At a checkpoint it comes after `finished`, the gradients of weights that are there by
   * now: or they would be put off to the end, and all that they are made of would have to be kept.
   */
  reached(node: Node, gradient: Node, finished: readonly Node[]): Node {
    const index = this.#checkpoints.get(node);
    if (index === undefined) return gradient;
    const news = finished.filter((one) => !this.#awaited.has(one));
    for (const one of news) this.#awaited.add(one);
    const late = after(gradient, news);
    const start = [...this.#checkpoints.keys()][index - 1];
    if (start !== undefined) this.#starts.set(index - 1, after(start, [late]));
    return late;
  }

  /** The node as the backward pass is to use it. */
  again(node: Node): Node {
    const segment = this.#segments.get(node);
    const start = segment === undefined ? undefined : this.#starts.get(segment);
    return start === undefined ? node : this.#repeat(node, segment!, start);
  }

  #repeat(node: Node, segment: number, start: Node): Node {
    if (this.#checkpoints.get(node) === segment) return start;
    if (this.#segments.get(node) !== segment) return node;
    const known = this.#repeated.get(node);
    if (known !== undefined) return known;
    const inputs = node.inputs.map((input) => this.#repeat(input, segment, start));
    const isNew = inputs.some((input, i) => input !== node.inputs[i]);
    const repeated = { ...node, inputs: isNew ? inputs : inputs.map((input) => this.#delayed(input, start)) };
    this.#repeated.set(node, repeated);
    return repeated;
  }

  /** What comes from an earlier segment, not before this one starts again. */
  #delayed(input: Node, start: Node): Node {
    return this.#segments.has(input) ? after(input, [start]) : input;
  }
}

/** `x` as it is, but not before the others are there: adds zero times an element of each. */
function after(x: Node, others: readonly Node[]): Node {
  return others.reduce((late, other) => ops.add(late, ops.mul(first(other), 0)), x);
}

/** The first element, a scalar. */
function first(x: Node): Node {
  return ops.reshape(
    x.shape.reduce<Node>((part, _, axis) => ops.slice(part, axis, 0, 1), x),
    [],
  );
}
