import { levels, skills, type Level, type Skill } from "../../../src/core/dataset/types.ts";
import { groupBy } from "./group.ts";
import { questionsOf, type PathRow } from "./paths.ts";

/** What a path counts for: itself, or its questions. */
export type Weight = "paths" | "questions";

export const totalWeight = (rows: readonly PathRow[], weight: Weight): number =>
  weight === "paths" ? rows.length : rows.reduce((sum, row) => sum + questionsOf(row), 0);

export interface FlowSegment {
  readonly skill: Skill;
  readonly level: Level;
  readonly weight: number;
}

/** All paths with one relation at one hop. */
export interface FlowNode {
  /** From 0. */
  readonly hop: number;
  /** Position in the dataset's relations. */
  readonly relation: number;
  readonly name: string;
  readonly paths: readonly PathRow[];
  readonly weight: number;
  /** By skill, then from I.I.D. to zero-shot; empty ones are left out. */
  readonly segments: readonly FlowSegment[];
}

/** All paths of one skill that go from one relation at `hop` to another at the next. */
export interface FlowLink {
  readonly hop: number;
  readonly from: number;
  readonly to: number;
  readonly skill: Skill;
  readonly paths: readonly PathRow[];
  readonly weight: number;
}

export interface Flow {
  /** A column a hop, each in the order of the dataset's relations. */
  readonly columns: readonly (readonly FlowNode[])[];
  readonly links: readonly FlowLink[];
}

export const linkKey = ({ hop, from, to, skill }: Pick<FlowLink, "hop" | "from" | "to" | "skill">): string =>
  `${hop} ${from} ${to} ${skill}`;

/** Merges paths by the relation at each hop. @param hops number of columns. */
export function buildFlow(rows: readonly PathRow[], hops: number, weight: Weight): Flow {
  const columns = Array.from({ length: hops }, (_, hop) => column(rows, hop, weight));
  return { columns, links: flowLinks(rows, weight) };
}

function column(rows: readonly PathRow[], hop: number, weight: Weight): FlowNode[] {
  const byRelation = groupBy(
    rows.filter(({ relations }) => relations.length > hop),
    ({ relations }) => relations[hop]!,
  );
  return [...byRelation]
    .sort(([a], [b]) => a - b)
    .map(([relation, paths]) => ({
      hop,
      relation,
      name: paths[0]!.names[hop]!,
      paths,
      weight: totalWeight(paths, weight),
      segments: segments(paths, weight),
    }));
}

function segments(paths: readonly PathRow[], weight: Weight): FlowSegment[] {
  return skills.flatMap((skill) =>
    levels.flatMap((level) => {
      const own = paths.filter((row) => row.skill === skill && row.level === level);
      return own.length === 0 ? [] : [{ skill, level, weight: totalWeight(own, weight) }];
    }),
  );
}

/** The steps from hop to hop of all paths, those of the same ends and skill together. */
export function flowLinks(rows: readonly PathRow[], weight: Weight): FlowLink[] {
  const steps = rows.flatMap((path) =>
    path.relations.slice(1).map((to, hop) => ({ hop, from: path.relations[hop]!, to, skill: path.skill, path })),
  );
  return [...groupBy(steps, linkKey).values()].map((group) => {
    const { hop, from, to, skill } = group[0]!;
    const paths = group.map(({ path }) => path);
    return { hop, from, to, skill, paths, weight: totalWeight(paths, weight) };
  });
}
