import { open } from "node:fs/promises";

/** What is new in a file since the last look. `restarted`: it was cut or replaced, `lines` is all of it. */
export interface TailResult {
  readonly restarted: boolean;
  readonly lines: readonly string[];
}

/** Follows a file that grows by whole lines; a line still being written waits for its end. */
export class Tail {
  readonly #file: string;
  #offset = 0;
  #inode: number | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /** A file that does not exist reads as empty. */
  async read(): Promise<TailResult> {
    const handle = await open(this.#file).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    });
    if (!handle) return { restarted: this.#restart(undefined), lines: [] };
    try {
      const { size, ino } = await handle.stat();
      const restarted = (ino !== this.#inode || size < this.#offset) && this.#restart(ino);
      const { buffer, bytesRead } = await handle.read(
        Buffer.alloc(size - this.#offset),
        0,
        size - this.#offset,
        this.#offset,
      );
      const end = buffer.subarray(0, bytesRead).lastIndexOf(0x0a) + 1;
      this.#offset += end;
      const lines = buffer
        .toString("utf8", 0, end)
        .split("\n")
        .filter((line) => line !== "");
      return { restarted, lines };
    } finally {
      await handle.close();
    }
  }

  /** Begins at the start again; true if anything had been read before. */
  #restart(inode: number | undefined): boolean {
    const before = this.#offset > 0;
    this.#offset = 0;
    this.#inode = inode;
    return before;
  }
}
