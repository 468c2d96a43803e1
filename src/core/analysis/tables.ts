import { levels, skills, type Level, type Skill } from "../dataset/types.ts";
import { accuracyRow, accuracyRows } from "./accuracy.ts";
import { boundaryBefore } from "./chains.ts";
import type { EvaluationTallies, QuestionResult, TalliedPath } from "./tallies.ts";
import { boundaries, type AccuracyRow, type AccuracyTables, type HopSkill, type LevelAccuracy } from "./types.ts";

type Answers = readonly QuestionResult[];

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
export function accuracyTables({ questions: greedy, paths }: EvaluationTallies): AccuracyTables[] {
  return skills.flatMap((skill) => {
    const known = levels.filter((level) => ofLevel(greedy, skill, level).length > 0);
    const all: readonly { skill: Skill; level?: Level }[] = [{ skill }, ...known.map((level) => ({ skill, level }))];
    return known.length === 0
      ? []
      : all.map((cell) => ({ ...cell, ...divide(ofLevel(greedy, skill, cell.level), paths) }));
  });
}

export function ofLevel<Item extends { readonly skill: Skill; readonly level: Level }>(
  items: readonly Item[],
  skill: Skill,
  level?: Level,
): Item[] {
  return items.filter((item) => item.skill === skill && (level === undefined || item.level === level));
}

function divide(answers: Answers, paths: EvaluationTallies["paths"]): Omit<AccuracyTables, "skill" | "level"> {
  const pathOf = ({ path }: QuestionResult): TalliedPath => paths[path]!;
  const byText = (a: AccuracyRow, b: AccuracyRow): number => (a.key < b.key ? -1 : 1);
  return {
    hops: accuracyRows(answers, (answer) => [String(pathOf(answer).relations.length)]).sort(
      (a, b) => Number(a.key) - Number(b.key),
    ),
    paths: accuracyRows(answers, ({ path }) => [path]).sort(byText),
    relations: accuracyRows(answers, (answer) => pathOf(answer).relations).sort(byText),
    boundaries: accuracyRows(answers, (answer) => crossed(pathOf(answer).skills)).sort(
      (a, b) => boundaryOrder(a) - boundaryOrder(b),
    ),
  };
}

/** The boundaries within a chain; "same" where it crosses none. */
function crossed(hopSkills: readonly HopSkill[]): readonly string[] {
  const all = hopSkills.map((_, hop) => boundaryBefore(hop, hopSkills));
  const between = all.filter((boundary) => boundary === "mem-ctx" || boundary === "ctx-mem");
  return between.length > 0 ? between : ["same"];
}

const boundaryOrder = ({ key }: AccuracyRow): number => boundaries.findIndex((boundary) => boundary === key);
