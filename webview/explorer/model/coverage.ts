import { t } from "@vscode/l10n";
import type { ExplorerRelation } from "../../../src/protocol/panels.ts";
import type { Passage } from "./filters.ts";
import { groupBy } from "./group.ts";
import type { PathRow } from "./paths.ts";

/** Where a relation, or a pair of relations, is covered. */
export type CoverageKind = "position" | "pair";

export interface CoverageCell {
  /** Position among the matrix' rows and columns. */
  readonly row: number;
  readonly column: number;
  readonly paths: readonly PathRow[];
  /** Paths that training asks for, and that the tests ask for. */
  readonly train: number;
  readonly test: number;
}

/** A relation, or a hop where it has no relation. */
export interface CoverageHeader {
  readonly label: string;
  readonly relation?: ExplorerRelation;
  /** From 0; absent: any. */
  readonly hop?: number;
}

export interface CoverageMatrix {
  readonly kind: CoverageKind;
  readonly rows: readonly CoverageHeader[];
  readonly columns: readonly CoverageHeader[];
  /** Those with a path, by row, then by column. */
  readonly cells: readonly CoverageCell[];
}

export type CoverageState = "none" | "train" | "test" | "both";

export function coverageState({ train, test }: Pick<CoverageCell, "train" | "test">): CoverageState {
  if (train > 0) return test > 0 ? "both" : "train";
  return test > 0 ? "test" : "none";
}

export const coverageNames: Readonly<Record<CoverageState, string>> = {
  both: t("in training and in tests"),
  train: t("in training only"),
  test: t("in tests only"),
  none: t("in no path"),
};

/** Paths by cell; a path counts once in a cell, however often it goes there. */
function cells(
  rows: readonly PathRow[],
  width: number,
  places: (row: PathRow) => readonly (readonly [row: number, column: number])[],
): CoverageCell[] {
  const entries = rows.flatMap((path) =>
    [...new Set(places(path).map(([row, column]) => row * width + column))].map((key) => ({ key, path })),
  );
  return [...groupBy(entries, ({ key }) => key)]
    .sort(([a], [b]) => a - b)
    .map(([key, group]) => {
      const paths = group.map(({ path }) => path);
      return {
        row: Math.floor(key / width),
        column: key % width,
        paths,
        train: paths.filter(({ questions }) => questions.train > 0).length,
        test: paths.filter(({ questions }) => questions.test > 0).length,
      };
    });
}

const header = (relation: ExplorerRelation): CoverageHeader => ({ label: relation.name, relation });

/** Relation × hop, and any hop in the last column. */
export function positionCoverage(
  paths: readonly PathRow[],
  relations: readonly ExplorerRelation[],
  hops: number,
): CoverageMatrix {
  const columns = Array.from({ length: hops }, (_, hop): CoverageHeader => ({ label: t("hop {0}", hop + 1), hop }));
  return {
    kind: "position",
    rows: relations.map(header),
    columns: [...columns, { label: t("any hop") }],
    cells: cells(paths, hops + 1, (path) =>
      path.relations.flatMap((relation, hop) => [[relation, hop] as const, [relation, hops] as const]),
    ),
  };
}

/** Relation × the relation of the next hop; the rows are the relations that lead to somebody. */
export function pairCoverage(paths: readonly PathRow[], relations: readonly ExplorerRelation[]): CoverageMatrix {
  const leading = relations.filter(({ object }) => object === "person");
  const rowOf = new Map(leading.map((relation, row) => [relations.indexOf(relation), row]));
  return {
    kind: "pair",
    rows: leading.map(header),
    columns: relations.map(header),
    cells: cells(paths, relations.length, (path) =>
      path.relations.slice(1).map((next, hop) => [rowOf.get(path.relations[hop]!)!, next] as const),
    ),
  };
}

/** What a click on a cell asks for. */
export function cellPassage(matrix: CoverageMatrix, row: number, column: number): Passage {
  const relation = matrix.rows[row]!.label;
  const { relation: next, hop } = matrix.columns[column]!;
  if (next !== undefined) return { relations: [relation, next.name] };
  return { relations: [relation], ...(hop === undefined ? {} : { hop }) };
}
