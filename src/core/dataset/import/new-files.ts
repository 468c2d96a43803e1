import { copyFile, mkdir, open, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { UserError } from "../../errors.ts";
import { inTurns } from "../../in-turns.ts";
import { isRunning } from "../../is-running.ts";
import type { QuestionRecord } from "../types.ts";

const marker = ".import-";
const chunk = 1 << 20;

/**
 * Files that come to a folder all together or not at all: they are written apart, in a folder that the next import
 * clears away if this process is killed, and moved to their places in the end. Nothing is overwritten.
 */
export class NewFiles {
  readonly #folder: string;
  readonly #temporary: string;
  readonly #signal: AbortSignal | undefined;
  /** Names, in the order in which they come to their places. */
  readonly #made: string[] = [];

  private constructor(folder: string, signal: AbortSignal | undefined) {
    this.#folder = folder;
    this.#temporary = join(folder, `${marker}${process.pid}`);
    this.#signal = signal;
  }

  static async create(folder: string, signal: AbortSignal | undefined): Promise<NewFiles> {
    await mkdir(folder, { recursive: true });
    for (const name of await readdir(folder))
      if (name.startsWith(marker) && !isRunning(Number(name.slice(marker.length))))
        await rm(join(folder, name), { recursive: true, force: true });
    const files = new NewFiles(folder, signal);
    await mkdir(files.#temporary);
    return files;
  }

  async write(name: string, content: string): Promise<void> {
    await writeFile(await this.#place(name), content);
  }

  /** What lies in its place already stays there. */
  async copy(from: string, name: string): Promise<void> {
    if (resolve(from) === resolve(this.#folder, name)) return;
    await copyFile(from, await this.#place(name));
  }

  async writeLines(name: string, records: Iterable<QuestionRecord>): Promise<void> {
    const handle = await open(await this.#place(name), "wx");
    try {
      let pending = "";
      for await (const record of inTurns(records, this.#signal)) {
        pending += `${JSON.stringify(record)}\n`;
        if (pending.length < chunk) continue;
        await handle.writeFile(pending);
        pending = "";
      }
      await handle.writeFile(pending);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  /** @throws UserError where a file is in the way of one of them; then none is moved */
  async commit(): Promise<void> {
    for (const name of this.#made) await this.#refuseTaken(name);
    for (const name of this.#made) await rename(join(this.#temporary, name), join(this.#folder, name));
    await this.discard();
  }

  async discard(): Promise<void> {
    await rm(this.#temporary, { recursive: true, force: true });
  }

  /** Where a file is written. @throws UserError where another is in its place, at once rather than in the end */
  async #place(name: string): Promise<string> {
    await this.#refuseTaken(name);
    this.#made.push(name);
    return join(this.#temporary, name);
  }

  async #refuseTaken(name: string): Promise<void> {
    const file = join(this.#folder, name);
    const taken = await stat(file).catch(() => undefined);
    if (taken) throw new UserError(`${file}: is there already; choose another --name or --out, or move it away.`);
  }
}
