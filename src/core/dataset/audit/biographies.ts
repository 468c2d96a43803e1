import { joinStatements } from "../../language/statement.ts";
import { biographyOf } from "../biography.ts";
import type { DataSpec } from "../folder.ts";
import { Check } from "./check.ts";
import { readFacts, type Sayable } from "./sentences.ts";
import { statementsIn } from "./wordings.ts";
import { NONE, type WrittenGraph } from "./world.ts";

/**
 * Biographies to learn by heart, as text: a sentence for each parametric fact, worded as in training, and nothing else,
 * so no contextual fact. One version of each person is read, another one of the next person, so that all versions occur.
 */
export function checkBiographies(graph: WrittenGraph, spec: DataSpec): Check {
  const { versions } = spec.biographies;
  const which = versions === 1 ? "" : ` (one of the ${versions} versions of each)`;
  const check = new Check(`Biographies to learn by heart state each parametric fact and nothing else${which}`);
  const known = [...graph.relations.entries()].flatMap(([number, relation]) =>
    relation.group === "parametric" ? [{ number, relation }] : [],
  );
  for (const { id, name } of graph.people.filter(({ parametric }) => parametric)) {
    const facts = new Map<string, Sayable>();
    for (const { number, relation } of known) {
      const object = graph.written(id, number, 0);
      if (object === NONE) continue;
      const wordings = statementsIn(relation, spec.questions, false);
      facts.set(relation.name, { subject: name, object: graph.text(number, object) ?? "", wordings });
    }
    const version = id % versions;
    check.expect(statesAll(graph, id, version, spec, facts), () => {
      return `facts.jsonl: the biography of person ${id}, version ${version}, is not made of their ${facts.size} parametric facts.`;
    });
  }
  return check;
}

function statesAll(
  graph: WrittenGraph,
  person: number,
  version: number,
  spec: DataSpec,
  facts: ReadonlyMap<string, Sayable>,
): boolean {
  try {
    const said = biographyOf(graph, person, version, spec);
    const text = joinStatements(said);
    const inOrder = said.map(({ triple }) => facts.get(triple.relation)).filter((fact) => fact !== undefined);
    return (
      inOrder.length === facts.size && new Set(inOrder).size === facts.size && readFacts(text, inOrder) === text.length
    );
  } catch {
    return false;
  }
}
