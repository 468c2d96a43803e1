import type { Node } from "../graph/node.ts";
import * as ops from "../graph/ops.ts";
import { elements } from "./parameters.ts";
import type { ParameterGroup } from "./layout.ts";
import type { OptimizerConfig } from "./types.ts";

/** Scalar inputs of every update: rates, and AdamW's bias corrections 1 − β^step. */
type ScheduleInput = "rate.adamw" | "rate.muon" | "correction1" | "correction2";
const scheduleInput = (name: ScheduleInput): Node => ops.input(name, []);

/** Names of the moments an update keeps, as PyTorch has them. */
export const slotNames = { adamw: ["exp_avg", "exp_avg_sq"], muon: ["momentum_buffer"] } as const;

export interface Update {
  readonly weights: Node;
  /** In the order of slotNames. */
  readonly slots: readonly Node[];
}

/** √Σ g² over all gradients. */
export function globalNorm(gradients: readonly Node[]): Node {
  return ops.sqrt(gradients.map((g) => ops.sumAll(ops.square(g))).reduce((a, b) => ops.add(a, b)));
}

/** The factor that brings a gradient of this norm down to the largest one allowed. */
export function clipFactor(norm: Node, maximum: number): Node {
  return ops.minimum(ops.div(maximum, ops.add(norm, 1e-6)), 1);
}

export function update(
  group: ParameterGroup,
  config: OptimizerConfig,
  weights: Node,
  gradient: Node,
  slots: readonly Node[],
): Update {
  return group.update === "muon"
    ? muon(config, weights, gradient, slots)
    : adamw(config, weights, gradient, slots, group.decayed);
}

/**
 * Adam with decoupled weight decay (Loshchilov & Hutter 2019), as torch.optim.AdamW computes it; the corrections of both
 * moments are drawn together into the rate and ε, so that they cost nothing by weight.
 */
function adamw(
  config: OptimizerConfig,
  weights: Node,
  gradient: Node,
  slots: readonly Node[],
  decayed: boolean,
): Update {
  const { beta1, beta2, epsilon, weightDecay } = config;
  const rate = scheduleInput("rate.adamw");
  const first = lerp(gradient, slots[0]!, beta1);
  const second = lerp(ops.square(gradient), slots[1]!, beta2);
  const correction = ops.sqrt(scheduleInput("correction2"));
  const corrected = ops.div(ops.mul(rate, correction), scheduleInput("correction1"));
  const step = ops.div(ops.mul(first, corrected), ops.add(ops.sqrt(second), ops.mul(correction, epsilon)));
  return { weights: ops.sub(decayed ? decay(weights, rate, weightDecay) : weights, step), slots: [first, second] };
}

const momentum = 0.95;

/**
 * Muon as published by Keller Jordan (github.com/KellerJordan/Muon): Nesterov momentum as an average, orthogonalized by
 * five quintic Newton–Schulz iterations, scaled by √max(1, rows / columns), decoupled weight decay. Works on a stack
 * [matrices, rows, columns].
 */
function muon(config: OptimizerConfig, weights: Node, gradient: Node, slots: readonly Node[]): Update {
  const rate = scheduleInput("rate.muon");
  const average = lerp(gradient, slots[0]!, momentum);
  const direction = orthogonalize(lerp(gradient, average, momentum));
  const [rows, columns] = weights.shape.slice(-2) as [number, number];
  const step = ops.mul(direction, Math.sqrt(Math.max(1, rows / columns)));
  return { weights: ops.sub(decay(weights, rate, config.weightDecay), ops.mul(rate, step)), slots: [average] };
}

/** Towards the nearest semi-orthogonal matrix: x ← a·x + (b·xxᵀ + c·(xxᵀ)²)·x, on the shorter side. */
function orthogonalize(matrices: Node): Node {
  const [a, b, c] = [3.4445, -4.775, 2.0315];
  const [rows, columns] = matrices.shape.slice(-2) as [number, number];
  const tall = rows > columns;
  let x = tall ? ops.transpose(matrices, [0, 2, 1]) : matrices;
  x = ops.div(x, ops.add(ops.sqrt(ops.sum(ops.square(x), [1, 2])), 1e-7));
  for (let i = 0; i < 5; i++) {
    const gram = ops.matmul(x, x, { transposeB: true });
    const polynomial = ops.add(ops.mul(gram, b), ops.matmul(gram, gram, { scale: c }));
    x = ops.add(ops.mul(x, a), ops.matmul(polynomial, x));
  }
  return tall ? ops.transpose(x, [0, 2, 1]) : x;
}

/** share · b + (1 − share) · a. */
function lerp(a: Node, b: Node, share: number): Node {
  return ops.add(ops.mul(b, share), ops.mul(a, 1 - share));
}

function decay(weights: Node, rate: Node, weightDecay: number): Node {
  return weightDecay === 0 ? weights : ops.mul(weights, ops.sub(1, ops.mul(rate, weightDecay)));
}

/** The gradients of a group's weights, side by side as the weights are. */
export function stackGradients(group: ParameterGroup, gradientOf: (name: string) => Node): Node {
  const flat = group.parameters.map(({ name, shape }) => ops.reshape(gradientOf(name), [elements(shape)]));
  return ops.reshape(ops.concat(flat, 0), group.shape);
}
