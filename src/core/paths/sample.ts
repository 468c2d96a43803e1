import type { Curriculum } from "../curriculum/schema.ts";
import { skills, type Level, type RelationPath, type Skill, type Split } from "../dataset/types.ts";
import type { Relation } from "../graph/types.ts";
import { createRandom, type Random } from "../random.ts";
import { groupsOf, type RelationLevels } from "./levels.ts";

export type PathSpec = Curriculum["paths"];

/**
 * Relation paths of each skill: single hops of MEM and CTX, then draws as in the paper, without duplicates. All but the
 * last hop are person relations; no relation occurs twice, and no hop undoes the one before it. In COMP at least one
 * hop is parametric and one contextual. @param canWalk whether facts lead somebody along a path; complete graphs need no
 * such look
 */
export function samplePaths(
  relations: readonly Relation[],
  spec: PathSpec,
  levels: RelationLevels,
  seed: number,
  canWalk: CanWalk = () => true,
): RelationPath[] {
  return skills.flatMap((skill) => {
    const usable = relations.filter(({ group }) => groupsOf(skill).includes(group));
    const singles = skill === "comp" ? [] : usable.map((relation) => [relation]);
    const multi = drawDistinct({ usable, skill, canWalk }, spec, createRandom(seed, "paths", skill));
    return label([...singles, ...multi], skill, levels, seed);
  });
}

type CanWalk = (relations: readonly string[]) => boolean;

interface Ways {
  readonly usable: readonly Relation[];
  readonly skill: Skill;
  readonly canWalk: CanWalk;
}

/** How often a path that nobody can walk is drawn anew. */
const patience = 100;

function drawDistinct(ways: Ways, spec: PathSpec, random: Random): Relation[][] {
  const weights = Object.entries(spec.hops).map(([hops, weight]) => ({ hops: Number(hops), weight }));
  const total = weights.reduce((sum, { weight }) => sum + weight, 0);
  const distinct = new Map<string, Relation[]>();
  for (let draw = 0; draw < spec.draws[ways.skill]; draw++) {
    let mark = random.float() * total;
    const { hops } = weights.find(({ weight }) => (mark -= weight) < 0) ?? weights.at(-1)!;
    const path = drawWalkable(ways, hops, random);
    if (path) distinct.set(path.map(({ name }) => name).join(" "), path);
  }
  return [...distinct.values()];
}

function drawWalkable({ usable, skill, canWalk }: Ways, hops: number, random: Random): Relation[] | undefined {
  for (let attempt = 0; attempt < patience; attempt++) {
    const path = drawPath(usable, skill, hops, random);
    if (!path || canWalk(path.map(({ name }) => name))) return path;
  }
  return undefined;
}

/** One path, or undefined where the draw leads nowhere. */
function drawPath(usable: readonly Relation[], skill: Skill, hops: number, random: Random): Relation[] | undefined {
  const personRelations = usable.filter(({ object }) => object === "person");
  if (personRelations.length < hops - 1) return undefined;
  const path = random.sample(personRelations, hops - 1);
  const missing = skill === "comp" && new Set(path.map(({ group }) => group)).size === 1 ? path[0]!.group : undefined;
  const lasts = usable.filter((relation) => !path.includes(relation) && relation.group !== missing);
  if (lasts.length === 0) return undefined;
  path.push(random.pick(lasts));
  return path.some((relation, hop) => relation.inverse === path[hop - 1]?.name && hop > 0) ? undefined : path;
}

function label(
  paths: readonly (readonly Relation[])[],
  skill: Skill,
  levels: RelationLevels,
  seed: number,
): RelationPath[] {
  const digits = Math.max(4, String(paths.length).length);
  const labelled = paths.map((path, index) => ({
    id: `${skill}-${String(index).padStart(digits, "0")}`,
    skill,
    level: levelOf(path, levels[skill]),
    relations: path.map(({ name }) => name),
  }));
  const trained = composedInTraining(labelled, createRandom(seed, "paths", skill, "composition"));
  return labelled.map((path) => ({ ...path, splits: splitsOf(path, trained) }));
}

/**
 * A single hop is the atomic fact itself and always I.I.D.: every relation is asked for in atomic training, so that a
 * zero-shot one is new only as a hop among others.
 */
function levelOf(path: readonly Relation[], levels: ReadonlyMap<string, Level>): Level {
  if (path.length === 1) return "iid";
  const present = new Set(path.map(({ name }) => levels.get(name)!));
  if (present.has("zero-shot")) return "zero-shot";
  return present.has("iid") ? "iid" : "composition";
}

type UnsplitPath = Omit<RelationPath, "splits">;

/** Half of the composition paths of each length; where their number is odd, the test set has one more. */
function composedInTraining(paths: readonly UnsplitPath[], random: Random): ReadonlySet<string> {
  const shuffled = random.shuffle(paths.filter(({ level }) => level === "composition"));
  const byLength = shuffled.toSorted((a, b) => a.relations.length - b.relations.length);
  return new Set(byLength.filter((_, index) => index % 2 === 1).map(({ id }) => id));
}

function splitsOf(path: UnsplitPath, trained: ReadonlySet<string>): readonly Split[] {
  if (path.level === "iid") return ["train", "test"];
  return path.level === "composition" && trained.has(path.id) ? ["train"] : ["test"];
}
