import { t } from "@vscode/l10n";
import type { Dataset } from "../../core/dataset/open.ts";
import { levelNames } from "../../core/dataset/types.ts";
import { nameOf, objectName, type Statement } from "../../core/language/statement.ts";
import { levelsOf } from "./relation-levels.ts";

/** What a sentence states, as Markdown: its triple, where it is known from, and the relation's levels. */
export function factMarkdown({ triple, group }: Statement, dataset: Dataset): string {
  const { graph } = dataset;
  const relation = graph.relation(triple.relation);
  const held = levelsOf(relation.name, dataset).map(
    ({ skill, level }) => `${skill.toUpperCase()} ${levelNames[level]}`,
  );
  const cells: readonly (readonly [string, string])[] = [
    [t("Subject"), nameOf(graph, triple.subject)],
    [t("Relation"), relation.name],
    [t("Object"), objectName(graph, triple.object)],
    [t("Known from"), group === "parametric" ? t("the weights (parametric)") : t("the prompt (contextual)")],
    ...(triple.world === undefined || graph.worlds === 1 ? [] : [[t("World"), String(triple.world)] as const]),
    ...(held.length === 0 ? [] : [[t("Levels"), held.join(", ")] as const]),
  ];
  return [
    `| ${t("Fact")} | |`,
    "|:--|:--|",
    ...cells.map(([name, value]) => `| ${name} | ${escapeMarkdown(value)} |`),
  ].join("\n");
}

/** Text as Markdown that reads as the text does. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|~-]/g, "\\$&");
}
