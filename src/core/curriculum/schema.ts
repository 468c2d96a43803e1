import { z } from "zod";
import { biographies, graph, paths, questions } from "./schema/data.ts";
import { evaluate } from "./schema/evaluate.ts";
import { model, type newModel, type pretrainedModel } from "./schema/model.ts";
import { run, type data, type grpoRun, type lora, type rftRun, type sftRun } from "./schema/runs.ts";
import { sweep } from "./schema/sweep.ts";
import type { ModelFolder, SourceFile, Sources } from "./sources.ts";
import type { Variant } from "./sweep/variant.ts";

/**
 * The curriculum file, once: TypeScript types, defaults, validation and the editor's JSON schema all come from here.
 * Descriptions are what a user reads on hover.
 */
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
    sweep,
  })
  .meta({ title: "Reasoning curriculum" });

/** A curriculum with every default written out. */
export type Curriculum = z.output<typeof curriculumSchema> & {
  /** `model.pretrained`, where there is one. */
  readonly modelFolder?: ModelFolder;
  /** What the files that it names hold; absent where it names none. */
  readonly sources?: Sources;
  /** The reward modules of its runs, as they name them; absent where none does. */
  readonly rewardModules?: Readonly<Record<string, SourceFile>>;
  /** What its sweep stands for; absent where nothing is swept. */
  readonly variants?: readonly Variant[];
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
export type LoraSpec = z.output<typeof lora>;
