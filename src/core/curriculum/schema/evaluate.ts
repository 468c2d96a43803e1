import { z } from "zod";
import { count } from "./fields.ts";

export const evaluate = z
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
