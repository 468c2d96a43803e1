import { levels, skills, type Level, type Skill } from "../dataset/types.ts";
import type { EvaluationSample } from "../runs/types.ts";
import { accuracyRow, accuracyRows } from "./accuracy.ts";
import { boundaryBefore, skillsOfHops, type ChainSource } from "./chains.ts";
import { boundaries, type AccuracyRow, type AccuracyTables, type LevelAccuracy } from "./types.ts";

type Answers = readonly EvaluationSample[];

/** The skills and levels that were asked. */
export function levelAccuracies(greedy: Answers): LevelAccuracy[] {
  return skills.flatMap((skill) =>
    levels.flatMap((level) => {
      const answers = ofLevel(greedy, skill, level);
      return answers.length > 0 ? [{ skill, level, ...accuracyRow(`${skill}/${level}`, answers) }] : [];
    }),
  );
}

/** Each skill that was asked, then each of its levels, by hops, path, relation and boundary. */
export function accuracyTables(greedy: Answers, source: ChainSource): AccuracyTables[] {
  return skills.flatMap((skill) => {
    const known = levels.filter((level) => ofLevel(greedy, skill, level).length > 0);
    const all: readonly { skill: Skill; level?: Level }[] = [{ skill }, ...known.map((level) => ({ skill, level }))];
    return known.length === 0
      ? []
      : all.map((cell) => ({ ...cell, ...divide(ofLevel(greedy, skill, cell.level), source) }));
  });
}

export function ofLevel<Item extends { readonly skill: Skill; readonly level: Level }>(
  items: readonly Item[],
  skill: Skill,
  level?: Level,
): Item[] {
  return items.filter((item) => item.skill === skill && (level === undefined || item.level === level));
}

function divide(answers: Answers, source: ChainSource): Omit<AccuracyTables, "skill" | "level"> {
  const { dataset, questions } = source;
  const questionOf = ({ question_id: id }: EvaluationSample) => questions.get(id)!;
  const relationsOf = (answer: EvaluationSample) => dataset.paths.get(questionOf(answer).path)!.relations;
  const byText = (a: AccuracyRow, b: AccuracyRow): number => (a.key < b.key ? -1 : 1);
  return {
    hops: accuracyRows(answers, (answer) => [String(relationsOf(answer).length)]).sort(
      (a, b) => Number(a.key) - Number(b.key),
    ),
    paths: accuracyRows(answers, (answer) => [questionOf(answer).path]).sort(byText),
    relations: accuracyRows(answers, relationsOf).sort(byText),
    boundaries: accuracyRows(answers, (answer) => crossed(skillsOfHops(questionOf(answer), dataset))).sort(
      (a, b) => boundaryOrder(a) - boundaryOrder(b),
    ),
  };
}

/** The boundaries within a chain; "same" where it crosses none. */
function crossed(hopSkills: readonly ("mem" | "ctx")[]): readonly string[] {
  const all = hopSkills.map((_, hop) => boundaryBefore(hop, hopSkills));
  const between = all.filter((boundary) => boundary === "mem-ctx" || boundary === "ctx-mem");
  return between.length > 0 ? between : ["same"];
}

const boundaryOrder = ({ key }: AccuracyRow): number => boundaries.findIndex((boundary) => boundary === key);
