import type { ModelSizes } from "../../core/curriculum/schema.ts";
import type { Precision } from "../../core/devices/device.ts";
import type { Truncation } from "./sampling.ts";

/** A decoder of the Qwen2 architecture (QKV bias, RMSNorm, RoPE, grouped-query attention, SwiGLU), sized for its tokenizer. */
export interface ModelConfig extends ModelSizes {
  /** Rows of the embedding, names and special tokens included. */
  readonly vocabularySize: number;
}

export interface WeightTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** By the names of a transformers Qwen2 checkpoint: `model.layers.0.self_attn.q_proj.weight`, [out, in]. */
export type Weights = ReadonlyMap<string, WeightTensor>;

/** Moments by `<weight name>.<slot>` plus the number of updates made. */
export interface OptimizerState {
  readonly step: number;
  readonly slots: Weights;
}

export interface OptimizerConfig {
  readonly name: "adamw" | "muon";
  readonly weightDecay: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly maxGradNorm: number;
}

/**
 * Sequences packed into `rows` rows of `length` tokens. A token attends to the earlier tokens of its row that carry its
 * own segment, so that independent sequences share a row, and to the prompt of its row where it has one, which a group of
 * completions shares. Padding has segment -1 and weight 0. All arrays are row-major [rows, length].
 */
export interface PackedBatch {
  readonly rows: number;
  readonly length: number;
  readonly tokens: Int32Array;
  readonly segments: Int32Array;
  /** Position within the sequence, for RoPE; a completion goes on where its prompt ended. */
  readonly positions: Int32Array;
  /** The next token of the sequence. */
  readonly targets: Int32Array;
  /** Share of each target in the loss, 0 where it is not trained on; the caller normalizes. */
  readonly weights: Float32Array;
  /** What the rows go on from, if from anything. */
  readonly prompts?: Prompts;
}

/** Prompts side by side, each read once; nothing is predicted from their tokens. */
export interface Prompts {
  readonly count: number;
  readonly length: number;
  /** [count, length], padded at their ends. */
  readonly tokens: Int32Array;
  /** Of each prompt. */
  readonly lengths: Int32Array;
  /** The prompt of each row, [rows]; -1 where it has none. */
  readonly ofRow: Int32Array;
}

/** Per target, [rows, length]. */
export interface PolicyBatch extends PackedBatch {
  readonly advantages: Float32Array;
  /** log p of the target when it was sampled. */
  readonly oldLogProbabilities: Float32Array;
  /** log p of the target under the reference model; ignored where kl is 0. */
  readonly referenceLogProbabilities: Float32Array;
}

export interface LearningRates {
  readonly adamw: number;
  readonly muon: number;
}

export interface StepResult {
  /** The sum over the batch's weights. */
  readonly loss: number;
  /** Before clipping; 0 where fp16 gradients overflowed, and nothing was changed. */
  readonly gradNorm: number;
  /** Mean entropy of the distributions predicted for the trained targets, nats. */
  readonly entropy: number;
}

export interface PolicyStepResult extends StepResult {
  /** Share of the trained targets whose ratio was clipped. */
  readonly clipRatio: number;
  /** Mean over the trained targets. */
  readonly kl: number;
}

/** What GRPO fixes once per run. */
export interface PolicyLossConfig {
  /** Of sampling: the policy is the distribution at this temperature, as in TRL, and so are all log-probabilities. */
  readonly temperature: number;
  readonly clipLow: number;
  readonly clipHigh: number;
  readonly kl: number;
}

/**
 * Low-rank adaptation (LoRA, arXiv 2106.09685): an adapted linear layer puts out x·Wᵀ + alpha / rank · (x·Aᵀ)·Bᵀ, and A and
 * B are trained in place of the model's own weights.
 */
export interface Adapter {
  readonly rank: number;
  readonly alpha: number;
  /** The last parts of the adapted layers' names. */
  readonly targets: readonly string[];
  /** `<layer>.lora_A.weight` [rank, in] and `<layer>.lora_B.weight` [out, rank]. */
  readonly weights: Weights;
}

