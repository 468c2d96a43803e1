import { levels, skills, type DatasetManifest, type Level, type Skill, type Split } from "../types.ts";
import { Check } from "./check.ts";
import type { PathRecord } from "./records.ts";
import type { WrittenGraph } from "./world.ts";

/** What the manifest says there is, beside what there is. */
export class Counts {
  readonly check = new Check("The manifest's counts are those of the files");
  readonly expected: DatasetManifest["counts"];

  constructor({ counts }: DatasetManifest) {
    this.expected = counts;
  }

  get trainingQuestions(): number {
    return skills
      .flatMap((skill) => Object.values(this.expected.questions.train[skill]))
      .reduce((sum, n) => sum + n, 0);
  }

  expectGraph(graph: WrittenGraph): void {
    const inGroup = (group: "parametric" | "contextual"): number =>
      graph.people.reduce((count, person) => count + Number(person[group]), 0);
    const { expected } = this;
    this.#expect("people", graph.people.length, expected.people);
    this.#expect("parametric people", inGroup("parametric"), expected.parametricPeople);
    this.#expect("contextual people", inGroup("contextual"), expected.contextualPeople);
    this.#expect("relations", graph.relations.length, expected.relations);
    this.#expect("facts", graph.countFacts(), expected.facts);
  }

  expectPaths(paths: readonly PathRecord[]): void {
    for (const skill of skills) {
      const found = countLevels(paths.filter((path) => path.skill === skill));
      for (const level of levels)
        this.#expect(`${level} ${skill} paths`, found[level], this.expected.paths[skill][level]);
    }
  }

  expectQuestions(skill: Skill, split: Split, found: Readonly<Record<Level, number>>): void {
    const expected = this.expected.questions[split][skill];
    for (const level of levels) this.#expect(`${level} ${skill} ${split} questions`, found[level], expected[level]);
  }

  #expect(what: string, found: number, expected: number): void {
    this.check.expect(found === expected, () => `manifest.json: ${expected} ${what}, the files hold ${found}.`);
  }
}

function countLevels(records: Iterable<{ readonly level: Level }>): Record<Level, number> {
  const counts = { iid: 0, composition: 0, "zero-shot": 0 };
  for (const { level } of records) counts[level]++;
  return counts;
}
