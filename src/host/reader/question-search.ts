import { performance } from "node:perf_hooks";
import type { Question } from "../../core/dataset/types.ts";
import type { IndexedQuestion, QuestionFile } from "./question-file.ts";

/** A search for the first questions of a file that match, which goes on where it stopped. */
export class QuestionSearch {
  readonly #file: QuestionFile;
  readonly #matches: (question: IndexedQuestion) => boolean;
  readonly #most: number;
  readonly #found: Question[] = [];
  #next = 0;

  /** @param most how many are wanted */
  constructor(file: QuestionFile, matches: (question: IndexedQuestion) => boolean, most: number) {
    this.#file = file;
    this.#matches = matches;
    this.#most = most;
  }

  get found(): readonly Question[] {
    return this.#found;
  }

  /** Whether there can be no more: the file is searched to its end, or as many are found as are wanted. */
  get isComplete(): boolean {
    return this.#found.length === this.#most || (this.#next === this.#file.index.length && this.#file.isIndexed);
  }

  /** Searches what is indexed, then reads on; the first time that `milliseconds` have passed, it stops. */
  advance(milliseconds: number): void {
    const deadline = performance.now() + milliseconds;
    do {
      this.#scan();
      if (this.isComplete) return;
      this.#file.readOn();
    } while (performance.now() < deadline);
    this.#scan();
  }

  #scan(): void {
    const { index } = this.#file;
    for (; this.#next < index.length && this.#found.length < this.#most; this.#next++) {
      const candidate = index[this.#next]!;
      if (this.#matches(candidate)) this.#found.push(this.#file.question(candidate));
    }
  }
}
