import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../core/errors.ts";
import { isRunning, startOf } from "../../core/is-running.ts";
import { replaceFile } from "../../core/runs/replace-file.ts";

/** Keeps a folder to this process while it works there: a file holds its id and its start. */
export class Claim {
  readonly #folder: string;
  readonly #work: string;
  #isTaken = false;

  /** @param work "evaluating": what is done there */
  constructor(folder: string, work: string) {
    this.#folder = folder;
    this.#work = work;
  }

  /** @throws UserError while another process works there. */
  async take(): Promise<void> {
    const [id = "", start] = (await readFile(this.#file, "utf8").catch(() => "")).split("\n");
    const owner = Number(id);
    if (owner > 0 && owner !== process.pid && isRunning(owner, start))
      throw new UserError(`${this.#folder}: process ${owner} is ${this.#work} here; wait for it to end or stop it.`);
    await replaceFile(this.#file, (temporary) =>
      writeFile(temporary, [process.pid, startOf(process.pid)].join("\n"), { flush: true }),
    );
    this.#isTaken = true;
  }

  /** Leaves the claim of another process alone. */
  async release(): Promise<void> {
    if (this.#isTaken) await rm(this.#file, { force: true });
    this.#isTaken = false;
  }

  get #file(): string {
    return join(this.#folder, `${this.#work}.pid`);
  }
}
