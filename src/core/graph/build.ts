import type { Curriculum } from "../curriculum/schema.ts";
import { FieldError } from "../errors.ts";
import { createRandom } from "../random.ts";
import { CompactGraph, NO_FACT, type FactTable, type ValuePools } from "./compact.ts";
import { drawCycle, drawMatching, drawValues, invert } from "./draw.ts";
import { createPeople, population, type PeopleSpec, type Range } from "./people.ts";
import { relationsOf } from "./select.ts";
import { readTripleGraph } from "./triples.ts";
import type { AttributeKind, Relation } from "./types.ts";
import { createValues } from "./values.ts";

/** The part of a curriculum that decides its graph. */
export type GraphSource = Pick<Curriculum, "graph" | "seed" | "sources">;

const uniqueKinds: ReadonlySet<AttributeKind> = new Set<AttributeKind>(["phone", "email"]);

/**
 * The curriculum's knowledge graph: that of its triple file, or a drawn one, in which every (person, relation, world) has exactly one object, nobody is related to themself,
 * and symmetric and inverse relations agree in both directions. World w is a pure function of spec, seed and w.
 * @throws UserError where the numbers of people do not allow it.
 */
export function buildGraph(source: GraphSource): CompactGraph {
  const relations = relationsOf(source);
  const { graph: spec, seed, sources } = source;
  if (sources?.triples) return readTripleGraph(sources.triples.path, sources.relations, relations);
  checkPopulations(spec.people, relations);
  const people = createPeople(spec.people, seed);
  const kinds = new Set(relations.flatMap(({ object }) => (object === "person" ? [] : [object])));
  const pools = createValues(kinds, spec.attributeValues, seed, sources?.values ?? {});
  const facts: FactTable = new Map(
    relations.map((relation) => [
      relation.name,
      Array.from({ length: relation.group === "parametric" ? 1 : spec.contextualWorlds }, (_, world) =>
        drawRow(relation, world, { spec: spec.people, seed, relations, size: people.length, pools }),
      ),
    ]),
  );
  orderLives(facts);
  const values = keepUsed(pools, relations, facts);
  return new CompactGraph({ relations, people, worlds: spec.contextualWorlds, values, loadFacts: () => facts });
}

interface Surroundings {
  readonly spec: PeopleSpec;
  readonly seed: number;
  readonly relations: readonly Relation[];
  readonly size: number;
  readonly pools: ValuePools;
}

function drawRow(relation: Relation, world: number, surroundings: Surroundings): Int32Array {
  const { spec, seed, relations, size, pools } = surroundings;
  const row = new Int32Array(size).fill(NO_FACT);
  const random = createRandom(seed, "facts", relation.name, world);
  const range = population(spec, relation.group);
  if (relation.object !== "person") {
    drawValues(row, range, pools[relation.object]!.length, uniqueKinds.has(relation.object), random);
  } else if (relation.inverse === relation.name) {
    drawMatching(row, range, random);
  } else {
    const inverse = inverseAmong(relation, relations);
    if (!inverse) {
      drawCycle(row, range, random);
    } else if (inverse.group === relation.group) {
      if (relations.indexOf(relation) < relations.indexOf(inverse)) drawCycle(row, range, random);
      else invert(drawRow(inverse, world, surroundings), range, row);
    } else {
      const { shared, own } = blocks(spec, relation);
      drawCycle(row, own, random);
      if (relation.group === "parametric") drawCycle(row, shared, random);
      else invert(drawRow(inverse, 0, surroundings), shared, row);
    }
  }
  return row;
}

/** Renumbers the values in the facts so that only those that are somebody's remain: each may cost a model a token. */
function keepUsed(pools: ValuePools, relations: readonly Relation[], facts: FactTable): ValuePools {
  const kept: Record<AttributeKind, readonly string[]> = {};
  for (const [kind, pool] of Object.entries(pools)) {
    const rows = relations.filter(({ object }) => object === kind).flatMap(({ name }) => facts.get(name)!);
    const used = [...new Set(rows.flatMap((row) => [...new Set(row)]))].filter((index) => index !== NO_FACT);
    used.sort((a, b) => a - b);
    kept[kind] = used.map((index) => pool[index]!);
    const numbers = new Int32Array(pool.length);
    used.forEach((index, number) => (numbers[index] = number));
    for (const row of rows) row.forEach((index, person) => (row[person] = numbers[index] ?? NO_FACT));
  }
  return kept;
}

/** Swaps the two dates of whoever would die before being born; the values of dates are in the order of time. */
function orderLives(facts: FactTable): void {
  const [births] = facts.get("birth_date") ?? [];
  const [deaths] = facts.get("died_on") ?? [];
  if (!births || !deaths) return;
  births.forEach((birth, person) => {
    births[person] = Math.min(birth, deaths[person]!);
    deaths[person] = Math.max(birth, deaths[person]!);
  });
}

/** A relation and its inverse hold among the shared people and, apart from them, among a group's own people. */
function blocks(spec: PeopleSpec, { group }: Relation): { shared: Range; own: Range } {
  const { shared, parametric, contextual } = spec;
  return {
    shared: { first: parametric - shared, count: shared },
    own:
      group === "parametric"
        ? { first: 0, count: parametric - shared }
        : { first: parametric, count: contextual - shared },
  };
}

/** The relation in the other direction, where it is another relation of the graph. */
function inverseAmong(relation: Relation, relations: readonly Relation[]): Relation | undefined {
  if (relation.inverse === relation.name) return undefined;
  return relations.find(({ name }) => name === relation.inverse);
}

function checkPopulations(spec: PeopleSpec, relations: readonly Relation[]): void {
  for (const relation of relations) {
    if (relation.object !== "person") continue;
    if (relation.inverse === relation.name && spec[relation.group] % 2 === 1) {
      throw new FieldError(
        `graph.people.${relation.group}`,
        `an odd number of people (${spec[relation.group]}) cannot be paired by the symmetric relation "${relation.name}"; use an even number.`,
      );
    }
    const inverse = inverseAmong(relation, relations);
    if (!inverse || inverse.group === relation.group) continue;
    const { shared, own } = blocks(spec, relation);
    if (shared.count === 1 || own.count === 1) {
      throw new FieldError(
        "graph.people.shared",
        `"${relation.name}" and its inverse cannot be assigned when a single person is ${shared.count === 1 ? "" : "not "}shared; change it by at least one.`,
      );
    }
  }
}
