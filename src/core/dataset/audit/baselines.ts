import { parseChain } from "../../language/parse.ts";
import { levels, skills, type AnswerBaseline, type Level, type Skill } from "../types.ts";
import type { Asked, QuestionRules } from "./rule.ts";
import type { WrittenGraph } from "./world.ts";

/** How often each answer is right. */
type Tally = Map<string, number>;

interface Tested {
  readonly answer: string;
  readonly kind: string;
  /** Chance of guessing it from among the objects of its kind in the prompt. */
  readonly inContext: number;
}

/** How far one gets without reading the question. */
export class Baselines implements QuestionRules {
  readonly checks = [];
  readonly #graph: WrittenGraph;
  /** The answers of training questions, by skill and kind. */
  readonly #trained = new Map(skills.map((skill) => [skill, new Map<string, Tally>()]));
  readonly #tested = new Map<string, Tested[]>();

  constructor(graph: WrittenGraph) {
    this.#graph = graph;
  }

  add(asked: Asked): void {
    const { question, path } = asked;
    const { skill, level, split, answer } = question;
    const kind = this.#graph.relations[path.relations.at(-1)!]!.object;
    if (split === "train") {
      const byKind = this.#trained.get(skill)!;
      let tally = byKind.get(kind);
      if (!tally) {
        tally = new Map<string, number>();
        byKind.set(kind, tally);
      }
      tally.set(answer, (tally.get(answer) ?? 0) + 1);
    } else {
      const cell = this.#tested.get(cellOf(skill, level)) ?? [];
      cell.push({ answer, kind, inContext: this.#chanceInContext(asked, kind) });
      this.#tested.set(cellOf(skill, level), cell);
    }
  }

  #chanceInContext({ question }: Asked, kind: string): number {
    const stated = question.verbatim
      ? this.#readIn(question.verbatim.context, kind)
      : this.#storedIn(question.context, question.world, kind);
    const different = new Set(stated);
    return different.has(question.answer) ? 1 / different.size : 0;
  }

  #storedIn(context: Asked["question"]["context"], world: number, kind: string): string[] {
    return context.flatMap(({ person, relations }) =>
      relations.flatMap((name) => {
        const number = this.#graph.numberOf(name);
        if (number === undefined || this.#graph.relations[number]!.object !== kind) return [];
        return this.#graph.text(number, this.#graph.written(person, number, world)) ?? [];
      }),
    );
  }

  /** Of an imported context, only what the question needs is stored; the rest is read off its text. */
  #readIn(context: string, kind: string): string[] {
    const { hops } = parseChain(context, this.#graph);
    return hops.flatMap(({ relation, object }) => (this.#graph.named(relation)?.object === kind ? [object] : []));
  }

  /** Of each cell that has test questions. */
  results(): AnswerBaseline[] {
    return skills.flatMap((skill) => {
      const byKind = this.#trained.get(skill)!;
      const usual = mostFrequent(merge([...byKind.values()]));
      const usualOfKind = new Map([...byKind].map(([kind, tally]) => [kind, mostFrequent(tally)]));
      return levels.flatMap((level) => {
        const tested = this.#tested.get(cellOf(skill, level));
        if (!tested) return [];
        const mean = (score: (question: Tested) => number): number =>
          tested.reduce((sum, question) => sum + score(question), 0) / tested.length;
        return {
          skill,
          level,
          questions: tested.length,
          majority: mean(({ answer }) => (answer === usual ? 1 : 0)),
          majorityOfKind: mean(({ answer, kind }) => (answer === usualOfKind.get(kind) ? 1 : 0)),
          uniformOfKind: mean(({ kind }) => 1 / this.#countOf(kind)),
          uniformInContext: mean(({ inContext }) => inContext),
        };
      });
    });
  }

  #countOf(kind: string): number {
    const { people, values } = this.#graph;
    return kind === "person" ? people.length : (values[kind]?.length ?? Infinity);
  }
}

const cellOf = (skill: Skill, level: Level): string => `${skill} ${level}`;

function merge(tallies: readonly Tally[]): Tally {
  const sum: Tally = new Map();
  for (const tally of tallies) for (const [answer, n] of tally) sum.set(answer, (sum.get(answer) ?? 0) + n);
  return sum;
}

/** The first of the most frequent; undefined of nothing. */
function mostFrequent(tally: Tally): string | undefined {
  let best: string | undefined;
  for (const [answer, n] of tally) if (best === undefined || n > tally.get(best)!) best = answer;
  return best;
}
