import type { Node } from "../graph/node.ts";
import * as ops from "../graph/ops.ts";
import { targetInput, type PackedPrediction } from "./prediction.ts";
import type { PolicyLossConfig } from "./types.ts";

/** Scalars: the loss and what is reported beside it. */
export interface Loss {
  readonly loss: Node;
  readonly metrics: Readonly<Record<string, Node>>;
}

/** Σ weight · −log p(target). */
export function supervisedLoss(prediction: PackedPrediction): Loss {
  const weights = targetInput("weights");
  return {
    loss: ops.neg(ops.sumAll(ops.mul(weights, prediction.target))),
    metrics: { entropy: weightedMean(entropy(prediction), weights) },
  };
}

/**
 * Σ weight · (−min(ratio · A, clip(ratio, 1 − low, 1 + high) · A) + kl · ratio · k3): PPO's clipped objective with the
 * estimator k3 = e^(r − p) − (r − p) − 1 of the divergence from the reference (Schulman, "Approximating KL divergence"),
 * whose gradient is unbiased only with the ratio before it (DeepSeek-V3.2, arXiv 2512.02556; TRL's default). What is
 * reported beside the loss are means over the targets with weight.
 */
export function policyLoss(prediction: PackedPrediction, config: PolicyLossConfig): Loss {
  const weights = targetInput("weights");
  const advantages = targetInput("advantages");
  // Targets without weight carry no sampled log p; their ratio must not overflow.
  const trained = ops.not(ops.equal(weights, ops.scalar(0)));
  const logRatio = ops.where(trained, ops.sub(prediction.target, targetInput("oldLogProbabilities")), 0);
  const ratio = ops.exp(logRatio);
  const [low, high] = [ops.scalar(1 - config.clipLow), ops.scalar(1 + config.clipHigh)];
  const clipped = ops.minimum(ops.maximum(ratio, low), high);
  const objective = ops.minimum(ops.mul(ratio, advantages), ops.mul(clipped, advantages));
  const zero = ops.scalar(0);
  const isClipped = ops.or(
    ops.and(ops.less(ratio, low), ops.less(advantages, zero)),
    ops.and(ops.less(high, ratio), ops.less(zero, advantages)),
  );
  const counted = ops.cast(trained, "float32");
  const metrics = {
    entropy: weightedMean(entropy(prediction), counted),
    clipRatio: weightedMean(ops.cast(isClipped, "float32"), counted),
  };
  if (config.kl === 0) {
    return { loss: ops.neg(ops.sumAll(ops.mul(weights, objective))), metrics: { ...metrics, kl: zero } };
  }
  const toReference = ops.where(trained, ops.sub(targetInput("referenceLogProbabilities"), prediction.target), 0);
  const k3 = ops.sub(ops.sub(ops.exp(toReference), toReference), 1);
  const divergence = ops.mul(ratio, k3);
  const loss = ops.sumAll(ops.mul(weights, ops.sub(ops.mul(divergence, config.kl), objective)));
  return { loss, metrics: { ...metrics, kl: weightedMean(divergence, counted) } };
}

function entropy({ logits, target }: PackedPrediction): Node {
  const terms = ops.sum(ops.mul(ops.softmax(logits), ops.logSoftmax(logits)), [1]);
  return ops.neg(ops.reshape(terms, target.shape));
}

function weightedMean(x: Node, weights: Node): Node {
  return ops.div(ops.sumAll(ops.mul(weights, x)), ops.maximum(ops.sumAll(weights), 1e-20));
}
