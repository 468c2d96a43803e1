import { Check } from "./check.ts";
import { offence, type Asked, type QuestionRules } from "./rule.ts";
import type { WrittenGraph } from "./world.ts";

/** That the graph leads from each hop to the next and to the answer. */
export class ChainRules implements QuestionRules {
  readonly #check = new Check("Every gold chain is true in the graph and ends in the answer");
  readonly #graph: WrittenGraph;

  constructor(graph: WrittenGraph) {
    this.#graph = graph;
  }

  get checks(): Check[] {
    return [this.#check];
  }

  add(asked: Asked): void {
    const { question, path, objects } = asked;
    const { entities, answer } = question;
    const last = objects.length - 1;
    let hop = 0;
    while (hop < last && objects[hop] === entities[hop + 1]) hop++;
    this.#check.expect(hop === last, () =>
      offence(asked, `has a hop that does not lead to the next person: ${path.record.relations[hop]!}`),
    );
    const text = this.#graph.text(path.relations[last]!, objects[last]!);
    this.#check.expect(text === answer, () => offence(asked, `has the answer ${answer} in place of ${text ?? "none"}`));
  }
}
