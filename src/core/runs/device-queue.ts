import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isRunning, startOf } from "../is-running.ts";
import { replaceFile } from "./replace-file.ts";

/** A job's place in the line for a device. */
export interface Ticket {
  readonly number: number;
  readonly pid: number;
  /** For people: "sft-comp". */
  readonly label: string;
}

/** Where the jobs of this user on this machine queue for its devices, whoever started them. */
export function queuesFolder(): string {
  return join(tmpdir(), `reasoning-curriculum-${process.getuid?.() ?? process.env["USERNAME"] ?? "user"}`, "queue");
}

/**
 * The line for a device: a file for each job, with its number and process in the name, and in it the job's label and the
 * start of the process. Numbers are drawn as in Lamport's
 * bakery, so that no two jobs ever think themselves first, though nothing is locked. Jobs whose process is gone count for
 * nothing.
 */
export class DeviceQueue {
  readonly #folder: string;
  readonly #pid: number;
  #number: number | undefined;

  /** @param folder of this device @param pid of the process that queues */
  constructor(folder: string, pid = process.pid) {
    this.#folder = folder;
    this.#pid = pid;
  }

  /** Takes a place at the end. */
  async join(label: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const choosing = this.#file(`choosing-${this.#pid}`);
    const start = startOf(this.#pid) ?? "";
    await writeFile(choosing, `\n${start}`);
    try {
      const { tickets } = await this.#look();
      this.#number = 1 + Math.max(0, ...tickets.map(({ number }) => number));
      await replaceFile(this.#file(nameOf(this.#number, this.#pid)), (temporary) =>
        writeFile(temporary, `${label}\n${start}`),
      );
    } finally {
      await rm(choosing, { force: true });
    }
  }

  /** Those before this job, first come first; undefined while another is taking its number. */
  async ahead(): Promise<readonly Ticket[] | undefined> {
    if ((await this.#look()).choosing) return undefined;
    // Read anew: whoever was choosing then has a number now.
    const { tickets } = await this.#look();
    const place = tickets.findIndex(({ number, pid }) => number === this.#number && pid === this.#pid);
    const before = tickets.slice(0, Math.max(0, place));
    return Promise.all(
      before.map(async (ticket) => {
        const [label = "another run"] = (await this.#read(nameOf(ticket.number, ticket.pid))) ?? [];
        return { ...ticket, label };
      }),
    );
  }

  /** Gives the place up, or the device back. */
  async leave(): Promise<void> {
    if (this.#number === undefined) return;
    await rm(this.#file(nameOf(this.#number, this.#pid)), { force: true });
    this.#number = undefined;
  }

  /** The tickets of living processes in order, and whether one of them is choosing its number. */
  async #look(): Promise<{ readonly tickets: readonly Omit<Ticket, "label">[]; readonly choosing: boolean }> {
    const tickets: Omit<Ticket, "label">[] = [];
    let choosing = false;
    for (const name of await readdir(this.#folder)) {
      const [, number, pid] = /^(choosing|\d+)-(\d+)$/.exec(name) ?? [];
      if (number === undefined || (Number(pid) === this.#pid && number === "choosing")) continue;
      if (!(await this.#isLive(name, Number(pid)))) continue;
      if (number === "choosing") choosing = true;
      else tickets.push({ number: Number(number), pid: Number(pid) });
    }
    tickets.sort((a, b) => a.number - b.number || a.pid - b.pid);
    return { tickets, choosing };
  }

  async #isLive(name: string, pid: number): Promise<boolean> {
    const written = await this.#read(name);
    if (!written) return false;
    const [, start] = written;
    if (isRunning(pid, start)) return true;
    await rm(this.#file(name), { force: true });
    return false;
  }

  /** Lines; undefined where the job has left. */
  async #read(name: string): Promise<readonly string[] | undefined> {
    return readFile(this.#file(name), "utf8").then(
      (text) => text.split("\n"),
      () => undefined,
    );
  }

  #file(name: string): string {
    return join(this.#folder, name);
  }
}

const nameOf = (number: number, pid: number): string => `${number}-${pid}`;
