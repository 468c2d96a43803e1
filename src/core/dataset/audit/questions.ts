import { renderChain, renderQuestion } from "../../language/question.ts";
import type { WordingSpec } from "../../language/wording.ts";
import type { Skill, Split } from "../types.ts";
import { Check } from "./check.ts";
import type { PathRecord, StoredQuestion } from "./records.ts";
import type { WrittenGraph } from "./world.ts";

/** Looks at every question by itself and at what it shares with those seen before. */
export class QuestionAudit {
  readonly consistent = new Check("Every question has the skill, level and split of its path");
  readonly chains = new Check("Every gold chain is true and ends in the answer");
  readonly untrained = new Check("No zero-shot relation occurs in a multi-hop training question of its skill");
  readonly sufficient = new Check("Every context states the contextual facts its question needs");
  readonly truthful = new Check("Every context states facts that hold in its world, in the role it says");
  readonly parametric = new Check("No MEM question needs or states a contextual fact about its people");
  readonly texts = new Check(
    "Questions as text show their contextual hops, hide the parametric ones and end in the answer",
  );
  readonly unique = new Check("No question occurs twice, within or across splits");
  readonly apart = new Check("No (path, start person) of a test question occurs in training");
  readonly #graph: WrittenGraph;
  readonly #paths: ReadonlyMap<string, PathRecord>;
  readonly #spec: WordingSpec;
  readonly #ids = new Set<string>();
  readonly #asked = new Set<string>();
  readonly #starts: Record<Split, Set<string>> = { train: new Set(), test: new Set() };

  constructor(graph: WrittenGraph, paths: ReadonlyMap<string, PathRecord>, spec: WordingSpec) {
    this.#graph = graph;
    this.#paths = paths;
    this.#spec = spec;
  }

  get checks(): Check[] {
    const { consistent, chains, untrained, sufficient, truthful, parametric, texts, unique, apart } = this;
    return [consistent, chains, untrained, sufficient, truthful, parametric, texts, unique, apart];
  }

  add(question: StoredQuestion, file: string): void {
    const path = this.#paths.get(question.path);
    const offence = (what: string) => () => `${file}: ${question.id} ${what}.`;
    if (path?.relations.length !== question.entities.length || question.world >= this.#graph.worlds) {
      this.consistent.expect(false, offence(`does not fit its path ${question.path}`));
      return;
    }
    this.#checkPlace(question, path, file, offence);
    this.#checkChain(question, path, offence);
    this.#checkContext(question, path, offence);
    this.#checkRepetition(question, offence);
    if (question.skill === "mem") this.#checkMemory(question, path, offence);
  }

