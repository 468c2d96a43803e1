import { t } from "@vscode/l10n";
import { skills, type Skill } from "../../core/dataset/types.ts";
import { formatCount } from "../../core/format.ts";

/** "31 MEM · 12 COMP questions", "1 CTX question", "no questions". */
export function questionsText(counts: Readonly<Record<Skill, number>>): string {
  const asked = skills.filter((skill) => counts[skill] > 0);
  if (asked.length === 0) return t("no questions");
  const text = asked.map((skill) => `${formatCount(counts[skill])} ${skill.toUpperCase()}`).join(" · ");
  return asked.length === 1 && counts[asked[0]!] === 1 ? t("{0} question", text) : t("{0} questions", text);
}
