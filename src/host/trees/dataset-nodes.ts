import { t } from "@vscode/l10n";
import { levelNames, levels, skills, splits, type Level, type Skill, type Split } from "../../core/dataset/types.ts";
import { formatCount } from "../../core/format.ts";
import type { Person } from "../../core/graph/types.ts";
import type { GeneratedDataset } from "../data/datasets.ts";
import { commandId } from "../ids.ts";
import type { ReaderCall } from "../reader/protocol.ts";
import { paged, type TreeNode } from "./node.ts";
import { pathsNode, skillNode, total, type LevelCounts } from "./path-nodes.ts";
import { relationsNode } from "./relation-nodes.ts";

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
    relationsNode(id, counts.relations, () => read("relations", folder), folder),
    {
      id: `${id}/people`,
      label: t("People"),
      description: formatCount(counts.people),
      icon: "organization",
      children: async () => peopleNodes(`${id}/people`, folder, await read("people", folder)),
    },
    pathsNode(`${id}/paths`, folder, counts.paths, read),
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
