import { t } from "@vscode/l10n";
import type { Dataset } from "../../core/dataset/open.ts";
import { skills, type Level, type RelationPath, type Skill } from "../../core/dataset/types.ts";

export interface RelationLevel {
  readonly skill: Skill;
  readonly level: Level;
}

type Levels = Pick<Dataset, "levels">;

/** The level a relation has in each skill whose paths use it. */
export function levelsOf(relation: string, { levels }: Levels): readonly RelationLevel[] {
  return skills.flatMap((skill) => {
    const level = levels[skill].get(relation);
    return level === undefined ? [] : [{ skill, level }];
  });
}

/** Why a path is of its level, as a clause. */
export function reasonOfLevel(path: RelationPath, { levels }: Levels): string {
  const skill = path.skill.toUpperCase();
  const own = (level: Level): string =>
    path.relations.filter((relation) => levels[path.skill].get(relation) === level).join(", ");
  if (path.level !== "composition" && own(path.level) === "") return t("as its imported records say");
  switch (path.level) {
    case "zero-shot":
      return t("{0} training never uses {1}", skill, own("zero-shot"));
    case "iid":
      return t("{0} training and tests ask for this path, of different people, since it holds {1}", skill, own("iid"));
    case "composition":
      return path.splits.includes("train")
        ? t("only composition relations; a path of {0} training", skill)
        : t("only composition relations; {0} training uses each of them, but never this path", skill);
  }
}
