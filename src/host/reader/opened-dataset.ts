import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { UserError } from "../../core/errors.ts";
import { openDataset, type Dataset } from "../../core/dataset/open.ts";
import type { Level, Question, Skill, Split } from "../../core/dataset/types.ts";
import type { Person } from "../../core/graph/types.ts";
import { matcher, mostMatches } from "./match.ts";
import { QuestionFile } from "./question-file.ts";
import { QuestionSearch } from "./question-search.ts";

/** Which questions a search is about. */
export interface QuestionScope {
  readonly skill: Skill;
  readonly split: Split;
  /** All levels where absent. */
  readonly level?: Level;
}

/** How long one search may index before it says what it has, ms. */
const slice = 50;

/** A dataset and the indexes of its question files. */
export class OpenedDataset {
  readonly dataset: Dataset;
  readonly #files = new Map<string, QuestionFile>();
  #byName: readonly Person[] | undefined;
  /** The latest search, which goes on when it is asked for again. */
  #search: { readonly key: string; readonly search: QuestionSearch } | undefined;

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

  /** Questions whose id, path, relations or names hold every word of the query; the search goes on a slice a call. */
  findQuestions(scope: QuestionScope, query: string): QuestionSearch {
    const key = JSON.stringify([scope, query]);
    if (this.#search?.key !== key) this.#search = { key, search: this.#startSearch(scope, query) };
    this.#search.search.advance(slice);
    return this.#search.search;
  }

  #startSearch({ skill, split, level }: QuestionScope, query: string): QuestionSearch {
    const matches = matcher(query);
    return new QuestionSearch(
      this.#file(skill, split),
      (question) => (level === undefined || question.level === level) && matches(question.text),
      mostMatches,
    );
  }

  /** Ids read `comp-train-000123`. @throws UserError if there is no such question. */
  async question(id: string): Promise<Question> {
    const [, skill, split] = /^(mem|ctx|comp)-(train|test)-/.exec(id) ?? [];
    if (skill && split) {
      const file = this.#file(skill as Skill, split as Split);
      const search = new QuestionSearch(file, (question) => question.id === id, 1);
      while (!search.isComplete) {
        search.advance(slice);
        // Others get their turn.
        await setImmediate();
      }
      if (search.found[0]) return search.found[0];
    }
    throw new UserError(`${this.dataset.folder}: there is no question ${id}; find one with Find Question….`);
  }

  close(): void {
    for (const file of this.#files.values()) file.close();
  }

  #file(skill: Skill, split: Split): QuestionFile {
    const { folder, graph, paths } = this.dataset;
    const path = join(folder, "questions", `${skill}.${split}.jsonl`);
    const file =
      this.#files.get(path) ??
      new QuestionFile(path, ({ id, path, entities }) => {
        const names = entities.map((person) => graph.people[person]?.name ?? "");
        return [id, path, ...(paths.get(path)?.relations ?? []), ...names].join(" ");
      });
    this.#files.set(path, file);
    return file;
  }
}
