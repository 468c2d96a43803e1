import { z } from "zod";
import { precisions } from "../../devices/device.ts";
import { count, share } from "./fields.ts";

const optimizer = z
  .strictObject({
    name: z
      .enum(["adamw", "muon"])
      .default("adamw")
      .describe("Muon updates the weight matrices; all else stays with AdamW."),
    learningRate: z.number().positive().default(0.002).describe("Peak learning rate of AdamW."),
    matrixLearningRate: z.number().positive().default(0.02).describe("Peak learning rate of Muon."),
    weightDecay: z.number().min(0).default(0).describe("Decoupled weight decay."),
    beta1: z.number().min(0).lt(1).default(0.9).describe("AdamW: decay of the first moment."),
    beta2: z.number().min(0).lt(1).default(0.98).describe("AdamW: decay of the second moment."),
    epsilon: z.number().positive().default(1e-8).describe("AdamW: added to the denominator."),
    maxGradNorm: z.number().positive().default(1).describe("Gradients are scaled down to this global norm."),
  })
  .describe("Optimizer.");

const schedule = z
  .strictObject({
    warmupSteps: count(0, "Steps of linear warm-up.").default(0),
    decay: z.enum(["cosine", "linear", "constant"]).default("cosine").describe("Shape of the decay after warm-up."),
    finalRatio: share("Learning rate at the end, as a share of its peak.").default(0.1),
  })
  .describe("Learning-rate schedule.");

export const data = z
  .strictObject({
    biographies: z.number().min(0).default(0).describe("Weight of biographies of parametric people in a batch."),
    mem: z.number().min(0).default(0).describe("Weight of MEM questions in a batch."),
    ctx: z.number().min(0).default(0).describe("Weight of CTX questions in a batch."),
    comp: z.number().min(0).default(0).describe("Weight of COMP questions in a batch."),
    portion: z
      .strictObject({
        mem: share("Share of the MEM training questions.").default(1),
        ctx: share("Share of the CTX training questions.").default(1),
        comp: share("Share of the COMP training questions.").default(1),
      })
      .prefault({})
      .describe(
        "Share of the training questions in use. Portions are nested (a smaller one is part of every larger one) and stratified by path and so by level.",
      ),
  })
  .describe("What the run trains on: the weight of each kind of record in a batch.");

/** As transformers names the linear layers of a Qwen2 decoder layer. */
export const loraTargets = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"] as const;

export const lora = z
  .strictObject({
    rank: count(1, "Rank of what is learned: rows of A, columns of B (PEFT: r).", 4096).default(8),
    alpha: z
      .number()
      .positive()
      .default(16)
      .describe("What is learned is multiplied by alpha / rank (PEFT: lora_alpha)."),
    targets: z
      .array(z.enum(loraTargets))
      .min(1)
      .optional()
      .describe("The linear layers to adapt (PEFT: target_modules). Without this field: all of them."),
  })
  .describe(
    "Low-rank adaptation (LoRA): the model's own weights stay as they are, and for each linear layer two small matrices are trained that add to its output, initialized as PEFT does. Takes a fraction of the memory, and learning rates about ten times as high.",
  );

const common = {
  from: z.string().default("base").describe("What to start from: `base` (the `model` of this file) or another run."),
  seed: z.int().min(0).optional().describe("Seed of this run. Without this field: the curriculum's."),
  data: data.prefault({}),
  steps: count(1, "Optimizer steps."),
  optimizer: optimizer.prefault({}),
  schedule: schedule.prefault({}),
  checkpointEvery: count(1, "Steps between two checkpoints.").default(50),
  evaluateEvery: count(0, "Steps between two quick evaluations; 0 = none.").default(50),
  lora: lora.optional(),
  gradientAccumulation: count(
    1,
    "In how many parts, one after the other, a batch is computed whose gradients add up to its own: more take less memory and about the same time (TRL: gradient_accumulation_steps, where the parts make the batch larger instead). Without this field: 1.",
    8192,
  ).optional(),
  precision: z
    .enum(precisions)
    .optional()
    .describe(
      "What products of matrices and activations are computed in, on devices that have it; weights and optimizer state stay in fp32 (transformers: fp16, bf16). fp16 with a loss scale that moves by itself. Without this field: fp32.",
    ),
  recomputeActivations: z
    .boolean()
    .optional()
    .describe(
      "Compute what the layers hold a second time for the gradient, rather than keep it (TRL: gradient_checkpointing): takes less memory and about a third more time. Without this field: false.",
    ),
};

