import type { DataMix, NewModelSpec } from "../../core/curriculum/schema.ts";
import type { Dataset } from "../../core/dataset/open.ts";
import { trainingSelection } from "../../core/dataset/selection.ts";
import { skills, type Question } from "../../core/dataset/types.ts";
import { FieldError } from "../../core/errors.ts";
import type { CompactGraph } from "../../core/graph/compact.ts";
import { biographyDocument, completionOf, promptOf } from "../../core/language/prompt.ts";
import { linksOf, statementTemplate } from "../../core/language/template.ts";
import { trainedStatements } from "../../core/language/wording.ts";
import { trainTokenizer, type Tokenizer } from "../tokenizer/tokenizer.ts";
import type { RecordKind, RecordReference } from "./data-order.ts";
import type { Sequence } from "./packing.ts";
import { encodeCompletion, encodePrompt } from "./texts.ts";

/** Enough texts for stable counts of byte pairs; more would only take longer. */
const tokenizerQuestions = 2000;

/** A training record as tokens; where it stands in the data, so that it can be carried over to the next batch. */
export interface TrainingRecord extends Sequence, RecordReference {}

export type TrainingQuestions = Readonly<Record<RecordKind, readonly Question[]>>;

export type TrainingRecords = Readonly<Record<RecordKind, readonly TrainingRecord[]>>;

/** The tokenizer of a dataset: the same for all runs on it. */
export async function datasetTokenizer(
  dataset: Dataset,
  {
    vocabularySize,
    wholeNames,
    wholeRelations,
  }: Pick<NewModelSpec, "vocabularySize" | "wholeNames" | "wholeRelations">,
): Promise<Tokenizer> {
  const texts = [...biographyTexts(dataset, 1)];
  for (const skill of skills) {
    const questions = await dataset.questions(skill, "train");
    const stride = Math.ceil(questions.length / tokenizerQuestions);
    for (let i = 0; i < questions.length; i += stride) {
      const record = dataset.record(questions[i]!);
      texts.push(promptOf(record) + completionOf(record));
    }
  }
  const names = wholeNames ? namesOf(dataset.graph) : [];
  const relations = wholeRelations ? relationPhrases(dataset) : [];
  return trainTokenizer(texts, { vocabularySize, whole: [...names, ...relations] });
}

/** The names of all people and all values of attributes, each with the space before it. */
const namesOf = ({ people, values }: CompactGraph): string[] =>
  [...people.map(({ name }) => name), ...Object.values(values).flat()].map((name) => ` ${name}`);

/**
 * What trained statements say between subject and object, without the space that belongs to the object. A token for a
 * wording held out from training would never be trained.
 */
const relationPhrases = ({ graph, spec }: Dataset): string[] =>
  graph.relations
    .flatMap((relation) => trainedStatements(relation, spec.questions))
    .flatMap((wording) => linksOf(statementTemplate(wording)).map((link) => link.trimEnd()));

/**
 * The training questions of each skill that a run uses: at one portion the same ones for every run on a dataset.
 * @throws FieldError for a skill with a weight and no questions.
 */
export async function selectQuestions(dataset: Dataset, mix: DataMix): Promise<TrainingQuestions> {
  const selected: Record<RecordKind, readonly Question[]> = { biographies: [], mem: [], ctx: [], comp: [] };
  for (const skill of skills) {
    if (mix[skill] === 0) continue;
    const all = await dataset.questions(skill, "train");
    if (all.length === 0)
      throw new FieldError(
        `questions.${dataset.spec.questions.recordFile === undefined ? `train.${skill}` : "recordFile"}`,
        `there are no ${skill.toUpperCase()} training questions, and a run trains on them; set its data.${skill} to 0.`,
      );
    selected[skill] = trainingSelection(all, mix.portion[skill], dataset.manifest.seed);
    if (selected[skill].length === 0)
      throw new FieldError(
        `questions.train.${skill}`,
        `a portion of ${mix.portion[skill]} leaves no question, and a run trains on them; raise it or the run's data.portion.${skill}.`,
      );
  }
  return selected;
}

/** The field that decides which facts there are. */
function fieldOfFacts({ spec: { graph, questions } }: Dataset): string {
  if (questions.recordFile !== undefined) return "questions.recordFile";
  return graph.tripleFile === undefined ? "graph.relations" : "graph.tripleFile";
}

/** All records of a run's mix as tokens. @throws FieldError for what has a weight and is not there. */
export async function loadRecords(dataset: Dataset, mix: DataMix, tokenizer: Tokenizer): Promise<TrainingRecords> {
  const questions = await selectQuestions(dataset, mix);
  const ofSkill = (kind: RecordKind): TrainingRecord[] =>
    questions[kind].map((question, index) => {
      const record = dataset.record(question);
      const prompt = encodePrompt(tokenizer, record);
      const tokens = Int32Array.of(...prompt, ...encodeCompletion(tokenizer, record));
      return { kind, index, tokens, trainedFrom: prompt.length };
    });
  const texts = mix.biographies > 0 ? [...biographyTexts(dataset, dataset.spec.biographies.versions)] : [];
  if (mix.biographies > 0 && texts.length === 0)
    throw new FieldError(
      fieldOfFacts(dataset),
      "nobody has parametric facts, and a run trains on biographies; set its data.biographies to 0.",
    );
  const biographies = texts.map((text, index): TrainingRecord => {
    const tokens = Int32Array.of(...tokenizer.encode(text), tokenizer.endOfText);
    return { kind: "biographies", index, tokens, trainedFrom: 1 };
  });
  return { biographies, mem: ofSkill("mem"), ctx: ofSkill("ctx"), comp: ofSkill("comp") };
}

/** So many versions of each parametric person's biography, person by person. */
function* biographyTexts(dataset: Dataset, versions: number): Generator<string> {
  const isKnown = dataset.graph.relations.some(({ group }) => group === "parametric");
  for (const { id, parametric } of dataset.graph.people) {
    if (!parametric || !isKnown) continue;
    for (let version = 0; version < versions; version++) yield biographyDocument(dataset.biography(id, version));
  }
}

/** How many targets a batch has, on average. */
export function meanTargets(records: TrainingRecords, quotas: ReadonlyMap<RecordKind, number>): number {
  let targets = 0;
  for (const [kind, quota] of quotas) {
    const all = records[kind].reduce((sum, { tokens, trainedFrom }) => sum + tokens.length - trainedFrom, 0);
    targets += (quota * all) / records[kind].length;
  }
  return targets;
}
