import { z } from "zod";
import { contextRoles, levels, skills, splits } from "../types.ts";

/** What each file's records must look like; the audit trusts nothing that was written. */
const index = z.int().min(0);
const level = z.enum(levels);
const wordings = z.array(z.string()).min(1);

export const personRecord = z.strictObject({
  id: index,
  name: z.string(),
  parametric: z.boolean(),
  contextual: z.boolean(),
});

export const relationRecord = z.strictObject({
  name: z.string(),
  group: z.enum(["parametric", "contextual"]),
  object: z.string(),
  inverse: z.string().exactOptional(),
  statements: wordings,
  questions: wordings,
  reference: z
    .strictObject({ noun: z.string(), clause: z.string(), relative: z.string().exactOptional() })
    .exactOptional(),
  levels: z.partialRecord(z.enum(skills), level),
});

export const valuesRecord = z.strictObject({ kind: z.string(), values: z.array(z.string()) });

export const factsRecord = z.strictObject({
  relation: z.string(),
  world: index.nullable(),
  objects: z.array(index.nullable()),
});

export const pathRecord = z.strictObject({
  id: z.string(),
  skill: z.enum(skills),
  level,
  relations: z.array(z.string()).min(1),
  splits: z.array(z.enum(splits)).min(1),
});

/** A schema for each of millions of names would take longer than reading them. */
const statedRelations = z.custom<string[]>(
  (value) => Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === "string"),
  "Invalid input: expected names of relations",
);

export const questionRecord = z.strictObject({
  id: z.string(),
  skill: z.enum(skills),
  level,
  split: z.enum(splits),
  path: z.string(),
  entities: z.array(index).min(1),
  world: index,
  context: z.array(
    z.strictObject({
      person: index,
      relations: statedRelations,
      role: z.enum(contextRoles),
    }),
  ),
  wording: index,
  answer: z.string(),
  verbatim: z
    .strictObject({ instruction: z.string(), question: z.string(), context: z.string(), answer_cot: z.string() })
    .exactOptional(),
});

export type RelationRecord = z.output<typeof relationRecord>;
export type PathRecord = z.output<typeof pathRecord>;
export type StoredQuestion = z.output<typeof questionRecord>;
