import { z } from "zod";
import type { ModelFolder, Sources } from "./sources.ts";

/**
 * The curriculum file, once: TypeScript types, defaults, validation and the editor's JSON schema all come from here.
 * Descriptions are what a user reads on hover.
 */
/** The default maximum is beyond all use; it stands against typing errors, which would keep a machine busy for hours. */
const count = (minimum: number, description: string, maximum = 10_000_000) =>
  z.int().min(minimum).max(maximum).describe(description);
const share = (description: string) => z.number().min(0).max(1).describe(description);
const weight = (length: string) => z.number().min(0).default(0).describe(`Weight of ${length} paths.`);

const fewestAndMost = (description: string) => z.tuple([z.int().min(0), z.int().min(0)]).describe(description);

const people = z
  .strictObject({
    parametric: count(2, "People with the parametric relations, whose facts the model learns by heart.").default(100),
    contextual: count(2, "People with the contextual relations, whose facts stand in the prompt.").default(100),
    shared: count(0, "How many of the contextual people are parametric people too: the bridges of COMP paths.").default(
      100,
    ),
  })
  .describe("How many people live in the world, by the kind of facts known about them.");

const graph = z
  .strictObject({
    people: people.prefault({}),
    relations: z
      .array(z.string())
      .min(1)
      .optional()
      .describe(
        "Names of the relations to use. Without this field: the paper's 39, or those of `relationFile` where it has new ones.",
      ),
    relationFile: z
      .string()
      .min(1)
      .optional()
      .describe(
        "A file of relations of your own, beside this one: new ones, or other wordings for those there are. JSON with comments, best named *.relations.json.",
      ),
    tripleFile: z
      .string()
      .min(1)
      .optional()
      .describe(
        "A file of facts (subject, relation, object; CSV or TSV; in UTF-8), beside this one: they make the graph, in place of drawn people and facts, with the relations of `relationFile`, whose names have _ where the file has a space. Then `people` and `attributeValues` are not used, and there is one world.",
      ),
    contextualWorlds: count(
      1,
      "How often the contextual facts are assigned anew. 1: fixed for each person, as in the paper. Many: a contextual fact cannot be learned by heart, which small worlds need; only the inverse of a parametric relation stays as it is.",
    ).default(1),
    attributeValues: count(2, "At most this many different values for one attribute.").default(1000),
  })
  .describe("The knowledge graph: people, relations, facts.");

const paths = z
  .strictObject({
    hops: z
      .strictObject({ "2": weight("2-hop"), "3": weight("3-hop"), "4": weight("4-hop"), "5": weight("5-hop") })
      .default({ "2": 0.5, "3": 0.3, "4": 0.15, "5": 0.05 })
      .describe("Weight of each path length when paths are drawn; lengths left out are not drawn."),
    draws: z
      .strictObject({
        mem: count(1, "Draws of MEM paths.").default(1000),
        ctx: count(1, "Draws of CTX paths.").default(1000),
        comp: count(1, "Draws of COMP paths.").default(1000),
      })
      .prefault({})
      .describe("How many relation paths are drawn for each skill, before duplicates are dropped."),
    levels: z
      .strictObject({
        iid: share("Share of I.I.D. relations.").default(0.2),
        composition: share("Share of composition relations.").default(0.7),
        "zero-shot": share("Share of zero-shot relations: never in a training path of the skill.").default(0.1),
      })
      .prefault({})
      .describe("How each skill's relations are divided among the levels of generalization. Adds up to 1."),
  })
  .describe("Relation paths: the chains of hops that questions ask for.");

