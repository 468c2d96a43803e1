import { UserError } from "../../errors.ts";
import type { Dataset } from "../open.ts";
import { levels, skills, splits, type Skill, type Split } from "../types.ts";
import type { Contents, Format } from "./format.ts";

/** The questions of a skill and split. */
export interface Part {
  readonly skill: Skill;
  readonly split: Split;
  /** How many the dataset has: at least one. */
  readonly stored: number;
}

/** The parts that are wanted and not empty: training first. @throws UserError where there is none. */
export function partsOf(
  { manifest: { name, counts } }: Dataset,
  wantedSkills: readonly Skill[],
  wantedSplits: readonly Split[],
): readonly Part[] {
  const stored = (skill: Skill, split: Split): number =>
    levels.reduce((sum, level) => sum + counts.questions[split][skill][level], 0);
  const parts = splits
    .filter((split) => wantedSplits.includes(split))
    .flatMap((split) => skills.map((skill) => ({ skill, split, stored: stored(skill, split) })))
    .filter(({ skill, stored: found }) => wantedSkills.includes(skill) && found > 0);
  if (parts.length === 0) {
    const wanted = `${wantedSkills.join(" or ").toUpperCase()} ${wantedSplits.join(" or ")} questions`;
    throw new UserError(`${name} has no ${wanted} to export; choose other skills or splits.`);
  }
  return parts;
}

export function contentsOf(parts: readonly Part[], format: Format): Contents {
  const ofSplit = (wanted: Split): Skill[] => parts.flatMap(({ skill, split }) => (split === wanted ? [skill] : []));
  const questions = { train: ofSplit("train"), test: ofSplit("test") };
  return { biographies: format.biographies.length > 0 && questions.train.includes("mem"), questions };
}

/** The skill to show things with: COMP where there is any. */
export function mainSkill({ questions }: Contents): Skill {
  return skills.findLast((skill) => questions.train.includes(skill) || questions.test.includes(skill))!;
}
