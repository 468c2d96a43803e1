import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { UserError } from "../../core/errors.ts";
import { RunFolder } from "../../core/runs/folder.ts";
import type { Rollout } from "../../core/runs/types.ts";

/** Where the rollouts of a step stand in their file, and their rewards. */
export interface StepPlace {
  readonly step: number;
  /** In bytes. */
  readonly start: number;
  readonly end: number;
  readonly completions: number;
  /** Sum over the completions. */
  readonly reward: number;
}

/** What is known of a file: its steps, ascending, up to the end of its last whole line. */
interface Index {
  readonly inode: number;
  readonly end: number;
  readonly steps: readonly StepPlace[];
}

const newline = 0x0a;
/** Runs whose index is kept. */
const mostKept = 16;

/** The rollouts of runs by step, out of files that may be large and grow: only what is new or asked for is read. */
export class RolloutFiles {
  readonly #indexes = new Map<string, Promise<Index>>();

  /** Ascending; empty where there are none. @param run its folder @throws UserError where a line is damaged. */
  async steps(run: string): Promise<readonly StepPlace[]> {
    const known = this.#indexes.get(run)?.catch(() => undefined);
    const index = Promise.resolve(known).then((before) => readOn(new RunFolder(run).rolloutsFile, before));
    this.#indexes.delete(run);
    this.#indexes.set(run, index);
    if (this.#indexes.size > mostKept) this.#indexes.delete(this.#indexes.keys().next().value!);
    return (await index).steps;
  }

  /** Empty where there are none of that step. */
  async read(run: string, step: number): Promise<Rollout[]> {
    const place = (await this.steps(run)).find((one) => one.step === step);
    if (!place) return [];
    const { start, end } = place;
    const handle = await open(new RunFolder(run).rolloutsFile);
    try {
      const { buffer } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
      return buffer
        .toString("utf8")
        .split("\n")
        .flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Rollout]));
    } finally {
      await handle.close();
    }
  }
}

/** A file that was replaced, as when a run resumes, is read from its start. */
async function readOn(file: string, before: Index | undefined): Promise<Index> {
  const found = await stat(file).catch(() => undefined);
  if (!found) return { inode: 0, end: 0, steps: [] };
  const isSame = before?.inode === found.ino && before.end <= found.size;
  const index = isSame ? before : { inode: found.ino, end: 0, steps: [] };
  if (index.end === found.size) return index;
  const steps = [...index.steps];
  let [start, rest] = [index.end, Buffer.alloc(0)];
  for await (const piece of createReadStream(file, { start, end: found.size - 1 }) as AsyncIterable<Buffer>) {
    const bytes = Buffer.concat([rest, piece]);
    let from = 0;
    for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, from)) {
      addLine(steps, bytes.toString("utf8", from, at), start + from, file);
      from = at + 1;
    }
    [start, rest] = [start + from, bytes.subarray(from)];
  }
  return { inode: found.ino, end: start, steps };
}

function addLine(steps: StepPlace[], line: string, start: number, file: string): void {
  if (line === "") return;
  const { step, reward } = parse(line, file);
  const end = start + Buffer.byteLength(line) + 1;
  const last = steps.at(-1);
  if (last?.step === step)
    steps[steps.length - 1] = { ...last, end, completions: last.completions + 1, reward: last.reward + reward };
  else steps.push({ step, start, end, completions: 1, reward });
}

function parse(line: string, file: string): Rollout {
  try {
    return JSON.parse(line) as Rollout;
  } catch {
    throw new UserError(`${file}: a line is damaged; restore it or delete it.`);
  }
}
