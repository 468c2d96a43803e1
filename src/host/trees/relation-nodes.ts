import { t } from "@vscode/l10n";
import type { Group, Relation } from "../../core/graph/types.ts";
import { levelNames, levels } from "../../core/dataset/types.ts";
import { formatCount } from "../../core/format.ts";
import { groupSkills, skillColors } from "../ids.ts";
import type { LeveledRelation } from "../reader/reader.ts";
import type { TreeNode } from "./node.ts";
import { explored } from "./path-nodes.ts";

const groups: readonly Group[] = ["parametric", "contextual"];

/** The row of all relations: below it those of a group, below these those of a level. @param folder of their dataset */
export function relationsNode(
  id: string,
  count: number,
  relations: () => readonly LeveledRelation[] | Promise<readonly LeveledRelation[]>,
  folder?: string,
): TreeNode {
  return {
    id: `${id}/relations`,
    label: t("Relations"),
    description: formatCount(count),
    icon: "link",
    children: async () => {
      const all = await relations();
      return groups.map((group) => groupNode(id, group, all, folder));
    },
  };
}

/** The row of a relation below the row `id`, above that of all relations. */
export function relationId(id: string, { relation, levels: held }: LeveledRelation): string {
  const { name, group } = relation;
  const own = held.find(({ skill }) => skill === groupSkills[group]);
  return [groupId(id, group), ...(own ? [own.level] : []), name].join("/");
}

const groupId = (id: string, group: Group): string => `${id}/relations/${group}`;

/** A group's relations by their level in its own skill: MEM for parametric relations, CTX for contextual ones. */
function groupNode(
  parent: string,
  group: Group,
  relations: readonly LeveledRelation[],
  folder: string | undefined,
): TreeNode {
  const id = groupId(parent, group);
  const members = relations.filter(({ relation }) => relation.group === group);
  const skill = groupSkills[group];
  const own = ({ levels: held }: LeveledRelation) => held.find((one) => one.skill === skill)?.level;
  const row = (member: LeveledRelation): TreeNode => relationNode(relationId(parent, member), member, folder);
  const levelled = levels.flatMap((level): TreeNode[] => {
    const ofLevel = members.filter((member) => own(member) === level);
    if (ofLevel.length === 0) return [];
    return [
      {
        id: `${id}/${level}`,
        label: `${skill.toUpperCase()} ${levelNames[level]}`,
        description: String(ofLevel.length),
        expanded: true,
        children: () => ofLevel.map(row),
      },
    ];
  });
  const others = members.filter((member) => own(member) === undefined);
  return {
    id,
    label: group === "parametric" ? t("Parametric") : t("Contextual"),
    description: String(members.length),
    tooltip:
      group === "parametric"
        ? t("Facts the model knows from its weights: it has read them in biographies.")
        : t("Facts the model is given in the prompt: they differ from world to world."),
    icon: "circle-filled",
    color: skillColors[skill],
    children: () => [...levelled, ...others.map(row)],
  };
}

function relationNode(id: string, { relation, levels: held }: LeveledRelation, folder: string | undefined): TreeNode {
  const comp = held.find(({ skill }) => skill === "comp");
  return {
    id,
    label: relation.name,
    description: [...(comp ? [`COMP ${levelNames[comp.level]}`] : []), relation.object].join(" · "),
    tooltip: tooltip(relation, held),
    icon: relation.object === "person" ? "person" : "tag",
    ...(folder !== undefined && explored("relation", folder, { relation: relation.name })),
  };
}

function tooltip({ name, group, object, inverse, statements }: Relation, held: LeveledRelation["levels"]): string {
  const lines = [
    `**${name}**: ${group === "parametric" ? t("person → {0}, parametric", object) : t("person → {0}, contextual", object)}`,
    ...(inverse === undefined ? [] : [inverse === name ? t("symmetric") : t("inverse of {0}", inverse)]),
    ...held.map(({ skill, level }) => `${skill.toUpperCase()}: ${levelNames[level]}`),
    statements.map((wording) => `- ${wording}`).join("\n"),
  ];
  return lines.join("\n\n");
}
