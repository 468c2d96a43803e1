import { z } from "zod";
import { count, share } from "./fields.ts";

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

export const graph = z
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

export const paths = z
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

export const questions = z
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

export const biographies = z
  .strictObject({
    versions: count(1, "Texts written of each parametric person for training.", 1000).default(1),
    paraphrase: z.boolean().default(true).describe("Each version words the facts anew."),
    permute: z.boolean().default(true).describe("Each version orders the facts anew."),
  })
  .describe(
    "The biographies that a model learns by heart. Several versions of each make memorized facts easier to extract (Physics of Language Models, part 3.1).",
  );