/** What makes training fit into less memory. */
export interface TrainerOptions {
  /** Trained in place of the weights. */
  readonly adapter?: Adapter | undefined;
  /** In how many parts a batch is computed, whose gradients add up; 1 if nothing is said. */
  readonly gradientAccumulation?: number | undefined;
  /** Whether what the layers hold is computed a second time for the gradient, rather than kept. */
  readonly recomputeActivations?: boolean | undefined;
  /** Of products of matrices and what lies between them; fp32 if nothing is said. */
  readonly precision?: Precision | undefined;
}

/** Forward, backward and optimizer in one call; owns weights and moments between calls. */
export interface Trainer {
  /** loss = Σ weight · −log p(target). */
  supervisedStep(batch: PackedBatch, rates: LearningRates): Promise<StepResult>;
  /** loss = Σ weight · (−min(ratio·A, clip(ratio)·A) + kl·ratio·k3). */
  policyStep(batch: PolicyBatch, rates: LearningRates): Promise<PolicyStepResult>;
  /** Live views of the current weights, with the adapter in them where there is one; valid until the next step. A decoder of the same engine takes them as they are. */
  weights(): Weights;
  /** The adapter as it is now, where there is one; live views too. */
  adapter(): Adapter | undefined;
  optimizerState(): OptimizerState;
  /** Brings weights and optimizer state up to date where they lie on a device: before the host reads them. */
  sync(): Promise<void>;
  dispose(): Promise<void>;
}

export interface GenerateOptions {
  readonly samplesPerPrompt: number;
  readonly maxNewTokens: number;
  /** 0 = greedy. */
  readonly temperature: number;
  /** All tokens where absent. */
  readonly truncation?: Truncation;
  readonly stopToken: number;
  /** Uniform in [0, 1). The same stream gives the same samples. */
  readonly random: () => number;
  readonly onProgress?: (completions: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface Completion {
  /** Without the prompt; ends with the stop token unless it ran out of length. */
  readonly tokens: Int32Array;
  /** log p of each token under the sampling temperature's distribution, before any truncation. */
  readonly logProbabilities: Float32Array;
}

/** Inference on given weights. */
export interface Decoder {
  /** Completions of each prompt, [prompt][sample]; prompts of any length, batched inside. One call at a time: caches are used again. */
  generate(weights: Weights, prompts: readonly Int32Array[], options: GenerateOptions): Promise<Completion[][]>;
  /** log p of each target at a temperature, without which it is 1, [rows, length]. */
  logProbabilities(weights: Weights, batch: PackedBatch, temperature?: number): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** A prompt and the tokens that a model wrote to it, one at least. */
export interface WrittenAnswer {
  readonly prompt: Int32Array;
  readonly answer: Int32Array;
}

/** What a model holds while it writes an answer. */
export interface Inspection {
  /** The residual stream at the prompt's last token, [layers + 1, hidden]: the embedding, then each layer's output. */
  readonly prompt: Float32Array;
  /** Its mean over the places from which the answer's tokens are predicted, [layers + 1, hidden]. */
  readonly answer: Float32Array;
  /** Of the distribution that predicts each of the answer's tokens, nats. */
  readonly entropies: Float32Array;
}

/** Looks into a model. */
export interface Inspector {
  inspect(weights: Weights, answers: readonly WrittenAnswer[]): Promise<Inspection[]>;
  dispose(): Promise<void>;
}

export interface Engine {
  /** "onnxruntime 1.30.0". */
  readonly name: string;
  /** "cpu". */
  readonly device: string;
  /** What the device has of its own. */
  readonly precisions: readonly Precision[];
  createTrainer(
    config: ModelConfig,
    optimizer: OptimizerConfig,
    weights: Weights,
    state?: OptimizerState,
    policyLoss?: PolicyLossConfig,
    options?: TrainerOptions,
  ): Promise<Trainer>;
  createDecoder(config: ModelConfig): Promise<Decoder>;
  createInspector(config: ModelConfig): Promise<Inspector>;
}
