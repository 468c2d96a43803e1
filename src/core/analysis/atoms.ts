import type { AtomAnswer, EvaluationSample } from "../runs/types.ts";
import { accuracyRow } from "./accuracy.ts";
import { atomKey } from "./chains.ts";
import { shareOf } from "./share.ts";
import type { AtomReport } from "./types.ts";

/** Whether each hop was answered rightly when asked alone, by `atomKey`. */
export function knownAtoms(atoms: readonly AtomAnswer[]): ReadonlyMap<string, boolean> {
  return new Map(atoms.map(({ question_id: question, hop, correct }) => [atomKey(question, hop), correct]));
}

/** The questions whose hops were all asked alone, by whether all were answered rightly. */
export function knownQuestions(atoms: readonly AtomAnswer[]): ReadonlyMap<string, boolean> {
  const known = new Map<string, boolean>();
  for (const { question_id: question, correct } of atoms) known.set(question, correct && (known.get(question) ?? true));
  return known;
}

/** @param greedy answers to the COMP questions */
export function atomReport(atoms: readonly AtomAnswer[], greedy: readonly EvaluationSample[]): AtomReport {
  const known = knownQuestions(atoms);
  const whereKnown = (isKnown: boolean): EvaluationSample[] =>
    greedy.filter(({ question_id: question }) => known.get(question) === isKnown);
  return {
    bySkill: (["mem", "ctx"] as const).map((skill) => {
      const own = atoms.filter((atom) => atom.skill === skill);
      const right = own.filter(({ correct }) => correct).length;
      return { skill, asked: own.length, accuracy: shareOf(right, own.length) };
    }),
    known: accuracyRow("known", whereKnown(true)),
    missing: accuracyRow("missing", whereKnown(false)),
  };
}
