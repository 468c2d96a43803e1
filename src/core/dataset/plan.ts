import { setImmediate } from "node:timers/promises";
import type { Curriculum } from "../curriculum/schema.ts";
import { buildGraph } from "../graph/build.ts";
import type { CompactGraph } from "../graph/compact.ts";
import type { PeopleSpec } from "../graph/people.ts";
import { relationsOf } from "../graph/select.ts";
import { assignLevels, type RelationLevels } from "../paths/levels.ts";
import { samplePaths } from "../paths/sample.ts";
import { someoneWalks } from "../paths/walk.ts";
import { checkFeasible, checkKnown } from "./feasible.ts";
import { dataSpec, type DataSpec } from "./folder.ts";
import { planRecords } from "./import/plan-records.ts";
import type { Instance } from "./instances.ts";
import { drawTest, drawTraining, type QuestionSource } from "./questions.ts";
import { skills, type Skill, type Split } from "./types.ts";

/** All that a dataset holds but the wording of its contexts, in memory. */
export interface Plan extends QuestionSource {
  readonly relationLevels: RelationLevels;
  readonly instances: Readonly<Record<Split, Readonly<Record<Skill, readonly Instance[]>>>>;
}

/**
 * Draws everything. `onDrawn` is called now and then with the number of questions drawn so far.
 * @throws UserError where the curriculum asks for more than its graph can give.
 */
export async function planDataset(
  curriculum: Curriculum,
  onDrawn: (questions: number, label: string) => void,
  signal: AbortSignal | undefined,
): Promise<Plan> {
  const { seed } = curriculum;
  let drawn = 0;
  const pause = async (label: string): Promise<void> => {
    onDrawn(drawn, label);
    await setImmediate();
    signal?.throwIfAborted();
  };
  await pause("Building the knowledge graph");
  if (curriculum.sources?.records) {
    const planned = await planRecords(curriculum.sources.records, relationsOf(curriculum), signal);
    return { ...planned, spec: specOf(curriculum, planned.graph), seed };
  }
  const graph = buildGraph(curriculum);
  const spec = specOf(curriculum, graph);
  const relationLevels = assignLevels(graph.relations, spec.paths.levels, seed);
  // Whoever is drawn has all relations of their group; of triples, many a path leads nowhere.
  const canWalk = curriculum.sources?.triples && walkableIn(graph);
  const paths = samplePaths(graph.relations, spec.paths, relationLevels, seed, canWalk);
  const source: QuestionSource = { graph, paths, spec, seed };
  checkFeasible(source);
  const instances = { train: {}, test: {} } as Record<Split, Record<Skill, readonly Instance[]>>;
  for (const skill of skills) {
    await pause(`Drawing ${skill.toUpperCase()} questions`);
    instances.train[skill] = drawTraining(source, skill);
    instances.test[skill] = drawTest(source, skill);
    drawn += instances.train[skill].length + instances.test[skill].length;
  }
  checkKnown(source, relationLevels, instances.train);
  return { ...source, relationLevels, instances };
}

/** Whether anybody can follow a path; each is looked at once, however often it is drawn. */
function walkableIn(graph: CompactGraph): (path: readonly string[]) => boolean {
  const known = new Map<string, boolean>();
  return (path) => {
    const key = path.join(" ");
    const walkable = known.get(key) ?? someoneWalks(graph, path, 0);
    known.set(key, walkable);
    return walkable;
  };
}

function specOf(curriculum: Curriculum, graph: CompactGraph): DataSpec {
  const spec = dataSpec(curriculum);
  return { ...spec, graph: { ...spec.graph, people: countPeople(graph) } };
}

/** As the curriculum says, or as the facts of its file have it. */
function countPeople({ people }: CompactGraph): PeopleSpec {
  const count = (...groups: readonly ("parametric" | "contextual")[]): number =>
    people.filter((person) => groups.every((group) => person[group])).length;
  return {
    parametric: count("parametric"),
    contextual: count("contextual"),
    shared: count("parametric", "contextual"),
  };
}

/** How many questions a curriculum asks for. */
export function countQuestions({ questions, paths }: Curriculum): number {
  const levelsAsked = Object.values(paths.levels).filter((share) => share > 0).length;
  const training = skills.reduce((sum, skill) => sum + questions.train[skill], 0);
  return training + skills.length * levelsAsked * questions.test;
}
