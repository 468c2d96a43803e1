import { UserError } from "../../core/errors.ts";
import type { Dataset } from "../../core/dataset/open.ts";
import { skills, splits, type Level, type Skill, type Split } from "../../core/dataset/types.ts";
import type { PersonId } from "../../core/graph/types.ts";
import { keyed } from "./keyed.ts";
import { wordsOf } from "./match.ts";
import { allValues, QuestionFile } from "./question-file.ts";

/** Which questions are meant: those that agree with every part that is given. */
export interface QuestionFilter {
  readonly skill?: Skill;
  readonly split?: Split;
  readonly level?: Level;
  /** Id of a path. */
  readonly path?: string;
  /** Who occurs in it: where a hop starts, or as the answer. */
  readonly person?: PersonId;
  /** Words that stand in its id, its path's, its relations, the names of its people or its answer. */
  readonly text?: string;
}

/** A question by its place. */
export interface QuestionPlace {
  readonly file: QuestionFile;
  readonly number: number;
}

/** Some of many questions. */
export interface Places {
  readonly places: readonly QuestionPlace[];
  readonly total: number;
}

export type QuestionCounts = Readonly<Record<Skill, Readonly<Record<Split, number>>>>;

/** All questions of a dataset. In lists, those of tests stand before those of training, and COMP before CTX and MEM. */
export class QuestionFiles {
  readonly all: readonly QuestionFile[];
  readonly #dataset: Dataset;
  /** Of each path in `paths.jsonl`. */
  readonly #positions: ReadonlyMap<string, number>;

  private constructor(dataset: Dataset, all: readonly QuestionFile[]) {
    this.all = all;
    this.#dataset = dataset;
    this.#positions = new Map([...dataset.paths.keys()].map((id, position) => [id, position]));
  }

  /** @throws UserError if an index is damaged. */
  static async open(dataset: Dataset): Promise<QuestionFiles> {
    const kinds = splits.toReversed().flatMap((split) => skills.toReversed().map((skill) => ({ skill, split })));
    const files = kinds.map(({ skill, split }) => QuestionFile.open(dataset, skill, split));
    return new QuestionFiles(dataset, await Promise.all(files));
  }

  file(skill: Skill, split: Split): QuestionFile {
    return this.all.find((file) => file.skill === skill && file.split === split)!;
  }

  /** Ids read `comp-train-000123`. @throws UserError if there is no such question. */
  place(id: string): QuestionPlace {
    const [, skill, split, digits] = /^(\w+)-(\w+)-(\d+)$/.exec(id) ?? [];
    const file = this.all.find((one) => one.skill === skill && one.split === split);
    const number = Number(digits);
    if (file && number < file.index.count && file.id(number) === id) return { file, number };
    throw new UserError(`${this.#dataset.folder}: there is no question ${id}; find one with Find Question….`);
  }

  /** @throws UserError if there is no such path. */
  position(path: string): number {
    const position = this.#positions.get(path);
    if (position !== undefined) return position;
    throw new UserError(`${this.#dataset.folder}: there is no path ${path}.`);
  }

  /** The questions that the filter lets through, from the `offset`th on. @throws UserError if there is no such path. */
  find(filter: QuestionFilter, offset: number, count: number): Places {
    const path = filter.path === undefined ? undefined : this.position(filter.path);
    const matcher = this.#matcherOf(filter);
    const places: QuestionPlace[] = [];
    let total = 0;
    for (const file of this.all) {
      if ((filter.skill ?? file.skill) !== file.skill || (filter.split ?? file.split) !== file.split) continue;
      const matches = matcher(file);
      for (const number of candidates(file, path, filter.person)) {
        if (!matches(number)) continue;
        if (total >= offset && places.length < count) places.push({ file, number });
        total++;
      }
    }
    return { places, total };
  }

  /** In how many questions a person occurs: where a hop starts, or as the answer. */
  counts(person: PersonId): QuestionCounts {
    return keyed(skills, (skill) => keyed(splits, (split) => this.file(skill, split).ofPerson.count(person)));
  }

  close(): void {
    for (const file of this.all) file.close();
  }

  /** For a file: whether a question agrees with level, path and text. What can be known beforehand is found out once. */
  #matcherOf({ level, path, text = "" }: QuestionFilter): (file: QuestionFile) => (question: number) => boolean {
    const wanted = Array.from(
      this.#dataset.paths.values(),
      (one) => (level === undefined || one.level === level) && (path === undefined || one.id === path),
    );
    const words = wordsOf(text).map((word) => this.#markerOf(word));
    return (file) => {
      const marks = words.map((mark) => mark(file));
      return (number) => wanted[file.index.path(number)]! && marks.every((held) => held[number]);
    };
  }

  /** For a file: its questions, those that hold a word marked by 1. */
  #markerOf(word: string): (file: QuestionFile) => Uint8Array {
    const { graph, paths } = this.#dataset;
    const holds = (text: string): boolean => text.toLowerCase().includes(word);
    const named = [...paths.values()].flatMap(({ id, relations }, position) =>
      [id, ...relations].some(holds) ? [position] : [],
    );
    const people = graph.people.flatMap(({ id, name }) => (holds(name) ? [id] : []));
    const values = allValues(graph).flatMap((value, place) => (holds(value) ? [place] : []));
    const [, kind = "", digits] = /^([a-z-]*)(\d+)$/.exec(word) ?? [];
    return (file) => {
      const marks = new Uint8Array(file.index.count);
      for (const path of named) for (const number of file.ofPath.of(path)) marks[number] = 1;
      for (const person of people) for (const number of file.ofPerson.of(person)) marks[number] = 1;
      for (const value of values) for (const number of file.ofValue.of(value)) marks[number] = 1;
      if (file.idPrefix.includes(word)) marks.fill(1);
      else if (digits !== undefined && file.idPrefix.endsWith(kind)) {
        for (let number = 0; number < marks.length; number++) if (file.id(number).includes(word)) marks[number] = 1;
      }
      return marks;
    };
  }
}

/** Among these are the questions of a path and a person, ascending. */
function candidates(file: QuestionFile, path: number | undefined, person: PersonId | undefined): Iterable<number> {
  if (person !== undefined) return file.ofPerson.of(person);
  if (path !== undefined) return file.ofPath.of(path);
  return numbersBelow(file.index.count);
}

function* numbersBelow(count: number): Generator<number> {
  for (let number = 0; number < count; number++) yield number;
}
