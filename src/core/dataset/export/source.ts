import { join } from "node:path";
import { UserError } from "../../errors.ts";
import { biographyDocument } from "../../language/prompt.ts";
import { questionFile } from "../folder.ts";
import { readRecords } from "../lines.ts";
import type { Dataset } from "../open.ts";
import { trainingSelection } from "../selection.ts";
import type { Question, Skill, Split } from "../types.ts";
import type { BiographyRecord } from "./format.ts";

/** Which questions of a file are exported. */
export type Chosen = (question: Question) => boolean;

/** The questions of a file as they are stored, one at a time. */
export function* storedQuestions({ folder }: Dataset, skill: Skill, split: Split): Generator<Question> {
  for (const line of readRecords(join(folder, questionFile(skill, split, "jsonl")))) yield line as Question;
}

/**
 * The portion (0 … 1) of the training questions that a run on the same portion trains on; test questions are never fewer.
 * @throws UserError where nothing is left.
 */
export function choosePortion(dataset: Dataset, skill: Skill, split: Split, portion: number): Chosen {
  if (split === "test" || portion >= 1) return () => true;
  const all = Array.from(storedQuestions(dataset, skill, split), ({ id, path }) => ({ id, path }));
  const chosen = new Set(trainingSelection(all, portion, dataset.manifest.seed).map(({ id }) => id));
  if (chosen.size === 0) {
    throw new UserError(
      `A portion of ${portion} leaves no ${skill.toUpperCase()} training question of ${dataset.manifest.name}; choose a larger one.`,
    );
  }
  return ({ id }) => chosen.has(id);
}

/** Every version of every biography that is to be learnt by heart, person by person. */
export function* biographies(dataset: Dataset): Generator<BiographyRecord> {
  const { graph, spec } = dataset;
  for (const { id, name, parametric } of graph.people) {
    if (!parametric) continue;
    for (let version = 0; version < spec.biographies.versions; version++) {
      const text = biographyDocument(dataset.biography(id, version));
      yield { id: `biography-${String(id).padStart(6, "0")}-${version}`, person: name, text };
    }
  }
}

export function countBiographies({ graph, spec }: Dataset): number {
  return graph.people.filter(({ parametric }) => parametric).length * spec.biographies.versions;
}
