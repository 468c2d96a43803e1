import type { Curriculum } from "../curriculum/schema.ts";
import { levels, skills, type Level, type Skill } from "../dataset/types.ts";
import type { Group, Relation } from "../graph/types.ts";
import { createRandom, type Random } from "../random.ts";

export type LevelShares = Curriculum["paths"]["levels"];

/** The level of each relation that occurs in a skill's paths. */
export type RelationLevels = Readonly<Record<Skill, ReadonlyMap<string, Level>>>;

const groups: readonly Group[] = ["parametric", "contextual"];

/** Person relations that stay out of a group's zero-shot set, so that training paths have hops to go by. */
const KEPT_PERSON_RELATIONS = 2;

/** The groups whose relations a skill's paths use. */
export function groupsOf(skill: Skill): readonly Group[] {
  if (skill === "comp") return groups;
  return [skill === "mem" ? "parametric" : "contextual"];
}

/**
 * Divides each skill's relations among the levels. Zero-shot relations of COMP are never zero-shot in MEM or CTX, since
 * they are to be known from atomic training; they are drawn from both groups in turn.
 */
export function assignLevels(relations: readonly Relation[], shares: LevelShares, seed: number): RelationLevels {
  const possible = possibleSkills(relations).includes("comp");
  const comp = divide(possible ? relations : [], shares, createRandom(seed, "levels", "comp"), new Set());
  const known = new Set([...comp].filter(([, level]) => level === "zero-shot").map(([name]) => name));
  const atomic = (skill: Skill): ReadonlyMap<string, Level> =>
    divide(
      relations.filter(({ group }) => groupsOf(skill).includes(group)),
      shares,
      createRandom(seed, "levels", skill),
      known,
    );
  return { mem: atomic("mem"), ctx: atomic("ctx"), comp };
}

function divide(
  relations: readonly Relation[],
  shares: LevelShares,
  random: Random,
  neverZeroShot: ReadonlySet<string>,
): ReadonlyMap<string, Level> {
  const counts = apportion(relations.length, shares);
  const zeroShot = pickZeroShot(relations, counts["zero-shot"], random, neverZeroShot);
  const rest = random.shuffle(relations.filter((relation) => !zeroShot.has(relation)));
  const iid = new Set(rest.slice(0, counts.iid));
  return new Map(
    relations.map((relation) => [
      relation.name,
      zeroShot.has(relation) ? "zero-shot" : iid.has(relation) ? "iid" : "composition",
    ]),
  );
}

/** Largest remainder; at least one zero-shot and one composition relation where their share is not 0. */
export function apportion(count: number, shares: LevelShares): Record<Level, number> {
  const result = { iid: 0, composition: 0, "zero-shot": 0 };
  for (const level of levels) result[level] = Math.floor(count * shares[level] + 1e-9);
  const byRemainder = levels.toSorted((a, b) => count * shares[b] - result[b] - (count * shares[a] - result[a]));
  let left = count - levels.reduce((sum, level) => sum + result[level], 0);
  for (const level of byRemainder) if (left > 0 && shares[level] > 0 && left--) result[level]++;
  for (const level of ["composition", "zero-shot"] as const) {
    const richest = levels.toSorted((a, b) => result[b] - result[a])[0]!;
    if (shares[level] > 0 && result[level] === 0 && result[richest] > 1) {
      result[richest]--;
      result[level]++;
    }
  }
  return result;
}

function pickZeroShot(
  relations: readonly Relation[],
  count: number,
  random: Random,
  never: ReadonlySet<string>,
): ReadonlySet<Relation> {
  const picked = new Set<Relation>();
  const queues = random.shuffle(groups).map((group) => {
    const own = relations.filter((relation) => relation.group === group);
    const personRelations = random.shuffle(own.filter(({ object }) => object === "person"));
    const kept = new Set(personRelations.slice(0, KEPT_PERSON_RELATIONS));
    return random.shuffle(own.filter((relation) => !kept.has(relation) && !never.has(relation.name)));
  });
  while (picked.size < count && queues.some((queue) => queue.length > 0)) {
    for (const queue of queues) {
      const relation = queue.pop();
      if (relation && picked.size < count) picked.add(relation);
    }
  }
  return picked;
}

/** Which skills the relations allow: COMP needs both groups. */
export function possibleSkills(relations: readonly Relation[]): Skill[] {
  return skills.filter((skill) => groupsOf(skill).every((group) => relations.some((r) => r.group === group)));
}
