import type { Node } from "../graph/node.ts";
import * as ops from "../graph/ops.ts";
import { fixed } from "../graph/shape.ts";

/** What is chosen for each draw, [draws]. */
export interface ChoiceNodes {
  readonly token: Node;
  readonly logProbability: Node;
}

const column = (x: Node): Node => ops.reshape(x, [...x.shape, 1]);

const flat = (probabilities: Node): Node => ops.reshape(probabilities, ["rows", probabilities.shape.at(-1)!]);

/** The most probable token, the lowest of equals, of row `rows` [draws] of probabilities [..., vocabulary]. */
export function greedyChoice(probabilities: Node, rows: Node): ChoiceNodes {
  const all = flat(probabilities);
  const peak = ops.max(all, [1]);
  const token = ops.cast(firstOf(ops.lessOrEqual(peak, all)), "int32");
  const logProbability = ops.log(ops.reshape(peak, ["rows"]));
  return { token: ops.gather(token, rows), logProbability: ops.gather(logProbability, rows) };
}

/**
 * For each draw the first token of row `rows` [draws] of probabilities [..., vocabulary] at which they add up to more
 * than `uniforms` [draws] in [0, 1]. In two levels, the vocabulary in blocks of about its square root: whole blocks are
 * added up first, then the one in which the sum is passed.
 */
export function sampledChoice(probabilities: Node, rows: Node, uniforms: Node): ChoiceNodes {
  const side = Math.ceil(Math.sqrt(fixed(probabilities.shape.at(-1))));
  const padding = side * side - fixed(probabilities.shape.at(-1));
  const blocks = ops.reshape(ops.pad(flat(probabilities), 1, 0, padding), ["rows", side, side]);
  const sums = ops.gather(ops.reshape(ops.sum(blocks, [2]), ["rows", side]), rows);
  const block = firstBeyond(sums, uniforms);
  const sideInt = ops.constant(Int32Array.of(side), []);
  const place = ops.add(ops.mul(rows, sideInt), block.index);
  const within = ops.gather(ops.reshape(blocks, ["rows·blocks", side]), place);
  const { index } = firstBeyond(within, ops.sub(uniforms, block.before));
  return {
    token: ops.add(ops.mul(block.index, sideInt), index),
    logProbability: ops.log(ops.gatherOne(within, index)),
  };
}

/**
 * The first of the shares [draws, n] of each row with which their sum exceeds a limit [draws], and the sum before it.
 * Rounding can leave the sum of all just below the limit: it is the last share above 0 then, and never one of 0.
 */
function firstBeyond(shares: Node, limit: Node): { readonly index: Node; readonly before: Node } {
  const sumsBefore = ops.matmul(shares, earlier(fixed(shares.shape[1])));
  const isPossible = ops.less(ops.scalar(0), shares);
  const isBeyond = ops.less(column(limit), ops.add(sumsBefore, shares));
  const index = ops.minimum(firstOf(ops.and(isPossible, isBeyond)), lastOf(isPossible));
  const whole = ops.cast(index, "int32");
  return { index: whole, before: ops.gatherOne(sumsBefore, whole) };
}

/** [n, n], 1 where the row comes before the column. */
function earlier(n: number): Node {
  const values = Float32Array.from({ length: n * n }, (_, i) => Number(Math.floor(i / n) < i % n));
  return ops.constant(values, [n, n]);
}

/** The first place of each row at which a mask [rows, n] is set, the last where it is not set at all; float32 [rows]. */
function firstOf(mask: Node): Node {
  const n = fixed(mask.shape[1]);
  return ops.sub(
    n,
    greatest(mask, (i) => n - i, 1),
  );
}

/** The last place of each row at which a mask [rows, n] is set, 0 where it is not set at all; float32 [rows]. */
const lastOf = (mask: Node): Node => greatest(mask, (i) => i, 0);

/** Of the values of the places where a mask is set. */
function greatest(mask: Node, valueOf: (i: number) => number, otherwise: number): Node {
  const n = fixed(mask.shape[1]);
  const values = ops.constant(
    Float32Array.from({ length: n }, (_, i) => valueOf(i)),
    [n],
  );
  return ops.reshape(ops.max(ops.where(mask, values, otherwise), [1]), [mask.shape[0]!]);
}
