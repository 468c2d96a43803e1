import { relations as allRelations } from "../../core/graph/relations.ts";
import type { Group, Person, Relation } from "../../core/graph/types.ts";
import type { Dataset } from "../../core/dataset/open.ts";
import {
  levels,
  skills,
  splits,
  type Level,
  type RelationPath,
  type Skill,
  type Split,
} from "../../core/dataset/types.ts";
import type { CurriculumFile } from "../data/curricula.ts";
import type { GeneratedDataset } from "../data/datasets.ts";
import { levelsOf } from "../documents/relation-levels.ts";
import { commandId, groupSkills, skillColors } from "../ids.ts";
import { levelNames } from "../runs/view.ts";
import { paged, thousands, type TreeNode } from "./node.ts";

const groups: readonly Group[] = ["parametric", "contextual"];

/** What the tree may ask for; opening happens when a row is expanded, never before. */
export interface Datasets {
  of(file: string): GeneratedDataset | undefined;
  open(folder: string): Promise<Dataset>;
}

/** The rows of *Curriculum*: a row a file, below it what its world holds. */
export function curriculumNodes(files: readonly CurriculumFile[], datasets: Datasets): readonly TreeNode[] {
  return files.map((file): TreeNode => {
    const generated = datasets.of(file.file);
    const description = file.loaded?.curriculum.description;
    return {
      id: `curriculum:${file.file}`,
      label: file.name,
      description: file.place,
      tooltip: file.problem ?? [`**${file.name}**`, ...(description === undefined ? [] : [description])].join("\n\n"),
      ...(file.problem === undefined ? { icon: "mortar-board" } : { icon: "error", color: "list.errorForeground" }),
      context: generated ? "curriculum.generated" : "curriculum",
      target: { kind: "curriculum", file: file.file },
      expanded: files.length === 1,
      children: () => contents(file, generated, datasets),
    };
  });
}

function contents(
  file: CurriculumFile,
  generated: GeneratedDataset | undefined,
  datasets: Datasets,
): readonly TreeNode[] {
  if (!file.loaded) {
    return [
      {
        id: `${file.file}/problem`,
        label: file.problem ?? "",
        icon: "error",
        color: "list.errorForeground",
        command: { id: commandId("openCurriculum"), title: "Open Curriculum File", arguments: [file.file] },
      },
    ];
  }
  if (generated) return datasetNodes(file.file, generated, () => datasets.open(generated.folder));
  const names = file.loaded.curriculum.graph.relations;
  const relations = names ? allRelations.filter(({ name }) => names.includes(name)) : allRelations;
  return [
    {
      id: `${file.file}/generate`,
      label: "No dataset yet: generate it",
      icon: "database",
      command: { id: commandId("generateDataset"), title: "Generate Dataset", arguments: [file.file] },
    },
    relationsNode(file.file, relations, () => []),
  ];
}

function datasetNodes(
  id: string,
  { manifest, folder }: GeneratedDataset,
  open: () => Promise<Dataset>,
): readonly TreeNode[] {
  const { counts } = manifest;
  const pathCount = skills.reduce((sum, skill) => sum + total(counts.paths[skill]), 0);
  return [
    {
      id: `${id}/relations`,
      label: "Relations",
      description: thousands(counts.relations),
      icon: "link",
      children: async () => {
        const dataset = await open();
        return relationGroups(`${id}/relations`, dataset.graph.relations, (relation) =>
          levelsOf(relation.name, dataset),
        );
      },
    },
    {
      id: `${id}/people`,
      label: "People",
      description: thousands(counts.people),
      icon: "organization",
      children: async () => peopleNodes(`${id}/people`, folder, (await open()).graph.people),
    },
    {
      id: `${id}/paths`,
      label: "Relation paths",
      description: thousands(pathCount),
      icon: "type-hierarchy",
      children: () =>
        skills.map((skill) => pathSkillNode(`${id}/paths/${skill}`, folder, skill, counts.paths[skill], open)),
    },
    ...splits.map((split) => splitNode(`${id}/${split}`, folder, split, counts.questions[split])),
  ];
}

type RelationLevels = readonly { readonly skill: Skill; readonly level: Level }[];

function relationsNode(
  id: string,
  relations: readonly Relation[],
  levelsFor: (relation: Relation) => RelationLevels,
): TreeNode {
  return {
    id: `${id}/relations`,
    label: "Relations",
    description: thousands(relations.length),
    icon: "link",
    children: () => relationGroups(`${id}/relations`, relations, levelsFor),
  };
}

