import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../errors.ts";
import { levels, skills, splits, type DatasetManifest } from "./types.ts";

const count = z.int().min(0);
const byLevel = z.record(z.enum(levels), count);
const bySkill = z.record(z.enum(skills), byLevel);

/** Of the files in a dataset's folder: 2 has indexes of the questions, and roles in contexts. */
export const formatVersion = 2;

const manifestSchema = z.object({
  formatVersion: z.literal(formatVersion),
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

const versionSchema = z.object({ formatVersion: z.int() });

/** @throws UserError where the folder is no dataset, is one of another format, or its manifest is damaged. */
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
    throw new UserError(`${file}: ${misfit(text)}.`);
  }
}

/** Why a text is no manifest of this format. */
function misfit(text: string): string {
  let found = formatVersion;
  try {
    found = versionSchema.parse(JSON.parse(text)).formatVersion;
  } catch {
    // Damaged beyond its version.
  }
  if (found < formatVersion)
    return `a dataset of an earlier version (format ${found}, not ${formatVersion}); move its folder away and generate it again, from the same curriculum`;
  if (found > formatVersion)
    return `a dataset of a later version (format ${found}, not ${formatVersion}); update Reasoning Curriculum to open it`;
  return `not the manifest of a dataset; ${remedy}`;
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
