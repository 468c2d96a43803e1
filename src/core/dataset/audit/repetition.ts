import { Check } from "./check.ts";
import { offence, type Asked, type QuestionRules } from "./rule.ts";
import type { WrittenGraph } from "./world.ts";

/** What is asked once is not asked again, and what is tested was not trained. */
export class RepetitionRules implements QuestionRules {
  readonly #unique = new Check("No question (path, people, world) occurs twice, within or across splits");
  readonly #apart = new Check("No (path, start person) of a test question occurs in training");
  readonly #unread = new Check("No test question reads as a training question does, in any world");
  readonly #graph: WrittenGraph;
  readonly #asked = new Set<number>();
  readonly #trained = { starts: new Set<number>(), texts: new Set<string>() };

  constructor(graph: WrittenGraph) {
    this.#graph = graph;
  }

  get checks(): Check[] {
    return [this.#unique, this.#apart, this.#unread];
  }

  add(asked: Asked): void {
    const { question, path, text } = asked;
    // People and path make one number; it stays exact as long as their product with the worlds is below 2^53.
    const start = path.position * this.#graph.people.length + question.entities[0]!;
    const key = start * this.#graph.worlds + (path.contextual.length > 0 ? question.world : 0);
    this.#unique.expect(!this.#asked.has(key), () => offence(asked, "asks what another question asks"));
    this.#asked.add(key);
    const { starts, texts } = this.#trained;
    if (question.split === "train") {
      starts.add(start);
      texts.add(text);
    } else {
      this.#apart.expect(!starts.has(start), () =>
        offence(asked, "asks a path of a person who is asked it in training"),
      );
      this.#unread.expect(!texts.has(text), () => offence(asked, `is a training question too: "${text}"`));
    }
  }
}