  #checkPlace(question: StoredQuestion, path: PathRecord, file: string, offence: Offence): void {
    const { skill, level, split, wording } = question;
    this.consistent.expect(skill === path.skill && level === path.level, offence("has another skill or level"));
    this.consistent.expect(file === questionFile(skill, split), offence("is in the wrong file"));
    this.consistent.expect(path.splits.includes(split), offence(`is in ${split}, its path is not`));
    this.consistent.expect(wording < this.#spec.wordings, offence(`has wording ${wording} of ${this.#spec.wordings}`));
    if (split === "train" && path.relations.length > 1) {
      const fresh = path.relations.find((name) => this.#graph.records.get(name)?.levels[skill] === "zero-shot");
      this.untrained.expect(fresh === undefined, offence(`trains on the zero-shot relation ${fresh ?? ""}`));
    }
  }

  #checkChain({ entities, world, answer }: StoredQuestion, { relations }: PathRecord, offence: Offence): void {
    const reached = relations.map((name, hop) => this.#graph.object(entities[hop]!, name, world));
    this.chains.expect(
      reached.slice(0, -1).every((object, hop) => object === entities[hop + 1]),
      offence("has a hop that does not lead to the next person"),
    );
    const last = reached.at(-1);
    const text = typeof last === "number" ? this.#graph.people[last]?.name : last;
    this.chains.expect(text === answer, offence(`has the answer ${answer} in place of ${text ?? "none"}`));
  }

  #checkContext(question: StoredQuestion, { relations }: PathRecord, offence: Offence): void {
    const { entities, world, answer, context } = question;
    const shown = new Set(context.flatMap((entry) => entry.relations.map((name) => `${entry.person}/${name}`)));
    const inPrompt = relations.flatMap((name, hop) =>
      this.#graph.records.get(name)?.group === "contextual" ? [{ name, person: entities[hop]! }] : [],
    );
    if (inPrompt.length > 0) {
      const missing = inPrompt.find(({ name, person }) => !shown.has(`${person}/${name}`));
      this.sufficient.expect(
        missing === undefined,
        offence(`lacks ${missing?.name ?? ""} of ${missing?.person ?? ""}`),
      );
    }
    const isNeeded = (person: number, name: string): boolean =>
      inPrompt.some((hop) => hop.person === person && hop.name === name);
    const people = context.map(({ person }) => person);
    if (people.length === 0) return;
    this.truthful.expect(new Set(people).size === people.length, offence("shows a person twice"));
    for (const { person, relations: stated, role } of context) {
      const wrong = stated.find(
        (name) =>
          this.#graph.records.get(name)?.group !== "contextual" ||
          this.#graph.object(person, name, world) === undefined,
      );
      this.truthful.expect(wrong === undefined, offence(`states ${wrong ?? ""} of ${person}, which does not hold`));
      this.truthful.expect(new Set(stated).size === stated.length, offence(`states a fact of ${person} twice`));
      const needed = inPrompt.some((hop) => hop.person === person);
      const involved = entities.includes(person) || this.#graph.people[person]?.name === answer;
      this.truthful.expect(
        role === "needed" ? needed : !involved,
        offence(`shows ${person} as ${role}, which is not what they are`),
      );
      const told = stated.find((name) => !isNeeded(person, name) && this.#givesAway(name, relations));
      this.truthful.expect(told === undefined, offence(`states ${told ?? ""}, which gives a parametric hop away`));
    }
  }

  /** Whether a stated relation is the other direction of one of the path's parametric hops. */
  #givesAway(stated: string, relations: readonly string[]): boolean {
    const back = this.#graph.records.get(stated)?.inverse;
    return back !== undefined && back !== stated && relations.includes(back);
  }

  #checkRepetition({ id, skill, split, path, entities, world }: StoredQuestion, offence: Offence): void {
    const start = `${path}/${entities[0]}`;
    const key = skill === "mem" ? start : `${start}/${world}`;
    this.unique.expect(!this.#ids.has(id), offence("has the id of another question"));
    this.unique.expect(!this.#asked.has(key), offence("asks what another question asks"));
    this.#ids.add(id);
    this.#asked.add(key);
    this.#starts[split].add(start);
    const other = this.#starts[split === "train" ? "test" : "train"];
    this.apart.expect(!other.has(start), offence("asks a path of a person who is asked it in the other split"));
  }

  #checkMemory({ split, context }: StoredQuestion, { relations }: PathRecord, offence: Offence): void {
    const needed = relations.find((name) => this.#graph.records.get(name)?.group !== "parametric");
    this.parametric.expect(needed === undefined, offence(`needs the contextual relation ${needed ?? ""}`));
    this.parametric.expect(
      context.every(({ role }) => role === "disconnected") && (split === "train" || context.length === 0),
      offence("has a context that is not there to be ignored in training"),
    );
  }

  /** The question as text: what a model is trained on or asked. */
  checkText(question: StoredQuestion, file: string): void {
    const path = this.#paths.get(question.path);
    if (!path) return;
    let offence: string | undefined;
    try {
      const { context, answer_cot: chain } = renderQuestion(this.#graph, path, question, this.#spec);
      const hops = renderChain(this.#graph, path, question, this.#spec);
      const misplaced = hops.find(({ text, group }) => context.includes(text) !== (group === "contextual"));
      if (misplaced) offence = `has "${misplaced.text}" in the wrong place`;
      if (!chain.endsWith(` ${question.answer}`)) offence = `does not end in its answer ${question.answer}`;
    } catch (error) {
      offence = `cannot be written out (${error instanceof Error ? error.message : String(error)})`;
    }
    this.texts.expect(offence === undefined, () => `${file}: ${question.id} ${offence ?? ""}.`);
  }
}

export function questionFile(skill: Skill, split: Split): string {
  return `questions/${skill}.${split}.jsonl`;
}

type Offence = (what: string) => () => string;