const questions = z
  .strictObject({
    train: z
      .strictObject({
        mem: count(0, "MEM training questions.").default(2000),
        ctx: count(0, "CTX training questions.").default(2000),
        comp: count(0, "COMP training questions.").default(4000),
      })
      .prefault({})
      .describe("Number of training questions for each skill."),
    test: count(1, "Test questions for each skill and level.").default(100),
    singleHop: z
      .strictObject({
        mem: share("Share of the MEM questions.").default(0.1),
        ctx: share("Share of the CTX questions.").default(0.3),
      })
      .prefault({})
      .describe(
        "Share of the training questions that ask for a single hop. There are as many different MEM ones as half the people times the relations; many CTX ones make copying from the context easier to learn.",
      ),
    wordings: z
      .int()
      .min(1)
      .max(20)
      .default(3)
      .describe("Wordings in use for each statement and question; of a relation that has fewer, all it has."),
    heldOutWordings: z
      .int()
      .min(0)
      .max(19)
      .default(0)
      .describe(
        "How many of the wordings, the last ones, are kept from training: half of the test questions of each skill and level are asked in them, so that a new path and a new wording are tested apart.",
      ),
    context: z
      .strictObject({
        statements: count(1, "Statements shown of each person in the context; at most the whole biography.").default(
          100,
        ),
        distractors: z
          .strictObject({
            supporting: fewestAndMost(
              "Fewest and most people whose biography states a needed fact from its other end.",
            ).default([0, 0]),
            irrelevant: fewestAndMost(
              "Fewest and most people connected to those of the question, but off its path.",
            ).default([0, 0]),
            disconnected: fewestAndMost("Fewest and most people who have nothing to do with the question.").default([
              0, 2,
            ]),
          })
          .prefault({})
          .describe("Biographies in the context that the question does not need."),
      })
      .prefault({})
      .describe("What a prompt's context holds beside the facts that the question needs."),
    irrelevantContext: share(
      "Share of MEM training questions that carry one or two irrelevant biographies. Without any, a model may learn that a context is always to be used, and the bridge from context to memory is missing.",
    ).default(0.1),
    recordFile: z
      .string()
      .min(1)
      .optional()
      .describe(
        "A file of finished questions, beside this one, in the field names of the paper's release: they make the dataset, and the graph with it, in place of all that is drawn.",
      ),
  })
  .describe("The questions asked over the paths.");

const biographies = z
  .strictObject({
    versions: count(1, "Texts written of each parametric person for training.", 1000).default(1),
    paraphrase: z.boolean().default(true).describe("Each version words the facts anew."),
    permute: z.boolean().default(true).describe("Each version orders the facts anew."),
  })
  .describe(
    "The biographies that a model learns by heart. Several versions of each make memorized facts easier to extract (Physics of Language Models, part 3.1).",
  );

const newModel = z
  .strictObject({
    hiddenSize: count(8, "Width of the residual stream.").default(128),
    intermediateSize: count(8, "Width of the SwiGLU feed-forward layer.").default(256),
    numHiddenLayers: count(1, "Number of decoder layers.", 1000).default(4),
    numAttentionHeads: count(1, "Query heads.").default(4),
    numKeyValueHeads: count(1, "Key and value heads; fewer than query heads = grouped-query attention.").default(4),
    tieWordEmbeddings: z.boolean().default(true).describe("Use the input embedding as output layer."),
    ropeTheta: z.number().positive().default(10000).describe("Base of the rotary position embedding."),
    rmsNormEps: z.number().positive().default(1e-6).describe("Epsilon of RMSNorm."),
    vocabularySize: count(300, "Tokens of the byte-pair vocabulary trained on the data, names not counted.").default(
      1000,
    ),
    wholeNames: z
      .boolean()
      .default(true)
      .describe(
        "Give every person's name and every attribute value a token of its own, so that small models need not learn to spell.",
      ),
    wholeRelations: z
      .boolean()
      .default(true)
      .describe(
        'Give what a statement says between subject and object ("\'s boss is") a token of its own, so that small models need not put a relation together from words.',
      ),
    pretrained: z.never().optional(),
    chat: z.never().optional(),
  })
  .describe("A decoder of the Qwen2 architecture, trained from scratch.");

const pretrainedModel = z
  .strictObject({
    pretrained: z
      .string()
      .min(1)
      .describe(
        "A folder with a Qwen2 or Qwen2.5 model as Hugging Face has it (config.json, *.safetensors, tokenizer.json, tokenizer_config.json), beside this file. It brings its sizes and its tokenizer, to which names are text like any other.",
      ),
    chat: z
      .boolean()
      .optional()
      .describe(
        "Whether questions are put as messages, with their instruction, by the model's chat template. Without this field: where the template ends a message with the tokenizer's eos_token, as it does in instruct models.",
      ),
  })
  .describe("A pre-trained model, all of whose weights are trained.");

const model = z
  .union([pretrainedModel, newModel])
  .describe("The model that runs start from: new, with the sizes given here, or `pretrained`.");

