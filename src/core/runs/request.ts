import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile } from "./replace-file.ts";

/**
 * What a run's worker is asked to do, by a file in the run's folder: from any window or terminal, on any platform, and
 * of workers that nobody here has started.
 */
export type RunRequest = "pause" | "resume" | "stop";

const requests: readonly string[] = ["pause", "resume", "stop"] satisfies readonly RunRequest[];

export async function sendRequest(folder: string, request: RunRequest): Promise<void> {
  await replaceFile(fileIn(folder), (temporary) => writeFile(temporary, `${request}\n`));
}

/** The last request; undefined where there is none. */
export async function readRequest(folder: string): Promise<RunRequest | undefined> {
  const text = (await readFile(fileIn(folder), "utf8").catch(() => "")).trim();
  return requests.includes(text) ? (text as RunRequest) : undefined;
}

/** Of a former process: not for the one that comes now. */
export async function clearRequest(folder: string): Promise<void> {
  await rm(fileIn(folder), { force: true });
}

const fileIn = (folder: string): string => join(folder, "request");
