import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../errors.ts";
import { levels, skills, splits, type DatasetManifest } from "./types.ts";

const count = z.int().min(0);
const byLevel = z.record(z.enum(levels), count);
const bySkill = z.record(z.enum(skills), byLevel);

const manifestSchema = z.object({
  formatVersion: z.literal(1),
  name: z.string(),
  hash: z.string(),
  generator: z.string(),
  seed: count,
  spec: z.unknown(),
  counts: z.object({
    people: count,
    parametricPeople: count,
    contextualPeople: count,
    worlds: count,
    relations: count,
    facts: count,
    paths: bySkill,
    questions: z.record(z.enum(splits), bySkill),
  }),
  files: z.array(z.object({ path: z.string(), records: count, bytes: count, sha256: z.string() })),
});

const remedy = "delete the folder and generate the dataset again";

/** @throws UserError where the folder is no dataset or its manifest is damaged. */
export async function readManifest(folder: string): Promise<DatasetManifest> {
  const file = join(folder, "manifest.json");
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch {
    throw new UserError(`${folder}: no dataset here, manifest.json is missing; generate it first.`);
  }
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    throw new UserError(`${file}: not the manifest of a dataset of this version; ${remedy}.`);
  }
}

/** @throws UserError for the first file that is missing or has another size than the manifest says. */
export async function checkFiles(folder: string, { files }: DatasetManifest): Promise<void> {
  for (const { path, bytes } of files) {
    const file = join(folder, path);
    const size = await stat(file).then(
      ({ size }) => size,
      () => undefined,
    );
    if (size === undefined) throw new UserError(`${file}: missing from the dataset; ${remedy}.`);
    if (size !== bytes) throw new UserError(`${file}: has ${size} bytes instead of ${bytes}; ${remedy}.`);
  }
}
