import { t } from "@vscode/l10n";
import { levelNames, levels, skills, splits, type Skill, type Split } from "../../core/dataset/types.ts";
import { formatCount } from "../../core/format.ts";
import type { GeneratedDataset } from "../data/datasets.ts";
import { fileAction } from "../documents/summary.ts";
import { commandId } from "../ids.ts";
import type { ReaderCall } from "../reader/protocol.ts";
import type { QuestionFilter } from "../reader/question-files.ts";
import type { TreeNode } from "./node.ts";
import { pathsNode, skillNode, total, type LevelCounts } from "./path-nodes.ts";
import { peopleNode } from "./people-nodes.ts";
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
    filesNode(`${id}/dataset`, { manifest, folder }),
    relationsNode(id, counts.relations, () => read("relations", folder), folder),
    peopleNode(`${id}/people`, folder, counts, read),
    pathsNode(`${id}/paths`, folder, counts.paths, read),
    ...splits.map((split) => splitNode(`${id}/${split}`, folder, split, counts.questions[split])),
  ];
}

function splitNode(id: string, folder: string, split: Split, counts: Readonly<Record<Skill, LevelCounts>>): TreeNode {
  return {
    id,
    label: split === "train" ? t("Training questions") : t("Test questions"),
    description: formatCount(skills.reduce((sum, skill) => sum + total(counts[skill]), 0)),
    icon: split === "train" ? "book" : "beaker",
    ...listed(folder, { split }),
    children: () =>
      skills.map((skill) => ({
        ...skillNode(`${id}/${skill}`, skill, counts[skill]),
        ...listed(folder, { skill, split }),
        children: () =>
          levels.map((level) => ({
            id: `${id}/${skill}/${level}`,
            label: levelNames[level],
            description: formatCount(counts[skill][level]),
            ...(counts[skill][level] > 0 && { icon: "list-flat", ...opensList(folder, { skill, split, level }) }),
          })),
      })),
  };
}

/** Of a row that stands for questions, and has the menu of such a row. */
function listed(folder: string, filter: QuestionFilter): Pick<TreeNode, "context" | "target"> {
  return { context: "questions", target: { kind: "questions", folder, filter } };
}

function opensList(folder: string, filter: QuestionFilter): Pick<TreeNode, "context" | "target" | "command"> {
  const command = { id: commandId("listQuestions"), title: t("List Questions"), arguments: [folder, filter] };
  return { ...listed(folder, filter), command };
}

/** The dataset itself, which opens as its summary, and its files, as far as they open as documents. */
function filesNode(id: string, { folder, manifest }: GeneratedDataset): TreeNode {
  const opens = (path: string): Pick<TreeNode, "command"> => ({
    command: { id: commandId("openDatasetFile"), title: t("Open Dataset File"), arguments: [folder, path] },
  });
  const files = manifest.files.filter(({ path }) => fileAction(folder, path));
  return {
    id,
    label: t("Dataset"),
    description: `${manifest.name}-${manifest.hash}`,
    icon: "database",
    context: "dataset",
    target: { kind: "dataset", folder, focus: {} },
    ...opens("manifest.json"),
    children: () =>
      files.map(({ path, records, bytes }) => ({
        id: `${id}/${path}`,
        label: path,
        description: t("{0} records, {1} bytes", formatCount(records), formatCount(bytes)),
        icon: "file",
        ...opens(path),
      })),
  };
}
