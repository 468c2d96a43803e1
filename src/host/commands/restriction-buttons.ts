import { t } from "@vscode/l10n";
import { levels, skills, splits } from "../../core/dataset/types.ts";
import { filterName } from "../documents/question-page.ts";
import { skillColors } from "../ids.ts";
import type { QuestionFilter } from "../reader/question-files.ts";
import type { SearchButton } from "./search-pick.ts";

const values = { skill: skills, split: splits, level: levels } as const;
type Restriction = keyof typeof values;

const icons = {
  skill: { mem: "circle-filled", ctx: "circle-filled", comp: "circle-filled", all: "circle-outline" },
  split: { train: "book", test: "beaker", all: "versions" },
  level: { iid: "symbol-numeric", composition: "combine", "zero-shot": "circle-slash", all: "layers" },
} as const;

/** A button each for skill, split and level; pressed again, it goes on to the next one and at last back to all. */
export function restrictionButtons(filter: QuestionFilter, restrict: (filter: QuestionFilter) => void): SearchButton[] {
  const { skill, split, level } = filter;
  const button = (part: Restriction, icon: string): SearchButton => {
    const { [part]: current, ...others } = filter;
    const all: readonly string[] = values[part];
    const next = all[current === undefined ? 0 : all.indexOf(current) + 1];
    const everything = { skill: t("All skills"), split: t("All splits"), level: t("All levels") }[part];
    return {
      icon,
      tooltip: next === undefined ? everything : t("Only {0}", filterName({ [part]: next })),
      press: () => {
        restrict(next === undefined ? others : { ...others, [part]: next });
      },
    };
  };
  return [
    { ...button("skill", icons.skill[skill ?? "all"]), ...(skill && { color: skillColors[skill] }) },
    button("split", icons.split[split ?? "all"]),
    button("level", icons.level[level ?? "all"]),
  ];
}
