import { t } from "@vscode/l10n";
import type { ExplorerDataset, ExplorerPath, ExplorerRelation } from "../../../src/protocol/panels.ts";
import type { Group } from "../../../src/core/graph/types.ts";
import { levelNames, type Level, type Skill } from "../../../src/core/dataset/types.ts";
import { skillNames } from "../../shared/names.ts";

/** A path beside what every filter, order and drawing of it asks for. */
export interface PathRow extends ExplorerPath {
  /** Of its relations, first to last hop. */
  readonly names: readonly string[];
  /** What a search looks at: id and relations. */
  readonly text: string;
}

export const arrow = " → ";

/** The same dataset with its relations ordered by group, so that all views show parametric ones first. */
export function groupedRelations(dataset: ExplorerDataset): ExplorerDataset {
  const groups: readonly Group[] = ["parametric", "contextual"];
  const order = groups.flatMap((group) =>
    dataset.relations.flatMap((relation, position) => (relation.group === group ? [position] : [])),
  );
  const moved = new Map(order.map((from, to) => [from, to]));
  return {
    ...dataset,
    relations: order.map((position) => dataset.relations[position]!),
    paths: dataset.paths.map((path) => ({
      ...path,
      relations: path.relations.map((relation) => moved.get(relation)!),
    })),
  };
}

/** The paths with the names of their relations, in the order of the dataset. */
export function pathRows({ paths, relations }: ExplorerDataset): PathRow[] {
  return paths.map((path) => {
    const names = path.relations.map((relation) => relations[relation]!.name);
    return { ...path, names, text: `${path.id} ${names.join(arrow)}`.toLowerCase() };
  });
}

export const questionsOf = ({ questions }: ExplorerPath): number => questions.train + questions.test;

/** Hops of the longest path; 1 where there is none. */
export const longest = (rows: readonly ExplorerPath[]): number =>
  rows.reduce((most, { relations }) => Math.max(most, relations.length), 1);

/** Level of each hop's relation among the paths of a skill. */
const levelIn = (relation: ExplorerRelation, skill: Skill): Level | undefined => relation.levels[skill];

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : t("{0} and {1}", names.slice(0, -1).join(", "), names.at(-1)!);
}

/** Why a path has its level, in one sentence that names the relations which decide it. */
export function levelReason(path: PathRow, relations: readonly ExplorerRelation[]): string {
  const skill = skillNames[path.skill];
  if (path.relations.length === 1)
    return t("A single hop is the atomic fact itself: it is always trained, and asked of other people in the tests.");
  const deciding = path.names.filter((_, hop) => levelIn(relations[path.relations[hop]!]!, path.skill) === path.level);
  const one = deciding.length === 1;
  const what = [listed(deciding), levelNames[path.level], skill] as const;
  const single =
    path.level === "iid" ? t("{0} is an {1} relation of {2}", ...what) : t("{0} is a {1} relation of {2}", ...what);
  const which = one ? single : t("{0} are {1} relations of {2}", ...what);
  switch (path.level) {
    case "zero-shot":
      return one
        ? t("{0}: no {1} path with it occurs in training.", which, skill)
        : t("{0}: no {1} path with them occurs in training.", which, skill);
    case "iid":
      return t("{0}, and no relation is zero-shot: the path is trained, and the tests ask it of other people.", which);
    case "composition":
      return path.questions.train > 0
        ? t("All its relations are Composition relations of {0}; this path is one of those that are trained.", skill)
        : t(
            "All its relations are Composition relations of {0} and trained in other paths; this path is held out.",
            skill,
          );
  }
}
