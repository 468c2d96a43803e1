import { UserError } from "../../core/errors.ts";
import { openDataset, type Dataset } from "../../core/dataset/open.ts";
import type { Question } from "../../core/dataset/types.ts";
import type { Person } from "../../core/graph/types.ts";
import { matcher, mostMatches } from "./match.ts";
import { QuestionFiles } from "./question-files.ts";

/** A dataset and what is kept of it to answer at once. */
export class OpenedDataset {
  readonly dataset: Dataset;
  #byName: readonly Person[] | undefined;
  #questions: Promise<QuestionFiles> | undefined;

  private constructor(dataset: Dataset) {
    this.dataset = dataset;
  }

  /** @throws UserError if the folder is damaged. */
  static async open(folder: string): Promise<OpenedDataset> {
    return new OpenedDataset(await openDataset(folder));
  }

  get peopleByName(): readonly Person[] {
    this.#byName ??= this.dataset.graph.people.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    return this.#byName;
  }

  /** @throws UserError if there is no such person. */
  person(id: number): Person {
    const { graph, folder } = this.dataset;
    const person = graph.people[id];
    if (person) return person;
    throw new UserError(`${folder}: there is no person ${id}; the ids end at ${graph.people.length - 1}.`);
  }

  findPeople(query: string): readonly Person[] {
    const matches = matcher(query);
    return this.peopleByName.filter(({ name }) => matches(name.toLowerCase())).slice(0, mostMatches);
  }

  /** @throws UserError if an index is damaged. */
  questions(): Promise<QuestionFiles> {
    this.#questions ??= QuestionFiles.open(this.dataset);
    return this.#questions;
  }

  /** Ids read `comp-train-000123`. @throws UserError if there is no such question. */
  async question(id: string): Promise<Question> {
    const { file, number } = (await this.questions()).place(id);
    return file.read(number);
  }

  async close(): Promise<void> {
    (await this.#questions?.catch(() => undefined))?.close();
  }
}
