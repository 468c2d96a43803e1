import { t } from "@vscode/l10n";
import { levelNames, levels, skills, type Level, type RelationPath, type Skill } from "../../core/dataset/types.ts";
import { formatCount } from "../../core/format.ts";
import type { ExplorerFocus } from "../../protocol/panels.ts";
import { commandId, skillColors } from "../ids.ts";
import type { ReaderCall } from "../reader/protocol.ts";
import { paged, type TreeNode } from "./node.ts";

export type LevelCounts = Readonly<Record<Level, number>>;

/** The row of all relation paths: below it those of a skill, below these those of a level. */
export function pathsNode(
  id: string,
  folder: string,
  counts: Readonly<Record<Skill, LevelCounts>>,
  read: ReaderCall,
): TreeNode {
  return {
    id,
    label: t("Relation paths"),
    description: formatCount(skills.reduce((sum, skill) => sum + total(counts[skill]), 0)),
    icon: "type-hierarchy",
    context: "paths",
    target: { kind: "dataset", folder, focus: {} },
    children: () => skills.map((skill) => pathSkillNode(`${id}/${skill}`, folder, skill, counts[skill], read)),
  };
}

/** Of a row that opens the explorer at a relation or a path, and has the menu of such a row. */
export function explored(
  context: "relation" | "path",
  folder: string,
  focus: ExplorerFocus,
): Pick<TreeNode, "context" | "target" | "command"> {
  return {
    context,
    target: { kind: "dataset", folder, focus },
    command: { id: commandId("openExplorer"), title: t("Explore Relation Paths"), arguments: [folder, focus] },
  };
}

/** A skill and the number of what it has. */
export function skillNode(id: string, skill: Skill, counts: LevelCounts): TreeNode {
  return {
    id,
    label: skill.toUpperCase(),
    description: formatCount(total(counts)),
    icon: "circle-filled",
    color: skillColors[skill],
  };
}

export function total(counts: LevelCounts): number {
  return levels.reduce((sum, level) => sum + counts[level], 0);
}

function pathSkillNode(id: string, folder: string, skill: Skill, counts: LevelCounts, read: ReaderCall): TreeNode {
  const ofLevel = async (level: Level): Promise<readonly TreeNode[]> =>
    paged(
      `${id}/${level}`,
      await read("paths", folder, skill, level),
      (path) => pathNode(id, folder, path),
      (path) => path.id,
    );
  return {
    ...skillNode(id, skill, counts),
    children: () =>
      levels.map((level) => ({
        id: `${id}/${level}`,
        label: levelNames[level],
        description: formatCount(counts[level]),
        ...(counts[level] === 0 ? {} : { children: () => ofLevel(level) }),
      })),
  };
}

function pathNode(id: string, folder: string, path: RelationPath): TreeNode {
  const asked = path.splits.map((split) => (split === "train" ? t("in training") : t("in tests"))).join(", ");
  return {
    id: `${id}/${path.id}`,
    label: path.relations.join(" → "),
    description: path.id,
    tooltip: [
      `**${path.id}**`,
      path.relations.join(" → "),
      path.relations.length === 1
        ? t("1 hop, asked {0}", asked)
        : t("{0} hops, asked {1}", path.relations.length, asked),
    ].join("\n\n"),
    icon: "arrow-right",
    ...explored("path", folder, { path: path.id }),
  };
}
