import { t } from "@vscode/l10n";
import {
  levelNames,
  levels,
  skills,
  splits,
  type Level,
  type RelationPath,
  type Skill,
  type Split,
} from "../../core/dataset/types.ts";
import { formatCount } from "../../core/format.ts";
import type { Person } from "../../core/graph/types.ts";
import type { GeneratedDataset } from "../data/datasets.ts";
import { commandId, skillColors } from "../ids.ts";
import type { ReaderCall } from "../reader/protocol.ts";
import { paged, type TreeNode } from "./node.ts";
import { relationsNode } from "./relation-nodes.ts";

type LevelCounts = Readonly<Record<Level, number>>;

/** What a dataset holds: relations, people, paths, and the questions of each split. */
export function datasetNodes(
  id: string,
  { manifest, folder }: GeneratedDataset,
  read: ReaderCall,
): readonly TreeNode[] {
  const { counts } = manifest;
  // Whoever opens this row opens one below it next; what is wrong with the dataset is said there.
  read("prepare", folder).catch(() => undefined);
  return [
    relationsNode(id, counts.relations, () => read("relations", folder)),
    {
      id: `${id}/people`,
      label: t("People"),
      description: formatCount(counts.people),
      icon: "organization",
      children: async () => peopleNodes(`${id}/people`, folder, await read("people", folder)),
    },
    {
      id: `${id}/paths`,
      label: t("Relation paths"),
      description: formatCount(skills.reduce((sum, skill) => sum + total(counts.paths[skill]), 0)),
      icon: "type-hierarchy",
      children: () =>
        skills.map((skill) => pathSkillNode(`${id}/paths/${skill}`, folder, skill, counts.paths[skill], read)),
    },
    ...splits.map((split) => splitNode(`${id}/${split}`, folder, split, counts.questions[split])),
  ];
}

function peopleNodes(id: string, folder: string, people: readonly Person[]): readonly TreeNode[] {
  const row = ({ id: person, name, parametric, contextual }: Person): TreeNode => ({
    id: `${id}/person/${person}`,
    label: name,
    description:
      parametric && contextual ? t("parametric and contextual") : parametric ? t("parametric") : t("contextual"),
    icon: "person",
    command: { id: commandId("openBiography"), title: t("Open Biography"), arguments: [folder, person] },
  });
  return paged(id, people, row, ({ name }) => name);
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
      t("{0} hops, asked {1}", path.relations.length, asked),
    ].join("\n\n"),
    icon: "arrow-right",
    command: {
      id: commandId("findQuestion"),
      title: t("Find Question"),
      arguments: [folder, { skill: path.skill, split: path.splits.at(-1), level: path.level, text: path.id }],
    },
  };
}

function splitNode(id: string, folder: string, split: Split, counts: Readonly<Record<Skill, LevelCounts>>): TreeNode {
  const levelNode = (skill: Skill, level: Level): TreeNode => ({
    id: `${id}/${skill}/${level}`,
    label: levelNames[level],
    description: formatCount(counts[skill][level]),
    ...(counts[skill][level] === 0
      ? {}
      : {
          icon: "search",
          command: {
            id: commandId("findQuestion"),
            title: t("Find Question"),
            arguments: [folder, { skill, split, level }],
          },
        }),
  });
  return {
    id,
    label: split === "train" ? t("Training questions") : t("Test questions"),
    description: formatCount(skills.reduce((sum, skill) => sum + total(counts[skill]), 0)),
    icon: split === "train" ? "book" : "beaker",
    children: () =>
      skills.map((skill) => ({
        ...skillNode(`${id}/${skill}`, skill, counts[skill]),
        children: () => levels.map((level) => levelNode(skill, level)),
      })),
  };
}

function skillNode(id: string, skill: Skill, counts: LevelCounts): TreeNode {
  return {
    id,
    label: skill.toUpperCase(),
    description: formatCount(total(counts)),
    icon: "circle-filled",
    color: skillColors[skill],
  };
}

function total(counts: LevelCounts): number {
  return levels.reduce((sum, level) => sum + counts[level], 0);
}
