import { readFile } from "node:fs/promises";
import { RunFolder } from "../core/runs/folder.ts";

/** How a process ended, as Node tells it. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const lessMemory = "(lower the size of the model or of the batches, or run fewer jobs side by side)";

/** What the last words in a log mean. */
const lastWords: readonly (readonly [said: RegExp, meaning: string])[] = [
  [/heap out of memory|Reached heap limit|bad_?alloc|Cannot allocate memory/i, `its memory ran out ${lessMemory}`],
  [/ERR_DLOPEN_FAILED/, "a library of the engine cannot be loaded (`reasoning-curriculum doctor` says more)"],
  [/device (was )?lost|DEVICE_LOST/i, "the GPU was lost (resume when it is back)"],
];

/** By signal, or exit code of Windows and of shells. */
const endings: Readonly<Record<string, string>> = {
  SIGKILL: `something killed it, as the system does when memory runs out ${lessMemory}`,
  137: `something killed it, as the system does when memory runs out ${lessMemory}`,
  SIGSEGV: "the engine crashed",
  SIGBUS: "the engine crashed",
  SIGILL: "the engine asks for instructions that this processor does not have",
  SIGABRT: "the engine gave up",
  3221225477: "the engine crashed",
  3221225495: `its memory ran out ${lessMemory}`,
};

/** Begins what a log says of a job. */
const jobLine = /^\d{4}-\d\d-\d\dT\S+ \{"kind":/m;

/** Why a worker ended before its job was done, in one sentence. */
export async function reasonOfDeath({ code, signal }: Ending, logFile: string): Promise<string> {
  const how = signal === null ? `with exit code ${code ?? "unknown"}` : `by ${signal}`;
  const said = (await readFile(logFile, "utf8").catch(() => "")).split(jobLine).at(-1)!;
  const why = lastWords.find(([words]) => words.test(said))?.[1] ?? endings[signal ?? String(code)];
  return `The worker ended ${how} before its job was done${why === undefined ? "" : `: ${why}`}; its log is ${logFile}.`;
}

/** Where a run's process went without leaving word in `run.json`: leaves it there, `error` absent where the user ended it. */
export async function noteDeath(folder: string, error?: string): Promise<void> {
  const run = new RunFolder(folder);
  const record = await run.readIfBegun();
  if (!record) return;
  const { error: vanished, ...rest } = record;
  // So reads a run whose process is gone, and no other.
  if (record.state !== "stopped" || vanished === undefined) return;
  await run.write(error === undefined ? rest : { ...rest, state: "failed", error });
}
