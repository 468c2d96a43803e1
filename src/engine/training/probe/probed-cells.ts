import { levels, skills } from "../../../core/dataset/types.ts";
import type { ProbedAnswer, ProbedCell } from "../../../core/runs/probe.ts";
import { mean } from "../questions.ts";

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Accuracy and entropy of each skill and level that was asked. */
export function probedCells(answers: readonly ProbedAnswer[]): ProbedCell[] {
  return skills.flatMap((skill) =>
    levels.flatMap((level) => {
      const own = answers.filter((answer) => answer.skill === skill && answer.level === level);
      if (own.length === 0) return [];
      return {
        skill,
        level,
        questions: own.length,
        accuracy: mean(own.map(({ correct }) => Number(correct))),
        strictAccuracy: mean(own.map(({ chain_correct: right }) => Number(right))),
        entropyPerToken: mean(own.map(({ entropies }) => mean(entropies))),
        entropyPerAnswer: mean(own.map(({ entropies }) => sum(entropies))),
      };
    }),
  );
}
