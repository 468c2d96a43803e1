import type { Problem } from "../curriculum/problems.ts";
import { didYouMean, nearest } from "../curriculum/suggest.ts";
import type { RelationEntry, RelationFile } from "./relation-file.ts";
import { relations as paperRelations } from "./relations.ts";
import type { Relation } from "./types.ts";
import { drawnKinds } from "./values.ts";

/**
 * What a schema cannot say of a file of relations. `relations` are all that there are with it, the new ones perhaps
 * incomplete.
 */
export function relationFileProblems(
  file: RelationFile,
  relations: readonly Partial<Relation>[],
  drawn: boolean | undefined,
): Problem[] {
  const byName = new Map(relations.map((relation) => [relation.name!, relation]));
  const kinds = [...drawnKinds, ...Object.keys(file.values)];
  return [
    ...file.relations.flatMap((entry, index) => {
      const path = ["relations", index];
      if (file.relations.findIndex(({ name }) => name === entry.name) < index)
        return [{ path: [...path, "name"], message: `The relation "${entry.name}" is there twice: keep one.` }];
      const whole = byName.get(entry.name)!;
      return [
        ...missingFields(path, whole),
        ...wordingProblems(path, entry),
        ...inverseProblems(path, whole, byName),
        ...objectProblems(path, whole, kinds, drawn),
      ];
    }),
    ...sharedTexts(file.relations),
    ...valueProblems(file.values),
  ];
}

/** Warns of what two relations say alike: neither a reader nor the parser of chains could tell them apart. */
function sharedTexts(entries: readonly RelationEntry[]): Problem[] {
  const owners = new Map<string, string>();
  return entries.flatMap(({ name, object, statements = [], questions = [], reference }, index) => {
    const texts: readonly (readonly [at: readonly PropertyKey[], text: string, key: string])[] = [
      ...statements.map((text, i) => [["statements", i], text, `${object ?? ""} ${text}`] as const),
      ...questions.map((text, i) => [["questions", i], text, text] as const),
      ...Object.entries(reference ?? {}).map(([field, text]) => [["reference", field], text, text] as const),
    ];
    return texts.flatMap(([at, text, key]): Problem[] => {
      const owner = owners.get(key) ?? name;
      owners.set(key, owner);
      if (owner === name) return [];
      const message = `"${text}" is said of "${owner}" too: word one of them differently, or nobody can tell them apart.`;
      return [{ path: ["relations", index, ...at], message, severity: "warning" }];
    });
  });
}

const neededFields = ["group", "object", "statements", "questions"] as const;

function missingFields(path: readonly PropertyKey[], relation: Partial<Relation>): Problem[] {
  const missing = neededFields.filter((field) => relation[field] === undefined);
  if (missing.length === 0) return [];
  const name = relation.name!;
  const meant = nearest(
    name,
    paperRelations.map((known) => known.name),
  );
  const remedy = `a new relation gives group, object, statements and questions${meant === undefined ? "" : `; or did you mean "${meant}"?`}`;
  const message = `"${name}" lacks ${missing.join(", ")}: ${remedy}${meant === undefined ? "." : ""}`;
  return [{ path: [...path, "name"], message }];
}

/** A single line, neither empty nor with space around it. */
const plainLine = /^\S(?:.*\S)?$/;

function wordingProblems(path: readonly PropertyKey[], { statements, questions, reference }: RelationEntry): Problem[] {
  const check = (at: readonly PropertyKey[], text: string, slots: readonly string[], rule: RegExp, order: string) => {
    const line = plainLine.test(text) ? undefined : "must be one line without spaces around it";
    const problem = line ?? slotProblem(text, slots) ?? (rule.test(text) ? undefined : order);
    return problem === undefined ? [] : [{ path: [...path, ...at], message: `${JSON.stringify(text)} ${problem}.` }];
  };
  return [
    ...(statements ?? []).flatMap((text, i) =>
      check(["statements", i], text, ["{subject}", "{object}"], statementRule, statementOrder),
    ),
    ...(questions ?? []).flatMap((text, i) => check(["questions", i], text, ["{subject}"], anything, "")),
    ...(reference ? check(["reference", "noun"], reference.noun, [], anything, "") : []),
    ...(reference
      ? check(
          ["reference", "clause"],
          reference.clause,
          ["{subject}"],
          /\{subject\}$/,
          "must end in {subject}, so that clauses nest",
        )
      : []),
    ...(reference?.relative === undefined
      ? []
      : check(["reference", "relative"], reference.relative, ["{subject}"], anything, "")),
  ];
}

