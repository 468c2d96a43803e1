import { shareOf, type WordingSpec } from "../../language/wording.ts";
import type { Relation } from "../../graph/types.ts";
import type { Check } from "./check.ts";

/** A sentence states one relation; what is held out of training is not among what is in it. */
export function checkStatements(relations: readonly Relation[], spec: WordingSpec, own: Check, apart: Check): void {
  const statedBy = new Map<string, string>();
  for (const relation of relations) {
    const { name, statements } = relation;
    for (const wording of new Set(statements)) {
      const other = statedBy.get(wording);
      own.expect(other === undefined, () => `relations.jsonl: ${name} is stated as ${other ?? ""} is: "${wording}".`);
      statedBy.set(wording, name);
    }
    if (spec.heldOutWordings === 0 || statements.length < 2) continue;
    const trained = statementsIn(relation, spec, false);
    const both = statementsIn(relation, spec, true).find((wording) => trained.includes(wording));
    apart.expect(both === undefined, () => `relations.jsonl: ${name} is stated as "${both ?? ""}" in training too.`);
  }
}

/** The wordings in which a fact may be stated: those of training, or those held out of it. */
export function statementsIn({ statements }: Relation, spec: WordingSpec, isNew: boolean): readonly string[] {
  const { first, count } = shareOf(statements.length, spec, isNew);
  return statements.slice(first, first + count);
}