function relationGroups(
  id: string,
  relations: readonly Relation[],
  levelsFor: (relation: Relation) => RelationLevels,
): readonly TreeNode[] {
  return groups.map((group) => {
    const members = relations.filter((relation) => relation.group === group);
    return {
      id: `${id}/${group}`,
      label: group === "parametric" ? "Parametric" : "Contextual",
      description: `${members.length} · known from the ${group === "parametric" ? "weights" : "prompt"}`,
      icon: "circle-filled",
      color: skillColors[groupSkills[group]],
      children: () =>
        members
          .map((relation) => relationNode(id, relation, levelsFor(relation)))
          .sort((a, b) => levelRank(a.description) - levelRank(b.description)),
    };
  });
}

/** Rows of one group stay together by level: I.I.D., then Composition, then Zero-shot. */
function levelRank(description = ""): number {
  return Object.values(levelNames).findIndex((name) => description.includes(name));
}

function relationNode(id: string, relation: Relation, held: RelationLevels): TreeNode {
  const levelText = held.map(({ skill, level }) => `${skill.toUpperCase()} ${levelNames[level]}`).join(" · ");
  return {
    id: `${id}/relation/${relation.name}`,
    label: relation.name,
    description: levelText === "" ? (relation.object === "person" ? "person" : relation.object) : levelText,
    tooltip: [
      `**${relation.name}**: person → ${relation.object}, ${relation.group}`,
      ...(relation.inverse === undefined
        ? []
        : [relation.inverse === relation.name ? "symmetric" : `inverse of ${relation.inverse}`]),
      ...relation.statements.map((wording) => `- ${wording}`),
    ].join("\n\n"),
    icon: relation.object === "person" ? "person" : "tag",
  };
}

function peopleNodes(id: string, folder: string, people: readonly Person[]): readonly TreeNode[] {
  const byName = people.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const row = (person: Person): TreeNode => ({
    id: `${id}/person/${person.id}`,
    label: person.name,
    description: person.parametric && person.contextual ? "both" : person.parametric ? "parametric" : "contextual",
    icon: "person",
    command: { id: commandId("openBiography"), title: "Open Biography", arguments: [folder, person.id] },
  });
  return paged(id, byName, row, ({ name }) => name);
}

function pathSkillNode(
  id: string,
  folder: string,
  skill: Skill,
  counts: Readonly<Record<Level, number>>,
  open: () => Promise<Dataset>,
): TreeNode {
  const ofLevel = async (level: Level): Promise<readonly TreeNode[]> => {
    const paths = [...(await open()).paths.values()].filter((path) => path.skill === skill && path.level === level);
    return paged(
      `${id}/${level}`,
      paths,
      (path) => pathNode(id, folder, path),
      ({ id: pathId }) => pathId,
    );
  };
  return {
    id,
    label: skill.toUpperCase(),
    description: thousands(total(counts)),
    icon: "circle-filled",
    color: skillColors[skill],
    children: () =>
      levels.map((level) => ({
        id: `${id}/${level}`,
        label: levelNames[level],
        description: thousands(counts[level]),
        ...(counts[level] === 0 ? {} : { children: () => ofLevel(level) }),
      })),
  };
}

function pathNode(id: string, folder: string, path: RelationPath): TreeNode {
  return {
    id: `${id}/${path.id}`,
    label: path.relations.join(" → "),
    description: `${path.id} · ${path.splits.join(", ")}`,
    icon: "arrow-right",
    command: {
      id: commandId("findQuestion"),
      title: "Find Question",
      arguments: [folder, { skill: path.skill, split: path.splits.at(-1), level: path.level, text: path.id }],
    },
  };
}

function splitNode(
  id: string,
  folder: string,
  split: Split,
  counts: Readonly<Record<Skill, Readonly<Record<Level, number>>>>,
): TreeNode {
  const level = (skill: Skill) => (level: Level) => ({
    id: `${id}/${skill}/${level}`,
    label: levelNames[level],
    description: thousands(counts[skill][level]),
    ...(counts[skill][level] === 0
      ? {}
      : {
          icon: "search",
          command: {
            id: commandId("findQuestion"),
            title: "Find Question",
            arguments: [folder, { skill, split, level }],
          },
        }),
  });
  return {
    id,
    label: split === "train" ? "Training questions" : "Test questions",
    description: thousands(skills.reduce((sum, skill) => sum + total(counts[skill]), 0)),
    icon: split === "train" ? "book" : "beaker",
    children: () =>
      skills.map((skill) => ({
        id: `${id}/${skill}`,
        label: skill.toUpperCase(),
        description: thousands(total(counts[skill])),
        icon: "circle-filled",
        color: skillColors[skill],
        children: () => levels.map(level(skill)),
      })),
  };
}

function total(counts: Readonly<Record<Level, number>>): number {
  return levels.reduce((sum, level) => sum + counts[level], 0);
}
