import { t } from "@vscode/l10n";
import { skills, type Skill } from "../../core/dataset/types.ts";
import { formatCount } from "../../core/format.ts";

/** "31 MEM · 12 COMP questions", "no questions". */
export function questionsText(counts: Readonly<Record<Skill, number>>): string {
  const asked = skills.filter((skill) => counts[skill] > 0);
  if (asked.length === 0) return t("no questions");
  return t("{0} questions", asked.map((skill) => `${formatCount(counts[skill])} ${skill.toUpperCase()}`).join(" · "));
}