const anything = /^/;
const statementRule = /\{subject\}[^]*\{object\}(?!\w)/;
const statementOrder = "must name {subject} before {object}";

/** Each of the slots once, no other ones; {a} stands for the article of the object alone. */
function slotProblem(text: string, slots: readonly string[]): string | undefined {
  const found = text.match(/\{[^{}]*\}/g) ?? [];
  for (const slot of slots) {
    const count = found.filter((one) => one === slot).length;
    if (count !== 1) return `must hold ${slot} once, and holds it ${count === 0 ? "not at all" : `${count} times`}`;
  }
  const allowed = slots.includes("{object}") && text.includes("{a} {object}") ? [...slots, "{a}"] : slots;
  const other = found.find((one) => !allowed.includes(one));
  if (other === "{a}") return "may hold {a} right before {object} alone";
  if (other === undefined) return undefined;
  return slots.length === 0
    ? `holds ${other}, and is to hold no slot`
    : `has the unknown slot ${other}: known are ${slots.join(" and ")}`;
}

function inverseProblems(
  path: readonly PropertyKey[],
  { name, inverse, object, group }: Partial<Relation>,
  byName: ReadonlyMap<string, Partial<Relation>>,
): Problem[] {
  if (inverse === undefined) return [];
  const here = [...path, "inverse"];
  const back = byName.get(inverse);
  if (object !== "person")
    return [{ path: here, message: `"${name}" leads to no person, so it has no inverse: drop it.` }];
  if (!back) {
    const known = [...byName].filter(([, other]) => other.object === "person").map(([other]) => other);
    return [
      { path: here, message: `The inverse of "${name}", "${inverse}", is no relation: ${didYouMean(inverse, known)}` },
    ];
  }
  if (back.inverse !== name) {
    const message = `The inverse of "${name}" is "${inverse}", but that of "${inverse}" is ${back.inverse === undefined ? "missing" : `"${back.inverse}"`}: each must name the other.`;
    return [{ path: here, message }];
  }
  if (inverse === name || back.group !== group) return [];
  const message = `"${name}" and its inverse "${inverse}" are both ${group}: a hop and its way back are then known from the same place, which the paper avoids.`;
  return [{ path: here, message, severity: "warning" }];
}

function objectProblems(
  path: readonly PropertyKey[],
  { name, object, reference }: Partial<Relation>,
  kinds: readonly string[],
  drawn: boolean | undefined,
): Problem[] {
  if (object === undefined) return [];
  if (object === "person") {
    if (reference) return [];
    const message = `"${name}" leads to a person and lacks reference: say how a question speaks of them, as { "noun": "boss", "clause": "the person who supervises {subject}" }.`;
    return [{ path: [...path, "reference"], message }];
  }
  if (kinds.includes(object) || drawn === false) return [];
  const message = `There are no values of the kind "${object}": list them under values.${object}${drawn ? "" : ", unless a graph.tripleFile brings them"}; ${didYouMean(object, ["person", ...kinds])}`;
  return [{ path: [...path, "object"], message, severity: drawn ? "error" : "warning" }];
}

function valueProblems(values: RelationFile["values"]): Problem[] {
  return Object.entries(values).flatMap(([kind, list]): Problem[] => {
    if (kind === "person")
      return [{ path: ["values", kind], message: "People are no values: they have names of their own.", atName: true }];
    const seen = new Set<string>();
    return list.flatMap((value, index): Problem[] => {
      const path = ["values", kind, index];
      if (!plainLine.test(value))
        return [{ path, message: `${JSON.stringify(value)} must be one line without spaces around it.` }];
      if (seen.has(value)) return [{ path, message: `"${value}" is there twice: keep one.` }];
      seen.add(value);
      return [];
    });
  });
}
