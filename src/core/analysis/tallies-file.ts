import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile } from "../runs/replace-file.ts";
import {
  atomsFile,
  buildTallies,
  samplesFile,
  type AskedDataset,
  type BuiltTallies,
  type OnProgress,
  type SourceFile,
} from "./build-tallies.ts";
import type { EvaluationTallies } from "./tallies.ts";

/** Raised when anything is counted or read otherwise than before. */
const formatVersion = 1;

export const talliesFile = "tallies.json";

/**
 * The tallies of an evaluation: those kept in its folder if they are of the samples as they are, else made of them, and
 * kept. They can be deleted at any time.
 * @param open opens the dataset, where the samples are to be read
 * @throws UserError as `buildTallies`.
 */
export async function readTallies(
  place: string,
  step: number,
  open: () => Promise<AskedDataset>,
  onProgress?: OnProgress,
): Promise<EvaluationTallies> {
  const kept = await readKept(place);
  if (kept?.step === step) {
    const sources = await Promise.all([samplesFile, atomsFile].map((name) => compare(place, name, kept.sources[name])));
    if (sources.every((state) => state === "same")) return kept;
    if (sources.every((state) => state !== "other")) return writeTallies(place, await withTimes(place, kept));
  }
  return writeTallies(place, await buildTallies(place, step, await open(), onProgress));
}

/** Where the folder cannot be written to, they are made again the next time. */
async function writeTallies(place: string, tallies: BuiltTallies): Promise<EvaluationTallies> {
  const text = JSON.stringify({ formatVersion, ...tallies }).replaceAll('{"question":', '\n{"question":');
  const written = replaceFile(join(place, talliesFile), (temporary) => writeFile(temporary, `${text}\n`));
  await written.catch(() => undefined);
  return tallies;
}

async function readKept(place: string): Promise<BuiltTallies | undefined> {
  try {
    const kept = JSON.parse(await readFile(join(place, talliesFile), "utf8")) as Partial<
      BuiltTallies & { formatVersion: number }
    > | null;
    return kept?.formatVersion === formatVersion ? (kept as BuiltTallies) : undefined;
  } catch {
    return undefined;
  }
}

/** `copied`: the same bytes, written at another time. */
async function compare(
  place: string,
  name: string,
  known: SourceFile | undefined,
): Promise<"same" | "copied" | "other"> {
  const found = await stat(join(place, name)).catch(() => undefined);
  if (found?.size !== known?.bytes) return "other";
  if (!found || !known || found.mtimeMs === known.mtimeMs) return "same";
  const digest = createHash("sha256");
  for await (const piece of createReadStream(join(place, name)) as AsyncIterable<Buffer>) digest.update(piece);
  return digest.digest("hex") === known.sha256 ? "copied" : "other";
}

async function withTimes(place: string, tallies: BuiltTallies): Promise<BuiltTallies> {
  const sources = Object.entries(tallies.sources).map(async ([name, source]) => {
    const { mtimeMs } = await stat(join(place, name));
    return [name, { ...source!, mtimeMs }] as const;
  });
  return { ...tallies, sources: Object.fromEntries(await Promise.all(sources)) };
}
