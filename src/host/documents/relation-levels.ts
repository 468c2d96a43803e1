import type { Dataset } from "../../core/dataset/open.ts";
import { skills, type Level, type Skill } from "../../core/dataset/types.ts";

/** The level a relation has in each skill whose paths use it. */
export function levelsOf(
  relation: string,
  { levels }: Pick<Dataset, "levels">,
): readonly { readonly skill: Skill; readonly level: Level }[] {
  return skills.flatMap((skill) => {
    const level = levels[skill].get(relation);
    return level === undefined ? [] : [{ skill, level }];
  });
}
