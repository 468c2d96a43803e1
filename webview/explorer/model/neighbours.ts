import type { PathRow } from "./paths.ts";

/** How a path is near another: the same hops in another order, one hop other, or one hop more or less. */
export type Kinship = "reordered" | "replaced" | "longer" | "shorter";

export interface Neighbour {
  readonly path: PathRow;
  readonly kinship: Kinship;
}

type Hops = readonly number[];

/** Whether `longer` without one of its hops is `shorter`. */
function isOneMore(longer: Hops, shorter: Hops): boolean {
  if (longer.length !== shorter.length + 1) return false;
  const same = shorter.findIndex((relation, hop) => relation !== longer[hop]);
  const from = same < 0 ? shorter.length : same;
  return shorter.slice(from).every((relation, offset) => relation === longer[from + 1 + offset]);
}

function kinship(a: Hops, b: Hops): Kinship | undefined {
  if (isOneMore(b, a)) return "longer";
  if (isOneMore(a, b)) return "shorter";
  if (a.length !== b.length) return undefined;
  const differing = a.filter((relation, hop) => relation !== b[hop]).length;
  if (differing === 0) return undefined;
  if (differing === 1) return "replaced";
  return a.toSorted().join() === b.toSorted().join() ? "reordered" : undefined;
}

/** The paths next to one: those of its skill first, and of these the trained ones, from which it could be learned. */
export function neighbours(path: PathRow, rows: readonly PathRow[]): Neighbour[] {
  const distance = (other: PathRow) => 2 * Number(other.skill !== path.skill) + Number(other.questions.train === 0);
  return rows
    .flatMap((other): Neighbour[] => {
      const kind = kinship(path.relations, other.relations);
      return kind === undefined ? [] : [{ path: other, kinship: kind }];
    })
    .sort((a, b) => distance(a.path) - distance(b.path));
}
