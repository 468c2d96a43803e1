import type { Dataset } from "../../core/dataset/open.ts";
import { skills, type Level, type Skill } from "../../core/dataset/types.ts";

export interface RelationLevel {
  readonly skill: Skill;
  readonly level: Level;
}

/** The level a relation has in each skill whose paths use it. */
export function levelsOf(relation: string, { levels }: Pick<Dataset, "levels">): readonly RelationLevel[] {
  return skills.flatMap((skill) => {
    const level = levels[skill].get(relation);
    return level === undefined ? [] : [{ skill, level }];
  });
}
