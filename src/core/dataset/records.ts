import { NO_FACT, type CompactGraph } from "../graph/compact.ts";
import { generator } from "./folder.ts";
import { formatVersion } from "./manifest.ts";
import type { Plan } from "./plan.ts";
import { levels, skills, splits, type DatasetFile, type DatasetManifest, type Level } from "./types.ts";

/** Relations with their wordings and their level in each skill. */
export function relationRecords({ graph, relationLevels }: Plan): object[] {
  return graph.relations.map((relation) => {
    const own = skills.flatMap((skill) => {
      const level = relationLevels[skill].get(relation.name);
      return level ? [[skill, level] as const] : [];
    });
    return { ...relation, levels: Object.fromEntries(own) };
  });
}

export function valueRecords({ values }: CompactGraph): object[] {
  return Object.entries(values).map(([kind, list]) => ({ kind, values: list }));
}

interface Row {
  readonly relation: string;
  /** null: all worlds. */
  readonly world: number | null;
  readonly objects: Int32Array;
}

/** A row a relation and world. */
function* rowsOf(graph: CompactGraph): Generator<Row> {
  for (const { name, group } of graph.relations) {
    for (let world = 0; world < (group === "parametric" ? 1 : graph.worlds); world++)
      yield { relation: name, world: group === "parametric" ? null : world, objects: graph.row(name, world) };
  }
}

/** Objects by person id, null where the person lacks the relation. */
export function* factRecords(graph: CompactGraph): Generator<object> {
  for (const row of rowsOf(graph))
    yield { ...row, objects: Array.from(row.objects, (object) => (object === NO_FACT ? null : object)) };
}

function countFacts(graph: CompactGraph): number {
  let facts = 0;
  for (const { objects } of rowsOf(graph)) for (const object of objects) if (object !== NO_FACT) facts++;
  return facts;
}

export function describe(plan: Plan, name: string, hash: string, files: readonly DatasetFile[]): DatasetManifest {
  const { graph, paths, spec, seed, instances } = plan;
  const { people } = spec.graph;
  const countLevels = (items: readonly { readonly level: Level }[]): Record<Level, number> =>
    tally(levels, (level) => items.filter((item) => item.level === level).length);
  return {
    formatVersion,
    name,
    hash,
    generator,
    seed,
    spec,
    counts: {
      people: graph.people.length,
      parametricPeople: people.parametric,
      contextualPeople: people.contextual,
      worlds: graph.worlds,
      relations: graph.relations.length,
      facts: countFacts(graph),
      paths: tally(skills, (skill) => countLevels(paths.filter((path) => path.skill === skill))),
      questions: tally(splits, (split) =>
        tally(skills, (skill) => countLevels(instances[split][skill].map(({ path }) => path))),
      ),
    },
    files,
  };
}

function tally<K extends string, V>(keys: readonly K[], value: (key: K) => V): Record<K, V> {
  return Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, V>;
}
