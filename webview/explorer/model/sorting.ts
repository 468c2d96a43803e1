import { levels, skills } from "../../../src/core/dataset/types.ts";
import { share, type Shade } from "./accuracy.ts";
import type { PathRow } from "./paths.ts";

export type Column = "id" | "relations" | "hops" | "skill" | "level" | "train" | "test";

/** By a column of the dataset, or by the accuracy of a run. */
export interface Order {
  readonly by: Column | { readonly runId: string };
  readonly descending: boolean;
}

type Key = string | number;

const keys: Readonly<Record<Column, (row: PathRow) => Key>> = {
  id: ({ id }) => id,
  relations: ({ names }) => names.join(" "),
  hops: ({ relations }) => relations.length,
  skill: ({ skill }) => skills.indexOf(skill),
  level: ({ level }) => levels.indexOf(level),
  train: ({ questions }) => questions.train,
  test: ({ questions }) => questions.test,
};

export function pathShare({ id }: PathRow, { accuracies, measure }: Shade): number | undefined {
  const accuracy = accuracies.get(id);
  return accuracy && share({ questions: accuracy.questions, right: accuracy[measure] });
}

const compare = (a: Key, b: Key): number => (a < b ? -1 : a > b ? 1 : 0);

/** The paths in an order; equal ones stay in theirs, and those that a run was not asked come last. */
export function sortPaths(
  rows: readonly PathRow[],
  { by, descending }: Order,
  shades: readonly Shade[],
): readonly PathRow[] {
  const sign = descending ? -1 : 1;
  if (typeof by === "string") {
    const key = keys[by];
    return rows.toSorted((a, b) => sign * compare(key(a), key(b)));
  }
  const shade = shades.find(({ runId }) => runId === by.runId);
  if (shade === undefined) return rows;
  const shares = new Map(rows.map((row) => [row, pathShare(row, shade)]));
  return rows.toSorted((a, b) => {
    const [left, right] = [shares.get(a), shares.get(b)];
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
    return sign * (left - right);
  });
}
