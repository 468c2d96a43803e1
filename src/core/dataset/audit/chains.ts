import { Check } from "./check.ts";
import { offence, type Asked, type QuestionRules } from "./rule.ts";
import type { WrittenGraph } from "./world.ts";

/** That the graph leads from question to answer, and nowhere else. */
export class ChainRules implements QuestionRules {
  readonly #chains = new Check("Every gold chain is true in the graph and ends in the answer");
  readonly #answers = new Check("No two questions read the same in the same world, so each has one answer");
  readonly #graph: WrittenGraph;
  /** By text and world, the first question that reads so. */
  readonly #read = new Map<string, string>();

  constructor(graph: WrittenGraph) {
    this.#graph = graph;
  }

  get checks(): Check[] {
    return [this.#chains, this.#answers];
  }

  add(asked: Asked): void {
    this.#checkChain(asked);
    const { question, path, text } = asked;
    const key = path.contextual.length > 0 && this.#graph.worlds > 1 ? `${text}\n${question.world}` : text;
    const other = this.#read.get(key);
    this.#answers.expect(other === undefined, () => offence(asked, `reads as ${other ?? ""} does: "${text}"`));
    if (other === undefined) this.#read.set(key, question.id);
  }

  #checkChain(asked: Asked): void {
    const { question, path, objects } = asked;
    const { entities, answer } = question;
    const last = objects.length - 1;
    let wrong = 0;
    while (wrong < last && objects[wrong] === entities[wrong + 1]) wrong++;
    this.#chains.expect(wrong === last, () =>
      offence(asked, `has a hop that does not lead to the next person: ${path.record.relations[wrong]!}`),
    );
    const text = this.#graph.text(path.relations[last]!, objects[last]!);
    this.#chains.expect(text === answer, () =>
      offence(asked, `has the answer ${answer} in place of ${text ?? "none"}`),
    );
  }
}
