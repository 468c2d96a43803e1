import type { Curriculum } from "../curriculum/schema.ts";
import type { Question } from "../dataset/types.ts";
import type { Relation } from "../graph/types.ts";

/** How many wordings are in use, and how many of them, the last ones, are kept from training. */
export type WordingSpec = Pick<Curriculum["questions"], "wordings" | "heldOutWordings">;

/** Whether the question is asked in a wording that no training question has. */
export function isNewWording(
  { wording }: Pick<Question, "wording">,
  { wordings, heldOutWordings }: WordingSpec,
): boolean {
  return wording >= wordings - heldOutWordings;
}

/** Which of a number of things to say it with are trained, or new. */
export interface Share {
  readonly first: number;
  /** At least 1. */
  readonly count: number;
}

/**
 * Divides the first `wordings` of `available` things as the spec divides wordings; where there are fewer, in proportion,
 * at least one held out and one trained. Where there is only one, it is both.
 */
export function shareOf(available: number, { wordings, heldOutWordings }: WordingSpec, isNew: boolean): Share {
  const used = Math.min(available, wordings);
  const inProportion = Math.round((heldOutWordings * used) / wordings);
  const heldOut = heldOutWordings === 0 ? 0 : Math.min(Math.max(inProportion, 1), used - 1);
  if (!isNew) return { first: 0, count: used - heldOut };
  return heldOut === 0 ? { first: used - 1, count: 1 } : { first: used - heldOut, count: heldOut };
}

/** The statement wordings that occur in training. */
export function trainedStatements({ statements }: Relation, spec: WordingSpec): readonly string[] {
  return statements.slice(0, shareOf(statements.length, spec, false).count);
}
