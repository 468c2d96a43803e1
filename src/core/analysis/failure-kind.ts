import type { ParsedHop } from "../language/parse.ts";
import { hopOf } from "../language/parse.ts";
import type { AlignedHop } from "./align.ts";
import type { FailureKind } from "./types.ts";

/** Where an aligned chain fails first, and how. */
export interface Failure {
  /** Gold hops before it; all of them where each is stated. */
  readonly hop: number;
  readonly kind: FailureKind;
}

/**
 * The first failure of a chain that is known to be wrong.
 * @param distractors objects, as text, of the biographies that the question does not need
 */
export function firstFailure(rows: readonly AlignedHop[], distractors: ReadonlySet<string>): Failure {
  const first = rows.findIndex(({ gold, right }) => gold !== undefined && !right);
  if (first < 0) {
    const hops = rows.filter(({ gold }) => gold !== undefined).length;
    return { hop: hops, kind: rows.length > hops ? "extra" : "answer" };
  }
  const hop = rows.slice(0, first).filter(({ gold }) => gold !== undefined).length;
  const { gold, stated } = rows[first]!;
  if (typeof stated === "string") return { hop, kind: "malformed" };
  if (stated) return { hop, kind: kindOf(stated, hopOf(gold!), distractors) };
  return { hop, kind: rows.slice(first).some(({ right }) => right) ? "skipped" : "early-stop" };
}

/** What a wrong hop has in common with the one that is wanted, read from whichever of its ends has more. */
function kindOf(stated: ParsedHop, wanted: ParsedHop, distractors: ReadonlySet<string>): FailureKind {
  const { subject, relation, object, inverse } = stated;
  const readings = [
    stated,
    ...(inverse === undefined ? [] : [{ subject: object, relation: inverse, object: subject }]),
  ];
  const asAsked = readings.find((hop) => hop.subject === wanted.subject && hop.relation === wanted.relation);
  if (asAsked) return distractors.has(asAsked.object) ? "distractor" : "object";
  if (readings.some((hop) => hop.subject === wanted.subject)) return "relation";
  return relation === wanted.relation || inverse === wanted.relation ? "entity" : "unrelated";
}
