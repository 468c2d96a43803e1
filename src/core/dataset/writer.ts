import { createHash } from "node:crypto";
import { mkdir, open, readdir, rename, rm, rmdir, type FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isRunning } from "../is-running.ts";
import type { DatasetFile } from "./types.ts";

const CHUNK = 256 * 1024;
const marker = ".dataset-partial-";
let serial = 0;

/** Writes a dataset beside its final place and moves it there when it is whole. */
export class DatasetWriter {
  readonly #folder: string;
  readonly #temporary: string;
  readonly files: DatasetFile[] = [];

  private constructor(folder: string) {
    this.#folder = folder;
    this.#temporary = `${folder}${marker}${process.pid}-${serial++}`;
  }

  /** Also clears away what killed processes left beside the folder. */
  static async create(folder: string): Promise<DatasetWriter> {
    const writer = new DatasetWriter(folder);
    await mkdir(dirname(folder), { recursive: true });
    await removeStale(dirname(folder));
    await mkdir(writer.#temporary);
    return writer;
  }

  /** One JSON value a line. `path` uses slashes; `onRecord` is called with each record and its bytes and may throw. */
  async write<T>(path: string, records: Iterable<T>, onRecord?: (record: T, bytes: number) => void): Promise<void> {
    const file = await this.#create(path);
    const digest = createHash("sha256");
    let [count, bytes, pending] = [0, 0, ""];
    const flush = async (): Promise<void> => {
      const chunk = Buffer.from(pending, "utf8");
      pending = "";
      digest.update(chunk);
      bytes += chunk.length;
      await file.write(chunk);
    };
    try {
      for (const record of records) {
        const line = `${JSON.stringify(record)}\n`;
        pending += line;
        count++;
        onRecord?.(record, Buffer.byteLength(line));
        if (pending.length >= CHUNK) await flush();
      }
      await flush();
      await file.sync();
    } finally {
      await file.close();
    }
    this.files.push({ path, records: count, bytes, sha256: digest.digest("hex") });
  }

  /** @param records how many the bytes stand for */
  async writeBytes(path: string, content: Buffer, records: number): Promise<void> {
    const file = await this.#create(path);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    const sha256 = createHash("sha256").update(content).digest("hex");
    this.files.push({ path, records, bytes: content.length, sha256 });
  }

  async #create(path: string): Promise<FileHandle> {
    const absolute = join(this.#temporary, ...path.split("/"));
    await mkdir(dirname(absolute), { recursive: true });
    return open(absolute, "wx");
  }

  /** Adds the manifest and moves everything to its final place; false where another process was faster. */
  async commit(manifest: object): Promise<boolean> {
    const file = await open(join(this.#temporary, "manifest.json"), "wx");
    try {
      await file.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
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
