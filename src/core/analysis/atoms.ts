import { accuracyRow } from "./accuracy.ts";
import { shareOf } from "./share.ts";
import { ofLevel } from "./tables.ts";
import { areFactsKnown, type EvaluationTallies, type QuestionResult } from "./tallies.ts";
import type { AtomReport } from "./types.ts";

/** Of the COMP questions; undefined where no hop was asked alone. */
export function atomReport({ questions, paths }: EvaluationTallies): AtomReport | undefined {
  const asked = ofLevel(questions, "comp").filter(({ alone }) => alone !== undefined);
  if (asked.length === 0) return undefined;
  const hops = asked.flatMap(({ alone, path }) =>
    alone!.map((isRight, hop) => ({ isRight, skill: paths[path]!.skills[hop] })),
  );
  const whereKnown = (isKnown: boolean): QuestionResult[] =>
    asked.filter((result) => areFactsKnown(result) === isKnown);
  return {
    bySkill: (["mem", "ctx"] as const).map((skill) => {
      const own = hops.filter((hop) => hop.skill === skill);
      const right = own.filter(({ isRight }) => isRight).length;
      return { skill, asked: own.length, accuracy: shareOf(right, own.length) };
    }),
    known: accuracyRow("known", whereKnown(true)),
    missing: accuracyRow("missing", whereKnown(false)),
  };
}
