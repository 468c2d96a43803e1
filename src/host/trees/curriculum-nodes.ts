import { basename } from "node:path";
import { t } from "@vscode/l10n";
import { relationsOf } from "../../core/graph/select.ts";
import type { CurriculumFile } from "../data/curricula.ts";
import type { CurriculumDataset } from "../data/datasets.ts";
import { commandId } from "../ids.ts";
import type { ReaderCall } from "../reader/protocol.ts";
import { datasetNodes } from "./dataset-nodes.ts";
import { problemNode, type TreeNode } from "./node.ts";
import { relationsNode } from "./relation-nodes.ts";

/** What the tree may ask for; datasets are read when a row is expanded, never before. */
export interface Datasets {
  of(file: string): readonly CurriculumDataset[];
}

/** The rows of *Curriculum*: a row a file, below it what its world holds. */
export function curriculumNodes(
  files: readonly CurriculumFile[],
  datasets: Datasets,
  read: ReaderCall,
): readonly TreeNode[] {
  return files.map((file): TreeNode => {
    const own = datasets.of(file.file);
    const description = file.loaded?.curriculum.description;
    return {
      id: file.file,
      label: file.name,
      description: file.place,
      tooltip: file.problem ?? [`**${file.name}**`, ...(description === undefined ? [] : [description])].join("\n\n"),
      ...(file.problem === undefined ? { icon: "mortar-board" } : { icon: "error", color: "list.errorForeground" }),
      context: [
        "curriculum",
        ...(own.some(({ manifest }) => manifest) ? ["generated"] : []),
        ...(file.loaded?.curriculum.variants ? ["swept"] : []),
      ].join("."),
      target: { kind: "curriculum", file: file.file },
      expanded: files.length === 1,
      children: () => contents(file, own, read),
    };
  });
}

/** The row below which a dataset is shown: that of its file, or its own where the file has several. */
export function datasetRow(file: string, { folder, settings }: CurriculumDataset): string {
  return settings === "" ? file : `${file}/${basename(folder)}`;
}

function contents(file: CurriculumFile, datasets: readonly CurriculumDataset[], read: ReaderCall): readonly TreeNode[] {
  if (!file.loaded) {
    const id = commandId("openCurriculum");
    const command = { id, title: t("Open Curriculum File"), arguments: [file.file, file.problemPlace] };
    return [{ ...problemNode(file.file, file.problem ?? ""), command }];
  }
  const [only, ...others] = datasets;
  if (only && others.length > 0) return datasets.map((dataset) => sweptNode(file.file, dataset, read));
  if (only?.manifest) return datasetNodes(file.file, { ...only, manifest: only.manifest }, read);
  const relations = relationsOf(file.loaded.curriculum);
  return [
    { ...generateNode(file.file, file.file), label: t("No dataset yet: generate it") },
    relationsNode(file.file, relations.length, () => relations.map((relation) => ({ relation, levels: [] }))),
  ];
}

/** One of several datasets, by what is set in it. */
function sweptNode(file: string, dataset: CurriculumDataset, read: ReaderCall): TreeNode {
  const id = datasetRow(file, dataset);
  const { folder, settings, manifest } = dataset;
  if (!manifest) return { ...generateNode(id, file), label: settings, description: t("not generated yet") };
  return {
    id,
    label: settings,
    description: basename(folder),
    icon: "database",
    context: "dataset",
    target: { kind: "dataset", folder, focus: {} },
    children: () => datasetNodes(id, { folder, manifest }, read),
  };
}

function generateNode(id: string, file: string): Pick<TreeNode, "id" | "icon" | "command"> {
  const command = { id: commandId("generateDataset"), title: t("Generate Dataset"), arguments: [file] };
  return { id: `${id}/generate`, icon: "database", command };
}
