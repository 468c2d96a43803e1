import { cp, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** A temporary folder, holding copies of `files` and of what lies in folders among them. */
export async function temporaryWorkspace(...files: readonly string[]): Promise<string> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), "reasoning-curriculum-")));
  for (const file of files) await cp(file, path.join(folder, path.basename(file)), { recursive: true });
  return folder;
}

/** Removes a temporary folder whose last writers may still be ending. */
export const removeFolder = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
