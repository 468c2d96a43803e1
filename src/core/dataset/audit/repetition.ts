import { Check } from "./check.ts";
import { offence, type Asked, type QuestionRules } from "./rule.ts";
import type { WrittenGraph } from "./world.ts";

/** What is asked once is not asked again, and what is tested was not trained. */
export class RepetitionRules implements QuestionRules {
  readonly #unique = new Check("No question (path, people, world) occurs twice, within or across splits");
  readonly #answers = new Check("No two questions read the same in the same world, so each has one answer");
  readonly #apart = new Check("No (path, start person) of a test question occurs in training");
  readonly #unread = new Check("No test question reads as a training question does, in any world");
  readonly #graph: WrittenGraph;
  readonly #asked = new Set<number>();
  readonly #trained = new Set<number>();
  /** Texts of questions, numbered as they come. */
  readonly #texts = new Map<string, number>();
  /** By number of the text, whether the first question of it is trained on. */
  readonly #isTrained: boolean[] = [];
  readonly #read = new Set<number>();

  constructor(graph: WrittenGraph) {
    this.#graph = graph;
  }

  get checks(): Check[] {
    return [this.#unique, this.#answers, this.#apart, this.#unread];
  }

  add(asked: Asked): void {
    const { question, path } = asked;
    const world = path.contextual.length > 0 ? question.world : 0;
    // One number for path and person, and one for the world too: exact as long as their product is below 2^53.
    const start = path.position * this.#graph.people.length + question.entities[0]!;
    const key = start * this.#graph.worlds + world;
    this.#unique.expect(!this.#asked.has(key), () => offence(asked, "asks what another question asks"));
    this.#asked.add(key);
    if (question.split === "train") {
      this.#trained.add(start);
    } else {
      this.#apart.expect(!this.#trained.has(start), () =>
        offence(asked, "asks a path of a person who is asked it in training"),
      );
    }
    this.#checkReading(asked, world);
  }

  #checkReading(asked: Asked, world: number): void {
    const { question, text } = asked;
    let number = this.#texts.get(text);
    if (number === undefined) {
      number = this.#isTrained.push(question.split === "train") - 1;
      this.#texts.set(text, number);
    }
    const key = number * this.#graph.worlds + world;
    this.#answers.expect(!this.#read.has(key), () => offence(asked, `reads as another question does: "${text}"`));
    this.#read.add(key);
    if (question.split === "train") return;
    this.#unread.expect(!this.#isTrained[number], () => offence(asked, `is a training question too: "${text}"`));
  }
}
