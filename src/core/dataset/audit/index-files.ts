import { QuestionIndex } from "../question-index.ts";
import { Check } from "./check.ts";
import type { AuditReader } from "./reader.ts";
import { offence, type Asked, type QuestionRules } from "./rule.ts";

/** What the index beside a file of questions says of each of them. */
export class IndexRules implements QuestionRules {
  readonly #check = new Check("Every index has the bytes, path, world, wording and people of its file's questions");
  #index: QuestionIndex | undefined;

  get checks(): Check[] {
    return [this.#check];
  }

  /** Reads the index of the questions that come next. @param hops of each path, in the order of `paths.jsonl` */
  async open(reader: AuditReader, questions: string, hops: readonly number[]): Promise<void> {
    const path = questions.replace(/jsonl$/, "index");
    this.#index = undefined;
    const found = await reader.readBytes(path);
    if (!found) return;
    try {
      this.#index = new QuestionIndex(found.bytes, hops);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#check.expect(false, () => `${path}: ${error.message}`);
      return;
    }
    const { count } = this.#index;
    this.#check.expect(count === found.records, () => `${path}: holds ${count} questions.`);
  }

  add(asked: Asked): void {
    const index = this.#index;
    if (!index) return;
    const { question, path, line, bytes } = asked;
    const wrong = line >= index.count ? "place" : wrongColumn();
    this.#check.expect(wrong === undefined, () => offence(asked, `has another ${wrong!} in the index`));

    function wrongColumn(): string | undefined {
      if (index!.bytes(line) !== bytes) return "length";
      if (index!.path(line) !== path.position) return "path";
      if (index!.world(line) !== question.world) return "world";
      if (index!.wording(line) !== question.wording) return "wording";
      const people = index!.entities(line);
      const isSame = question.entities.every((person, hop) => people[hop] === person);
      return isSame && people.length === question.entities.length ? undefined : "person";
    }
  }
}
