import { spawn, type ChildProcessByStdio } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

/** Seconds of the clock, and of the processor in all threads: on a machine with other work to do, the steadier figure. */
export interface Seconds {
  readonly clock: number;
  readonly cpu: number;
}

/** A Python script beside this file that does a job for each line it is sent and answers with what it took. */
export class Peer {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;

  constructor(python: string, script: string, ...args: readonly string[]) {
    const path = join(import.meta.dirname, script);
    this.#process = spawn(python, [path, ...args], { stdio: ["pipe", "pipe", "ignore"] });
    this.#lines = createInterface(this.#process.stdout)[Symbol.asyncIterator]();
  }

  /** @throws Error with what the script says is wrong. */
  async ask(job: string): Promise<Seconds> {
    this.#process.stdin.write(`${job}\n`);
    const line = await this.#lines.next();
    if (line.done === true) throw new Error(`${job}: PyTorch's process has ended.`);
    const answer = JSON.parse(line.value) as Seconds | { readonly error: string };
    if ("error" in answer) throw new Error(`${job}: ${answer.error}`);
    return answer;
  }

  close(): void {
    this.#process.stdin.end();
  }
}
