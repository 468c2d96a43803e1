import { skills, type Level, type Skill } from "../../../../src/core/dataset/types.ts";
import { createRandom } from "../../../../src/core/random.ts";
import { statePlaces, type Probe, type ProbedAnswer, type SilencedHead } from "../../../../src/core/runs/probe.ts";

/** What to plant in a probe of 2 layers with 2 heads. */
export interface Planted {
  /** Of each skill and level. */
  readonly questions?: number;
  /** Where a skill's centroid lies in a layer, 3 axes. */
  readonly center?: (skill: Skill, layer: number) => readonly number[];
  /** Standard deviation about it. */
  readonly noise?: number;
  readonly entropies?: (answer: { readonly skill: Skill; readonly number: number }) => readonly number[];
  readonly correct?: (answer: { readonly skill: Skill; readonly number: number }) => boolean;
  /** Whether a question is still answered without a head; as with it where nothing is said. */
  readonly without?: (head: { layer: number; head: number }, answer: ProbedAnswer) => boolean;
  readonly headQuestions?: number;
}

const levels: readonly Level[] = ["iid", "zero-shot"];
export const hiddenSize = 3;

/** A probe whose every number is known beforehand. */
export function plantedProbe(planted: Planted = {}): Probe {
  const { questions = 20, noise = 0, headQuestions = questions } = planted;
  const { center = () => [0, 0, 0], entropies = () => [1, 0.5], correct = () => true, without } = planted;
  const answers = skills.flatMap((skill) =>
    levels.flatMap((level) =>
      Array.from({ length: questions }, (_, number): ProbedAnswer => {
        const isRight = correct({ skill, number });
        return {
          question_id: `${skill}-${level}-${number}`,
          skill,
          level,
          tokens: ["yes"],
          entropies: entropies({ skill, number }),
          correct: isRight,
          chain_correct: isRight && number % 2 === 0,
        };
      }),
    ),
  );
  const again = answers.filter(({ question_id: id }) => Number(id.split("-").at(-1)) < headQuestions);
  const heads = [0, 1].flatMap((layer) =>
    [0, 1].map((head): SilencedHead => {
      const right = again.map((answer) => (without ? without({ layer, head }, answer) : answer.correct));
      const chain = again.map((answer, i) => right[i]! && answer.chain_correct);
      return { layer, head, correct: right.map(Number).join(""), chain_correct: chain.map(Number).join("") };
    }),
  );
  const random = createRandom(1, "planted");
  const states = new Map(
    statePlaces.flatMap((place) =>
      [0, 1, 2].map((layer) => [
        `${place} ${layer}`,
        answers.map(({ skill }) =>
          Float32Array.from(center(skill, layer), (value) => value + noise * 2 * (random.float() - 0.5)),
        ),
      ]),
    ),
  );
  return {
    summary: {
      formatVersion: 1,
      run: "planted",
      step: 1,
      questions,
      headQuestions: headQuestions,
      maxNewTokens: 8,
      layers: 2,
      heads: 2,
      hiddenSize,
      seconds: 1,
      cells: [],
    },
    answers,
    heads: headQuestions === 0 ? [] : heads,
    states: (place, layer) => states.get(`${place} ${layer}`)!,
  };
}
