import { answerMarker, extractAnswer } from "../../language/prompt.ts";
import { renderQuestion } from "../../language/question.ts";
import { isNewWording, type WordingSpec } from "../../language/wording.ts";
import type { QuestionRecord } from "../types.ts";
import { Check } from "./check.ts";
import { offence, type Asked, type QuestionRules } from "./rule.ts";
import { findTold, readFacts, type Sayable } from "./sentences.ts";
import { statementsIn } from "./wordings.ts";
import type { WrittenGraph } from "./world.ts";

/** So many training questions are written out as text; all test questions are. */
const TRAINING_TEXTS = 2500;

/** Questions as a model reads them, beside what is stored of them. */
export class TextRules implements QuestionRules {
  readonly #exact: Check;
  readonly #silent: Check;
  readonly #graph: WrittenGraph;
  readonly #spec: WordingSpec;
  readonly #stride: number;

  /** @param training number of training questions */
  constructor(graph: WrittenGraph, spec: WordingSpec, training: number) {
    this.#graph = graph;
    this.#spec = spec;
    this.#stride = Math.max(1, Math.ceil(training / TRAINING_TEXTS));
    const sample = this.#stride === 1 ? "every question" : `every test question, 1 of ${this.#stride} in training`;
    this.#exact = new Check(
      `Context and chain as text state the stored facts and no others, in wordings of their split (${sample})`,
    );
    this.#silent = new Check(`No sentence of a context states a parametric hop or its inverse (${sample})`);
  }

  get checks(): Check[] {
    return [this.#exact, this.#silent];
  }

  add(asked: Asked): void {
    const { question, path, line } = asked;
    if (question.split === "train" && line % this.#stride > 0) return;
    let record: QuestionRecord;
    try {
      record = renderQuestion(this.#graph, path.record, question, this.#spec);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#exact.expect(false, () => offence(asked, `cannot be written out (${reason})`));
      return;
    }
    if (path.parametric.length > 0 && record.context !== "") {
      const told = findTold(record.context, asked, this.#graph);
      this.#silent.expect(told === undefined, () => offence(asked, `has in its context: "${told!}"`));
    }
    if (question.verbatim) return;
    const wrong = this.#misread(asked, record);
    this.#exact.expect(wrong === undefined, () => offence(asked, wrong!));
  }

  /** The first thing that the text does not say as it should. */
  #misread(asked: Asked, { question: text, context, answer_cot: chain }: QuestionRecord): string | undefined {
    const { question, path } = asked;
    const isNew = isNewWording(question, this.#spec);
    if (text !== asked.text) return `asks "${text}" in place of "${asked.text}"`;
    const shown = question.context.flatMap(({ person, relations }) =>
      relations.map((name) => this.#sayable(person, this.#graph.numberOf(name), question.world, isNew)),
    );
    const shownTo = readFacts(context, shown);
    if (shownTo !== context.length) return `has a context that ${unreadable(shown, shownTo)}`;
    const hops = path.relations.map((number, hop) =>
      this.#sayable(question.entities[hop]!, number, question.world, isNew),
    );
    const chainTo = readFacts(chain, hops);
    if (chainTo < 0) return `has a chain that ${unreadable(hops, chainTo)}`;
    const ending = ` ${answerMarker} ${question.answer}`;
    if (chain.slice(chainTo) !== ending) return `has a chain that does not end in "${ending.trimStart()}"`;
    const read = extractAnswer(chain);
    return read === question.answer
      ? undefined
      : `has the answer "${question.answer}", which is read as "${read ?? ""}"`;
  }

  /** Contextual facts are worded as the question is; parametric ones are always worded as in training. */
  #sayable(person: number, relation: number | undefined, world: number, isNew: boolean): Sayable {
    const subject = this.#graph.people[person]?.name ?? "";
    const found = relation === undefined ? undefined : this.#graph.relations[relation];
    if (relation === undefined || !found) return { subject, object: "", wordings: [] };
    const object = this.#graph.text(relation, this.#graph.written(person, relation, world)) ?? "";
    return { subject, object, wordings: statementsIn(found, this.#spec, isNew && found.group === "contextual") };
  }
}

function unreadable(facts: readonly Sayable[], end: number): string {
  const fact = facts[-1 - end];
  return fact ? `does not state that of ${fact.subject} and ${fact.object} in its place` : "says more than its facts";
}
