import { isNewWording, type WordingSpec } from "../../language/wording.ts";
import { Check } from "./check.ts";
import type { AuditedPath } from "./paths.ts";
import { offence, type Asked, type QuestionRules } from "./rule.ts";
import type { WrittenGraph } from "./world.ts";

/** Each question's place: its skill, level, split and wording, and what its level keeps out of training. */
export class PlaceRules implements QuestionRules {
  readonly #consistent = new Check("Every question has the skill, level and split of its path, and its line in its id");
  readonly #untrained = new Check("No zero-shot relation occurs in a multi-hop training question of its skill");
  readonly #unseen = new Check("No path of a Composition or Zero-shot test question occurs in training");
  readonly #known = new Check("Zero-shot relations of COMP occur in atomic training");
  readonly #worded = new Check("No training question has a wording held out of training");
  readonly #halved = new Check("Half of each test cell is asked in wordings held out of training");
  readonly #graph: WrittenGraph;
  readonly #spec: WordingSpec;
  /** The paths of training questions; no two have the same relations. */
  readonly #trained = new Set<AuditedPath>();
  readonly #atomic = { trained: new Set<number>(), questions: { mem: 0, ctx: 0 } };
  readonly #cells = new Map<string, { questions: number; newlyWorded: number }>();

  constructor(graph: WrittenGraph, spec: WordingSpec) {
    this.#graph = graph;
    this.#spec = spec;
  }

  get checks(): Check[] {
    const rules = [this.#consistent, this.#untrained, this.#unseen, this.#known];
    return this.#spec.heldOutWordings > 0 ? [...rules, this.#worded, this.#halved] : rules;
  }

  add(asked: Asked): void {
    this.#checkConsistent(asked);
    if (asked.question.split === "train") this.#addTrained(asked);
    else this.#addTested(asked);
  }

  #checkConsistent(asked: Asked): void {
    const { question, path, file, line } = asked;
    const { id, skill, level, split, wording } = question;
    const { wordings } = this.#spec;
    const expect = (holds: boolean, what: string): void => {
      this.#consistent.expect(holds, () => offence(asked, what));
    };
    expect(skill === path.record.skill && level === path.record.level, "has another skill or level");
    expect(file === `questions/${skill}.${split}.jsonl`, "is in the wrong file");
    expect(path.record.splits.includes(split), "is in a split that its path is not in");
    expect(id.startsWith(`${skill}-${split}-`) && numberOf(id) === line, "is on a line that is not its number");
    this.#consistent.expect(wording < wordings, () => offence(asked, `has wording ${wording} of ${wordings}`));
  }

  #addTrained(asked: Asked): void {
    const { question, path } = asked;
    const { skill } = question;
    this.#trained.add(path);
    if (skill !== "comp") {
      this.#atomic.questions[skill]++;
      for (const relation of path.relations) this.#atomic.trained.add(relation);
    }
    if (path.relations.length > 1) {
      const fresh = path.relations.find((relation) => this.#graph.relations[relation]!.levels[skill] === "zero-shot");
      this.#untrained.expect(fresh === undefined, () =>
        offence(asked, `trains on the zero-shot relation ${this.#graph.relations[fresh!]!.name}`),
      );
    }
    this.#worded.expect(!isNewWording(question, this.#spec), () =>
      offence(asked, `has wording ${question.wording}, which is held out of training`),
    );
  }

  #addTested(asked: Asked): void {
    const { question, path } = asked;
    const { skill, level } = question;
    if (level !== "iid") {
      this.#unseen.expect(!this.#trained.has(path), () => offence(asked, "has a path seen in training"));
    }
    const name = `${level} ${skill.toUpperCase()}`;
    const cell = this.#cells.get(name) ?? { questions: 0, newlyWorded: 0 };
    cell.questions++;
    if (isNewWording(question, this.#spec)) cell.newlyWorded++;
    this.#cells.set(name, cell);
  }

  finish(): void {
    for (const [number, { name, group, levels }] of this.#graph.relations.entries()) {
      if (levels.comp !== "zero-shot") continue;
      // Without atomic questions of the kind, what is known is what the biographies or the prompts say.
      const asked = this.#atomic.questions[group === "parametric" ? "mem" : "ctx"];
      this.#known.expect(
        asked === 0 || this.#atomic.trained.has(number),
        () => `relations.jsonl: ${name} is zero-shot in COMP, and no atomic training question asks for it.`,
      );
    }
    for (const [name, { questions, newlyWorded }] of this.#cells) {
      this.#halved.expect(
        Math.abs(2 * newlyWorded - questions) <= 1,
        () => `questions: ${newlyWorded} of ${questions} ${name} test questions are asked in a held-out wording.`,
      );
    }
  }
}

const numberOf = (id: string): number => Number(id.slice(id.lastIndexOf("-") + 1));
