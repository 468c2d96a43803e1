import { extractAnswer } from "../../language/prompt.ts";
import { Check } from "./check.ts";
import { offence, type Asked, type QuestionRules } from "./rule.ts";
import type { WrittenGraph } from "./world.ts";

/** Imported texts, whose wordings are not ours: that they speak of what their records say. */
export class VerbatimRules implements QuestionRules {
  readonly #check = new Check(
    "Imported texts ask about their first person, show their contextual facts, name all on the path and end in the answer",
  );
  readonly #graph: WrittenGraph;

  constructor(graph: WrittenGraph) {
    this.#graph = graph;
  }

  get checks(): Check[] {
    return [this.#check];
  }

  add(asked: Asked): void {
    const { question, path, objects } = asked;
    const { verbatim, entities, answer } = question;
    if (!verbatim) return;
    const names = entities.map((person) => this.#graph.people[person]?.name ?? "");
    const expect = (holds: boolean, what: string): void => {
      this.#check.expect(holds, () => offence(asked, what));
    };
    expect(verbatim.question.includes(names[0]!), `does not ask about ${names[0]!}`);
    const unnamed = names.find((name) => !verbatim.answer_cot.includes(name));
    expect(unnamed === undefined, `has a chain that does not name ${unnamed ?? ""}`);
    expect(extractAnswer(verbatim.answer_cot) === answer, `has a chain whose answer is not read as ${answer}`);
    const hidden = path.contextual
      .flatMap((hop) => [names[hop]!, this.#graph.text(path.relations[hop]!, objects[hop]!) ?? ""])
      .find((text) => !verbatim.context.includes(text));
    expect(hidden === undefined, `has a context that does not name ${hidden ?? ""}`);
  }
}
