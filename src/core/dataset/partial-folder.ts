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
    await mkdir(partial.#temporary).catch((error: unknown) => {
      throw Object.assign(error as NodeJS.ErrnoException, { path: folder });
    });
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
    let writing = Promise.resolve();
    try {
      for (const chunk of gather(pieces)) {
        digest.update(chunk);
        bytes += chunk.length;
        await writing;
        writing = file.writeFile(chunk); // while the next one is made
      }
      await writing;
      await file.sync();
    } finally {
      await writing.catch(() => undefined);
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

/** Text is gathered into larger chunks. */
function* gather(pieces: Iterable<string | Uint8Array>): Generator<Uint8Array> {
  let text = "";
  for (const piece of pieces) {
    if (typeof piece === "string") text += piece;
    if (text.length >= CHUNK || (typeof piece !== "string" && text !== "")) {
      yield Buffer.from(text, "utf8");
      text = "";
    }
    if (typeof piece !== "string") yield piece;
  }
  yield Buffer.from(text, "utf8");
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
