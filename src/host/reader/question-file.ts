import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../core/errors.ts";
import { questionFile } from "../../core/dataset/folder.ts";
import type { Dataset } from "../../core/dataset/open.ts";
import type { QuestionIndex } from "../../core/dataset/question-index.ts";
import type { Question, RelationPath, Skill, Split } from "../../core/dataset/types.ts";
import { NO_FACT, type CompactGraph } from "../../core/graph/compact.ts";
import { Postings } from "./postings.ts";

/** The values of all kinds, one kind after the other. */
export const allValues = ({ values }: CompactGraph): readonly string[] => Object.values(values).flat();

/** The questions of a skill and split, by number: the index in memory, the questions themselves on disk. */
export class QuestionFile {
  readonly skill: Skill;
  readonly split: Split;
  readonly index: QuestionIndex;
  /** Of its questions' ids, before the number. */
  readonly idPrefix: string;
  /** The questions of each path, by its position. */
  readonly ofPath: Postings;
  /** The questions in which each person occurs: where a hop starts, or as the answer. */
  readonly ofPerson: Postings;
  /** The questions with each value as their answer, by its place in `allValues`. */
  readonly ofValue: Postings;
  readonly #dataset: Dataset;
  readonly #paths: readonly RelationPath[];
  readonly #file: string;
  #descriptor: number | undefined;
  #digits: number | undefined;

  private constructor(dataset: Dataset, skill: Skill, split: Split, index: QuestionIndex) {
    this.skill = skill;
    this.split = split;
    this.index = index;
    this.idPrefix = `${skill}-${split}-`;
    this.#dataset = dataset;
    this.#paths = [...dataset.paths.values()];
    this.#file = join(dataset.folder, questionFile(skill, split, "jsonl"));
    this.ofPath = new Postings(dataset.paths.size, (add) => {
      for (let question = 0; question < index.count; question++) add(index.path(question), question);
    });
    this.ofPerson = new Postings(dataset.graph.people.length, (add) => {
      for (let question = 0; question < index.count; question++) {
        const entities = index.entities(question);
        this.path(question).relations.forEach((_, hop) => {
          add(entities[hop]!, question);
        });
        const { kind, object } = this.#answer(question);
        if (kind === "person" && object !== NO_FACT) add(object, question);
      }
    });
    const values = Object.entries(dataset.graph.values);
    const starts = new Map<string, number>();
    const count = values.reduce((start, [kind, list]) => (starts.set(kind, start), start + list.length), 0);
    this.ofValue = new Postings(count, (add) => {
      for (let question = 0; question < index.count; question++) {
        const { kind, object } = this.#answer(question);
        if (kind !== "person" && object !== NO_FACT) add(starts.get(kind)! + object, question);
      }
    });
  }

  /** @throws UserError if the index is damaged. */
  static async open(dataset: Dataset, skill: Skill, split: Split): Promise<QuestionFile> {
    return new QuestionFile(dataset, skill, split, await dataset.index(skill, split));
  }

  path(question: number): RelationPath {
    return this.#paths[this.index.path(question)]!;
  }

  /** All ids are of one length. */
  id(question: number): string {
    this.#digits ??= this.read(0).id.length - this.idPrefix.length;
    return this.idPrefix + String(question).padStart(this.#digits, "0");
  }

  /** @throws UserError if the line is damaged. */
  read(question: number): Question {
    this.#descriptor ??= openSync(this.#file, "r");
    const line = Buffer.allocUnsafe(this.index.bytes(question));
    const size = readSync(this.#descriptor, line, 0, line.length, this.index.offset(question));
    try {
      return JSON.parse(line.toString("utf8", 0, size)) as Question;
    } catch {
      const place = `${this.#file}:${question + 1}`;
      throw new UserError(`${place}: not valid JSON; delete the dataset's folder and generate it again.`);
    }
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  /** As facts have it: a person's id, or a place among the values of its kind. */
  #answer(question: number): { readonly kind: string; readonly object: number } {
    const { graph } = this.#dataset;
    const { relations } = this.path(question);
    const relation = relations.at(-1)!;
    const last = this.index.entities(question)[relations.length - 1]!;
    return { kind: graph.relation(relation).object, object: graph.row(relation, this.index.world(question))[last]! };
  }
}