export const sftRun = z.strictObject({
  method: z
    .literal("sft")
    .describe("Supervised fine-tuning: next-token loss on completions, and on biographies in full."),
  ...common,
  batchSize: count(1, "Records in a batch.", 8192).default(64),
});

const customReward = z
  .strictObject({
    module: z
      .string()
      .min(1)
      .describe(
        "A JavaScript module (.mjs or .js) beside this file, whose default export gives a number for each completion. Its content is part of what identifies the run, as the module stands alone: what it imports is not.",
      ),
    weight: z.number().default(1).describe("Weight of what the module returns."),
  })
  .describe("A reward of your own.");

const reward = z
  .strictObject({
    outcome: z.number().default(1).describe("Weight of the outcome reward: 1 where the final answer is right, else 0."),
    process: z
      .number()
      .default(0)
      .describe("Weight of the process reward: the share of the gold chain's hops that the completion states."),
    custom: customReward.optional(),
  })
  .describe("The reward of a completion: the weighted sum of these.");

const sampling = {
  promptsPerStep: count(1, "Questions in a step.", 8192).default(16),
  groupSize: count(2, "Completions sampled for each question.", 8192).default(16),
  temperature: z
    .number()
    .positive()
    .default(1)
    .describe("Sampling temperature; the distribution at this temperature is what GRPO optimizes, as in TRL."),
  topK: count(0, "Only so many of the most probable tokens are sampled; 0 = all.").default(0),
  topP: z
    .number()
    .gt(0)
    .max(1)
    .default(1)
    .describe("Only the most probable tokens that together have this probability are sampled; 1 = all."),
  maxNewTokens: count(1, "Longest completion.").default(64),
};

export const grpoRun = z.strictObject({
  method: z
    .literal("grpo")
    .describe("Group relative policy optimization, by default with a binary reward on the answer."),
  ...common,
  ...sampling,
  reward: reward.prefault({}),
  scaleRewards: z
    .enum(["group", "batch", "none"])
    .default("group")
    .describe(
      "The standard deviation that advantages are divided by: of the group's rewards, of all rewards of the step, or none (Dr. GRPO).",
    ),
  lossAggregation: z
    .enum(["token", "sequence", "constant"])
    .default("token")
    .describe(
      "Token: the mean over all tokens of the step (DAPO; TRL: dapo). Sequence: the mean over completions of the mean over their tokens (TRL: grpo). Constant: the sum over tokens, divided by completions × maxNewTokens (TRL: dr_grpo).",
    ),
  resample: count(
    0,
    "How often a step may draw further questions for those whose completions all have the same reward, which teach nothing (DAPO's dynamic sampling); 0 = never.",
    100,
  ).default(0),
  maskTruncated: z
    .boolean()
    .default(false)
    .describe("Completions that ran out of length have no part in the loss (TRL: mask_truncated_completions)."),
  updatesPerStep: count(1, "Optimizer updates on one batch of rollouts (TRL: num_iterations).").default(1),
  clipLow: z.number().min(0).default(0.2).describe("The ratio is clipped below at 1 − this."),
  clipHigh: z.number().min(0).default(0.2).describe("The ratio is clipped above at 1 + this."),
  kl: z
    .number()
    .min(0)
    .default(0)
    .describe("Weight of the KL penalty towards the starting point (TRL: beta); 0 = none."),
});

export const rftRun = z.strictObject({
  method: z
    .literal("rft")
    .describe("Rejection-sampling fine-tuning: next-token loss on sampled completions that reach the right answer."),
  ...common,
  ...sampling,
  online: z
    .boolean()
    .default(false)
    .describe("Sample from the model as it is now, rather than as it was when the run began."),
});

export const run = z.discriminatedUnion("method", [sftRun, grpoRun, rftRun]);
