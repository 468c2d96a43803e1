import { t } from "@vscode/l10n";
import { relationsOf } from "../../core/graph/select.ts";
import type { CurriculumFile } from "../data/curricula.ts";
import type { GeneratedDataset } from "../data/datasets.ts";
import { commandId } from "../ids.ts";
import type { ReaderCall } from "../reader/protocol.ts";
import { datasetNodes } from "./dataset-nodes.ts";
import { problemNode, type TreeNode } from "./node.ts";
import { relationsNode } from "./relation-nodes.ts";

/** What the tree may ask for; datasets are read when a row is expanded, never before. */
export interface Datasets {
  of(file: string): GeneratedDataset | undefined;
}

/** The rows of *Curriculum*: a row a file, below it what its world holds. */
export function curriculumNodes(
  files: readonly CurriculumFile[],
  datasets: Datasets,
  read: ReaderCall,
): readonly TreeNode[] {
  return files.map((file): TreeNode => {
    const generated = datasets.of(file.file);
    const description = file.loaded?.curriculum.description;
    return {
      id: file.file,
      label: file.name,
      description: file.place,
      tooltip: file.problem ?? [`**${file.name}**`, ...(description === undefined ? [] : [description])].join("\n\n"),
      ...(file.problem === undefined ? { icon: "mortar-board" } : { icon: "error", color: "list.errorForeground" }),
      context: [
        "curriculum",
        ...(generated ? ["generated"] : []),
        ...(file.loaded?.curriculum.variants ? ["swept"] : []),
      ].join("."),
      target: { kind: "curriculum", file: file.file },
      expanded: files.length === 1,
      children: () => contents(file, generated, read),
    };
  });
}

function contents(
  file: CurriculumFile,
  generated: GeneratedDataset | undefined,
  read: ReaderCall,
): readonly TreeNode[] {
  if (!file.loaded) {
    const id = commandId("openCurriculum");
    const command = { id, title: t("Open Curriculum File"), arguments: [file.file, file.problemPlace] };
    return [{ ...problemNode(file.file, file.problem ?? ""), command }];
  }
  if (generated) return datasetNodes(file.file, generated, read);
  const relations = relationsOf(file.loaded.curriculum);
  return [
    {
      id: `${file.file}/generate`,
      label: t("No dataset yet: generate it"),
      icon: "database",
      command: { id: commandId("generateDataset"), title: t("Generate Dataset"), arguments: [file.file] },
    },
    relationsNode(file.file, relations.length, () => relations.map((relation) => ({ relation, levels: [] }))),
  ];
}
