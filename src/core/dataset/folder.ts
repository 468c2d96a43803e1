import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Curriculum } from "../curriculum/schema.ts";
import { relationsOf } from "../graph/select.ts";
import { sortKeys } from "../sort-keys.ts";
import type { Skill, Split } from "./types.ts";

/** The parts of a curriculum that decide its data, every default and the relations written out. */
export type DataSpec = Pick<Curriculum, "graph" | "paths" | "questions" | "biographies">;

/** Changes whenever the same curriculum would give other bytes. */
export const generator = "reasoning-curriculum/3";

export function dataSpec(curriculum: Curriculum): DataSpec {
  const { graph, paths, questions, biographies } = curriculum;
  const relations = relationsOf(curriculum).map(({ name }) => name);
  return sortKeys({ graph: { ...graph, relations }, paths, questions, biographies });
}

/** 12 hex digits over everything that decides the data: same hash, same bytes. */
export function datasetHash(curriculum: Curriculum): string {
  return digestOf({ ...identityOf(curriculum), seed: curriculum.seed });
}

/** The same for datasets that differ in their seed alone. */
export function datasetSpecHash(curriculum: Curriculum): string {
  return digestOf(identityOf(curriculum));
}

function identityOf(curriculum: Curriculum): object {
  const { sources } = curriculum;
  const files = sources && {
    values: sources.values,
    triples: sources.triples?.sha256,
    records: sources.records?.sha256,
  };
  return { generator, spec: dataSpec(curriculum), relations: relationsOf(curriculum), files };
}

function digestOf(identity: object): string {
  return createHash("sha256")
    .update(JSON.stringify(sortKeys(identity)))
    .digest("hex")
    .slice(0, 12);
}

/** Where a curriculum's dataset lives; `root` is the folder of the curriculum's file. */
export function datasetFolder(curriculum: Curriculum, name: string, root: string): string {
  return join(root, ".curriculum", "datasets", `${name}-${datasetHash(curriculum)}`);
}

/** Where the questions of a skill and split, and their index, stand in a dataset's folder; with slashes. */
export function questionFile(skill: Skill, split: Split, kind: "jsonl" | "index"): string {
  return `questions/${skill}.${split}.${kind}`;
}
