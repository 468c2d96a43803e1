import { levels, skills, type Level, type Skill } from "../dataset/types.ts";
import type { Probe, ProbedAnswer } from "../runs/probe.ts";
import { bootstrapEstimate, bootstrapMeans, mean } from "./bootstrap.ts";
import type { AnswerTokens, EntropyRow, Uncertainty } from "./probe-types.ts";
import { ofLevel } from "./tables.ts";
import type { Estimate } from "./types.ts";

/** Entropy of greedy answers by skill and level, and what a stage changes in it. */
export function uncertainty(after: Probe, before?: Probe): Uncertainty {
  const rows = (probe: Probe) => entropyRows(probe.answers.map((answer) => ({ ...answer, ...entropyOf(answer) })));
  if (!before) return { after: rows(after) };
  const earlier = new Map(before.answers.map((answer) => [answer.question_id, entropyOf(answer)]));
  const changes = after.answers.flatMap((answer) => {
    const start = earlier.get(answer.question_id);
    const end = entropyOf(answer);
    if (!start) return [];
    return { ...answer, perToken: end.perToken - start.perToken, perAnswer: end.perAnswer - start.perAnswer };
  });
  return { after: rows(after), before: rows(before), changes: entropyRows(changes) };
}

interface Entropy {
  readonly perToken: number;
  readonly perAnswer: number;
}

function entropyOf({ entropies }: ProbedAnswer): Entropy {
  const perAnswer = entropies.reduce((sum, entropy) => sum + entropy, 0);
  return { perToken: perAnswer / entropies.length, perAnswer };
}

/** Each skill, then its levels. */
function entropyRows(answers: readonly (Entropy & { readonly skill: Skill; readonly level: Level })[]): EntropyRow[] {
  return skills.flatMap((skill) => {
    const cells = [undefined, ...levels].map((level) => ({ level, own: ofLevel(answers, skill, level) }));
    return cells.flatMap(({ level, own }) => {
      if (own.length === 0) return [];
      return {
        skill,
        ...(level && { level }),
        questions: own.length,
        perToken: meanEstimate(own.map(({ perToken }) => perToken)),
        perAnswer: meanEstimate(own.map(({ perAnswer }) => perAnswer)),
      };
    });
  });
}

function meanEstimate(values: readonly number[]): Estimate {
  const [drawn] = bootstrapMeans([Float64Array.from(values)]);
  const { value, low, high } = bootstrapEstimate(mean(values), drawn!);
  return { value, low, high };
}

/** A question's greedy answer, token by token; undefined where the probe has not asked it. */
export function answerTokens({ answers }: Probe, question: string): AnswerTokens | undefined {
  const answer = answers.find(({ question_id: id }) => id === question);
  if (!answer) return undefined;
  const { skill, level, tokens, entropies, correct, chain_correct: chainCorrect } = answer;
  return { question, skill, level, tokens, entropies, correct, chainCorrect };
}
