import type { Relation } from "../../graph/types.ts";
import type { RelationLevels } from "../../paths/levels.ts";
import { skills, type Level, type RelationPath, type Skill, type Split } from "../types.ts";
import type { ImportedRecord } from "./normalize.ts";

interface SurveyedPath {
  readonly relations: readonly string[];
  readonly level: Level;
  readonly split: Split;
}

type PathFields = Pick<ImportedRecord, "relation_path" | "gen_type" | "split">;

/** The relation paths of imported records: what comes first of a path decides its level and its split. */
export class PathSurvey {
  readonly #paths = new Map<string, SurveyedPath>();

  add({ relation_path: relations, gen_type, split }: PathFields): void {
    const key = relations.join(" ");
    if (this.#paths.has(key)) return;
    this.#paths.set(key, { relations, level: relations.length === 1 ? "iid" : gen_type, split });
  }

  /** The paths that keep the rules, with the levels of relations that give theirs. */
  resolve(table: readonly Relation[]): SurveyedPaths {
    return new SurveyedPaths(this.#paths, new Map(table.map((relation) => [relation.name, relation])));
  }
}

export class SurveyedPaths {
  readonly levels: RelationLevels;
  /** In the order in which they came. */
  readonly paths: readonly RelationPath[];
  readonly #byKey: ReadonlyMap<string, RelationPath | string>;

  constructor(surveyed: ReadonlyMap<string, SurveyedPath>, table: ReadonlyMap<string, Relation>) {
    const known = [...surveyed].map(([key, path]) => ({ key, path, problem: formProblem(path.relations, table) }));
    const sound = known.flatMap(({ path, problem }) =>
      problem === undefined ? [{ ...path, skill: skillOf(path.relations, table) }] : [],
    );
    this.levels = Object.fromEntries(
      skills.map((skill) => [skill, relationLevels(sound.filter((path) => path.skill === skill))]),
    ) as unknown as RelationLevels;
    const counts: Record<Skill, number> = { mem: 0, ctx: 0, comp: 0 };
    this.#byKey = new Map(
      known.map(({ key, path, problem }): [string, RelationPath | string] => {
        if (problem !== undefined) return [key, problem];
        const skill = skillOf(path.relations, table);
        const level = levelOf(path.relations, this.levels[skill]);
        if (level !== path.level) return [key, `is ${path.level}, but its relations make its path ${level}`];
        const id = `${skill}-${String(counts[skill]++).padStart(4, "0")}`;
        const splits: readonly Split[] = level === "iid" ? ["train", "test"] : [path.split];
        return [key, { id, skill, level, relations: path.relations, splits }];
      }),
    );
    this.paths = [...this.#byKey.values()].filter((path) => typeof path !== "string");
  }

  /** The path of a record, or a phrase saying why it has none. */
  of({ relation_path: relations, gen_type, split }: PathFields): RelationPath | string {
    const path = this.#byKey.get(relations.join(" "))!;
    if (typeof path === "string") return path;
    if (relations.length > 1 && gen_type !== path.level) return `is ${gen_type}, but its path was ${path.level} before`;
    return path.splits.includes(split) ? path : `is in ${split}, but its path was in ${path.splits[0]!} before`;
  }
}

/** What keeps relations from being a path. */
function formProblem(relations: readonly string[], table: ReadonlyMap<string, Relation>): string | undefined {
  const unknown = relations.find((name) => !table.has(name));
  if (unknown !== undefined) return `has the unknown relation ${unknown}`;
  if (new Set(relations).size < relations.length) return "has a relation twice in its path";
  if (relations.slice(0, -1).some((name) => table.get(name)!.object !== "person"))
    return "goes on from a hop that leads to no person";
  const undone = relations.some((name, hop) => hop > 0 && table.get(name)!.inverse === relations[hop - 1]);
  return undone ? "goes back on its own hop" : undefined;
}

function skillOf(relations: readonly string[], table: ReadonlyMap<string, Relation>): Skill {
  const groups = new Set(relations.map((name) => table.get(name)!.group));
  if (groups.size > 1) return "comp";
  return groups.has("parametric") ? "mem" : "ctx";
}

/** Relations of composition paths are composition, others of I.I.D. paths I.I.D., those of zero-shot paths alone zero-shot. */
function relationLevels(paths: readonly SurveyedPath[]): ReadonlyMap<string, Level> {
  const levels = new Map<string, Level>();
  for (const wanted of ["composition", "iid", "zero-shot"] as const) {
    for (const { relations, level } of paths) {
      if (level !== wanted || relations.length === 1) continue;
      for (const name of relations) if (!levels.has(name)) levels.set(name, wanted);
    }
  }
  for (const { relations } of paths)
    for (const name of relations) if (!levels.has(name)) levels.set(name, "composition");
  return levels;
}

function levelOf(relations: readonly string[], levels: ReadonlyMap<string, Level>): Level {
  const present = new Set(relations.map((name) => levels.get(name)!));
  if (relations.length > 1 && present.has("zero-shot")) return "zero-shot";
  return relations.length === 1 || present.has("iid") ? "iid" : "composition";
}
