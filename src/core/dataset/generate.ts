import { readdir, stat } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import type { Curriculum } from "../curriculum/schema.ts";
import { UserError } from "../errors.ts";
import { buildGraph } from "../graph/build.ts";
import { NO_FACT, type CompactGraph } from "../graph/compact.ts";
import { assignLevels, type RelationLevels } from "../paths/levels.ts";
import { samplePaths } from "../paths/sample.ts";
import { dataSpec, datasetFolder, datasetHash, generator } from "./folder.ts";
import type { Instance } from "./instances.ts";
import { checkFiles, readManifest } from "./manifest.ts";
import { checkContexts, drawTest, drawTraining, writeQuestions, type QuestionSource } from "./questions.ts";
import { levels, skills, splits, type DatasetManifest, type Level, type Skill, type Split } from "./types.ts";
import { DatasetWriter } from "./writer.ts";

export type OnProgress = (done: number, total: number, label: string) => void;

export interface GenerateOptions {
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
  /** The dataset's folder, in place of the one in `.curriculum/datasets`. */
  readonly out?: string;
}

/** Records between two reports of progress. */
const STRIDE = 2000;

/**
 * Writes a curriculum's dataset, or reuses the one that is there (`created` false). Until it is whole nothing stands at
 * its place.
 * @throws UserError where the graph cannot give what the curriculum asks for, or something else is in the way.
 */
export async function generateDataset(
  curriculum: Curriculum,
  name: string,
  root: string,
  options: GenerateOptions = {},
): Promise<{ folder: string; created: boolean }> {
  const folder = options.out ?? datasetFolder(curriculum, name, root);
  const hash = datasetHash(curriculum);
  if (await isThere(folder, hash)) return { folder, created: false };
  const plan = await planDataset(curriculum, options);
  const writer = await DatasetWriter.create(folder);
  try {
    await writeAll(writer, plan, options);
    const manifest = describe(plan, name, hash, writer);
    if (await writer.commit(manifest)) return { folder, created: true };
  } catch (error) {
    await writer.discard();
    throw error;
  }
  if (await isThere(folder, hash)) return { folder, created: false };
  throw new UserError(`${folder}: the dataset could not be moved here; see whether the folder may be written to.`);
}

/** Whether the whole dataset is there already. @throws UserError where something else is. */
async function isThere(folder: string, hash: string): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined);
  if (!found) return false;
  if (found.isDirectory() && (await readdir(folder)).length === 0) return false;
  const manifest = await readManifest(folder);
  if (manifest.hash !== hash) {
    throw new UserError(`${folder}: holds another dataset (${manifest.name}-${manifest.hash}); choose another folder.`);
  }
  await checkFiles(folder, manifest);
  return true;
}

interface Plan extends QuestionSource {
  readonly graph: CompactGraph;
  readonly relationLevels: RelationLevels;
  readonly instances: Readonly<Record<Split, Readonly<Record<Skill, readonly Instance[]>>>>;
}

/** Everything in memory; a curriculum that asks too much fails here, before a byte is written. */
async function planDataset(curriculum: Curriculum, { onProgress, signal }: GenerateOptions): Promise<Plan> {
  const { seed } = curriculum;
  const spec = dataSpec(curriculum);
  const steps = 1 + skills.length * splits.length;
  let done = 0;
  const pause = async (label: string): Promise<void> => {
    onProgress?.(done++, steps, label);
    await setImmediate();
    signal?.throwIfAborted();
  };
  await pause("Building the knowledge graph");
  const graph = buildGraph(spec.graph, seed);
  const relationLevels = assignLevels(graph.relations, spec.paths.levels, seed);
  const paths = samplePaths(graph.relations, spec.paths, relationLevels, seed);
  const source: QuestionSource = { graph, paths, spec, seed };
  checkContexts(source);
  const instances = { train: {}, test: {} } as Record<Split, Record<Skill, readonly Instance[]>>;
  for (const skill of skills) {
    await pause(`Drawing ${skill.toUpperCase()} training questions`);
    instances.train[skill] = drawTraining(source, skill);
    await pause(`Drawing ${skill.toUpperCase()} test questions`);
    instances.test[skill] = drawTest(source, skill);
  }
  return { ...source, relationLevels, instances };
}

async function writeAll(writer: DatasetWriter, plan: Plan, { onProgress, signal }: GenerateOptions): Promise<void> {
  const { graph, paths, instances } = plan;
  const cells = splits.flatMap((split) => skills.map((skill) => ({ split, skill, items: instances[split][skill] })));
  const rows = graph.relations.length * (1 + graph.worlds);
  const total = graph.people.length + rows + paths.length + cells.reduce((sum, { items }) => sum + items.length, 0);
  let done = 0;
  const reporting = (label: string) => (): void => {
    if (done++ % STRIDE > 0) return;
    signal?.throwIfAborted();
    onProgress?.(Math.min(done, total), total, label);
  };
  await writer.write("people.jsonl", graph.people, reporting("Writing people"));
  await writer.write("relations.jsonl", relationRecords(plan), reporting("Writing relations"));
  await writer.write("values.jsonl", valueRecords(graph), reporting("Writing values"));
  await writer.write("facts.jsonl", factRecords(graph), reporting("Writing facts"));
  await writer.write("paths.jsonl", paths, reporting("Writing paths"));
  for (const { split, skill, items } of cells) {
    const questions = writeQuestions(plan, skill, split, items);
    const label = `Writing ${skill.toUpperCase()} ${split} questions`;
    await writer.write(`questions/${skill}.${split}.jsonl`, questions, reporting(label));
  }
  signal?.throwIfAborted();
  onProgress?.(total, total, "Writing the manifest");
}

function relationRecords({ graph, relationLevels }: Plan): object[] {
  return graph.relations.map((relation) => {
    const own = skills.flatMap((skill) => {
      const level = relationLevels[skill].get(relation.name);
      return level ? [[skill, level] as const] : [];
    });
    return { ...relation, levels: Object.fromEntries(own) };
  });
}

function valueRecords({ values }: CompactGraph): object[] {
  return Object.entries(values).map(([kind, list]) => ({ kind, values: list }));
}

/** A record a relation and world (null: all worlds); objects by person id, null where the person lacks the relation. */
function* factRecords(graph: CompactGraph): Generator<object> {
  for (const { name, group } of graph.relations) {
    for (let world = 0; world < (group === "parametric" ? 1 : graph.worlds); world++) {
      const objects = Array.from(graph.row(name, world), (object) => (object === NO_FACT ? null : object));
      yield { relation: name, world: group === "parametric" ? null : world, objects };
    }
  }
}

function describe(plan: Plan, name: string, hash: string, writer: DatasetWriter): DatasetManifest {
  const { graph, paths, spec, seed, instances } = plan;
  const { people } = spec.graph;
  const inGroup = (group: string): number => graph.relations.filter((relation) => relation.group === group).length;
  const countLevels = (items: readonly { readonly level: Level }[]): Record<Level, number> =>
    tally(levels, (level) => items.filter((item) => item.level === level).length);
  return {
    formatVersion: 1,
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
      facts: inGroup("parametric") * people.parametric + inGroup("contextual") * people.contextual * graph.worlds,
      paths: tally(skills, (skill) => countLevels(paths.filter((path) => path.skill === skill))),
      questions: tally(splits, (split) =>
        tally(skills, (skill) => countLevels(instances[split][skill].map(({ path }) => path))),
      ),
    },
    files: writer.files,
  };
}

function tally<K extends string, V>(keys: readonly K[], value: (key: K) => V): Record<K, V> {
  return Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, V>;
}
