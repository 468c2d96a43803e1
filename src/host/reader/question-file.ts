import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { UserError } from "../../core/errors.ts";
import type { Level, Question } from "../../core/dataset/types.ts";

/** A question's place in its file, and what a search looks at. */
export interface IndexedQuestion {
  readonly offset: number;
  readonly bytes: number;
  readonly id: string;
  readonly level: Level;
  /** Lower case. */
  readonly text: string;
}

const chunk = 256 * 1024;
const lineFeed = 10;

/** The questions of one file, indexed as far as searches had to read. Questions themselves stay on disk. */
export class QuestionFile {
  readonly #file: string;
  readonly #descriptor: number;
  readonly #size: number;
  readonly #textOf: (question: Question) => string;
  readonly #index: IndexedQuestion[] = [];
  /** Of the first byte that is not indexed. */
  #offset = 0;

  /** @param textOf what a search for a question looks at */
  constructor(file: string, textOf: (question: Question) => string) {
    this.#file = file;
    this.#textOf = textOf;
    this.#descriptor = openSync(file, "r");
    this.#size = fstatSync(this.#descriptor).size;
  }

  /** As far as it is read. */
  get index(): readonly IndexedQuestion[] {
    return this.#index;
  }

  get isIndexed(): boolean {
    return this.#offset >= this.#size;
  }

  question({ offset, bytes }: IndexedQuestion): Question {
    return this.#parse(this.#read(offset, bytes));
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /** Indexes some hundreds of questions more. */
  readOn(): void {
    const buffer = this.#read(this.#offset, chunk);
    let start = 0;
    for (let end = buffer.indexOf(lineFeed); end >= 0; end = buffer.indexOf(lineFeed, start)) {
      const question = this.#parse(buffer.subarray(start, end));
      this.#index.push({
        offset: this.#offset + start,
        bytes: end - start,
        id: question.id,
        level: question.level,
        text: this.#textOf(question).toLowerCase(),
      });
      start = end + 1;
    }
    if (start === 0) throw this.#damage();
    this.#offset += start;
  }

  #read(offset: number, bytes: number): Buffer {
    const buffer = Buffer.allocUnsafe(bytes);
    return buffer.subarray(0, readSync(this.#descriptor, buffer, 0, bytes, offset));
  }

  #parse(line: Buffer): Question {
    try {
      return JSON.parse(line.toString("utf8")) as Question;
    } catch {
      throw this.#damage();
    }
  }

  #damage(): UserError {
    return new UserError(
      `${this.#file}:${this.#index.length + 1}: not valid JSON; delete the dataset's folder and generate it again.`,
    );
  }
}
