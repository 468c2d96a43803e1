import { levels } from "../../src/core/dataset/types.ts";
import type { EvaluationCell } from "../../src/core/runs/types.ts";
import { skillOrder } from "./names.ts";

/** Cells by skill, COMP first, each from I.I.D. to zero-shot; skills without cells are left out. */
export function orderedCells(cells: readonly EvaluationCell[]): EvaluationCell[][] {
  return skillOrder
    .map((skill) => levels.flatMap((level) => cells.filter((cell) => cell.skill === skill && cell.level === level)))
    .filter((group) => group.length > 0);
}

/** All k of pass@k in the cells, ascending. */
export function sampleCounts(cells: readonly EvaluationCell[]): number[] {
  const ks = new Set(cells.flatMap(({ passAtK }) => Object.keys(passAtK).map(Number)));
  return [...ks].sort((a, b) => a - b);
}
