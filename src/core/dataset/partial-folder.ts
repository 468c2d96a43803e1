import { createHash } from "node:crypto";
import { mkdir, open, readdir, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isRunning } from "../is-running.ts";

const CHUNK = 256 * 1024;
const marker = ".dataset-partial-";
let serial = 0;

/** A folder that is written beside its final place and moved there when it is whole. */
export class PartialFolder {
  readonly #folder: string;
  readonly #temporary: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#temporary = `${folder}${marker}${process.pid}-${serial++}`;
  }

  /** Also clears away what killed processes left beside the folder. */
  static async create(folder: string): Promise<PartialFolder> {
    const partial = new PartialFolder(folder);
    await mkdir(dirname(folder), { recursive: true });
    await removeStale(dirname(folder));
    await mkdir(partial.#temporary);
    return partial;
  }

  /** Writes a file piece by piece. `path` uses slashes. */
  async write(
    path: string,
    pieces: Iterable<string | Uint8Array>,
  ): Promise<{ readonly bytes: number; readonly sha256: string }> {
    const absolute = join(this.#temporary, ...path.split("/"));
    await mkdir(dirname(absolute), { recursive: true });
    const file = await open(absolute, "wx");
    const digest = createHash("sha256");
    let bytes = 0;
    const put = async (chunk: Uint8Array): Promise<void> => {
      digest.update(chunk);
      bytes += chunk.length;
      await file.writeFile(chunk);
    };
    try {
      let text = "";
      for (const piece of pieces) {
        if (typeof piece === "string") text += piece;
        if (typeof piece === "string" && text.length < CHUNK) continue;
        await put(Buffer.from(text, "utf8"));
        text = "";
        if (typeof piece !== "string") await put(piece);
      }
      await put(Buffer.from(text, "utf8"));
      await file.sync();
    } finally {
      await file.close();
    }
    return { bytes, sha256: digest.digest("hex") };
  }

  /** Moves everything to its final place; false, and all gone, where something else is there. */
  async commit(): Promise<boolean> {
    await rmdir(this.#folder).catch(ignore("ENOENT", "ENOTEMPTY", "EEXIST"));
    try {
      await rename(this.#temporary, this.#folder);
      return true;
    } catch (error) {
      ignore("ENOTEMPTY", "EEXIST", "EPERM")(error);
      await this.discard();
      return false;
    }
  }

  async discard(): Promise<void> {
    await rm(this.#temporary, { recursive: true, force: true });
  }
}

async function removeStale(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const [, owner] = name.split(marker);
    if (owner === undefined || isRunning(Number.parseInt(owner))) continue;
    await rm(join(parent, name), { recursive: true, force: true });
  }
}

const ignore =
  (...codes: readonly string[]) =>
  (error: unknown): void => {
    if (!codes.includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  };