const optimizer = z
  .strictObject({
    name: z
      .enum(["adamw", "muon"])
      .default("adamw")
      .describe("Muon updates the weight matrices; all else stays with AdamW."),
    learningRate: z.number().positive().default(0.002).describe("Peak learning rate of AdamW."),
    matrixLearningRate: z.number().positive().default(0.02).describe("Peak learning rate of Muon."),
    weightDecay: z.number().min(0).default(0).describe("Decoupled weight decay."),
    beta1: z.number().min(0).max(1).default(0.9).describe("AdamW: decay of the first moment."),
    beta2: z.number().min(0).max(1).default(0.98).describe("AdamW: decay of the second moment."),
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

const data = z
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

const common = {
  from: z.string().default("base").describe("What to start from: `base` (the `model` of this file) or another run."),
  seed: z.int().min(0).optional().describe("Seed of this run. Without this field: the curriculum's."),
  data: data.prefault({}),
  steps: count(1, "Optimizer steps."),
  optimizer: optimizer.prefault({}),
  schedule: schedule.prefault({}),
  checkpointEvery: count(1, "Steps between two checkpoints.").default(50),
  evaluateEvery: count(0, "Steps between two quick evaluations; 0 = none.").default(50),
};

const sftRun = z.strictObject({
  method: z
    .literal("sft")
    .describe("Supervised fine-tuning: next-token loss on completions, and on biographies in full."),
  ...common,
  batchSize: count(1, "Records in a batch.", 8192).default(64),
});

const reward = z
  .strictObject({
    outcome: z.number().default(1).describe("Weight of the outcome reward: 1 where the final answer is right, else 0."),
    process: z
      .number()
      .default(0)
      .describe("Weight of the process reward: the share of the gold chain's hops that the completion states."),
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

const grpoRun = z.strictObject({
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

const rftRun = z.strictObject({
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

const run = z.discriminatedUnion("method", [sftRun, grpoRun, rftRun]);

const evaluate = z
  .strictObject({
    questions: count(1, "Questions for each skill and level; at most all test questions.").default(100),
    samples: count(0, "Samples for each question from which pass@k is estimated; 0 = no pass@k.").default(16),
    temperature: z.number().positive().default(1).describe("Sampling temperature for pass@k."),
    maxNewTokens: count(1, "Longest answer.").default(64),
    atoms: z
      .boolean()
      .default(true)
      .describe(
        "Ask each hop of the COMP questions alone too: a MEM hop without any context, a CTX hop with that of the question. It tells a fact that is not known from one that is known and not put together.",
      ),
    quickSamples: count(
      0,
      "Samples for each question in the quick evaluations, from which pass@k is estimated while training; 0 = none.",
    ).default(0),
    quickQuestions: count(1, "Questions for each skill and level in the quick evaluations while training.").default(32),
  })
  .describe("How finished runs are evaluated: greedy accuracy and pass@k by skill and level.");

export const curriculumSchema = z
  .strictObject({
    $schema: z.string().optional(),
    description: z.string().optional().describe("What this curriculum is to show."),
    seed: z.int().min(0).default(0).describe("Same file, same seed, same bytes."),
    graph: graph.prefault({}),
    paths: paths.prefault({}),
    questions: questions.prefault({}),
    biographies: biographies.prefault({}),
    model: model.prefault({}),
    runs: z
      .record(z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_-]*$/, "Run names hold letters, digits, - and _."), run)
      .default({})
      .describe("The arms of the experiment. A run starts `from` base or from another run, so runs form a graph."),
    evaluate: evaluate.prefault({}),
  })
  .meta({ title: "Reasoning curriculum" });

/** A curriculum with every default written out. */
export type Curriculum = z.output<typeof curriculumSchema> & {
  /** `model.pretrained`, where there is one. */
  readonly modelFolder?: ModelFolder;
  /** What the files that it names hold; absent where it names none. */
  readonly sources?: Sources;
};
/** A curriculum as a user writes it. */
export type CurriculumInput = z.input<typeof curriculumSchema>;
export type RunSpec = z.output<typeof run>;
export type SftSpec = z.output<typeof sftRun>;
export type GrpoSpec = z.output<typeof grpoRun>;
export type RftSpec = z.output<typeof rftRun>;
export type ModelSpec = z.output<typeof model>;
export type NewModelSpec = z.output<typeof newModel>;
export type PretrainedModelSpec = z.output<typeof pretrainedModel>;
/** What decides the size of a model. */
export type ModelSizes = Omit<NewModelSpec, "wholeNames" | "wholeRelations" | keyof PretrainedModelSpec>;
export type EvaluateSpec = z.output<typeof evaluate>;
export type DataMix = z.output<typeof data>;
