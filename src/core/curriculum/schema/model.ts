import { z } from "zod";
import { count } from "./fields.ts";

export const newModel = z
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

export const pretrainedModel = z
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
  .describe("A pre-trained model. Runs train all its weights, or an adapter (`lora`).");

export const model = z
  .union([pretrainedModel, newModel])
  .describe("The model that runs start from: new, with the sizes given here, or `pretrained`.");
