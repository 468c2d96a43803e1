import { createWriteStream } from "node:fs";
import { appendFile, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { UserError } from "../errors.ts";
import { isRunning } from "../is-running.ts";
import { readJsonLines } from "./json-lines.ts";
import { replaceFile } from "./replace-file.ts";
import { readRequest, type RunRequest } from "./request.ts";
import type { EvaluationSummary, MetricRow, Rollout, RunRecord } from "./types.ts";

/** A model's weights lie in the one, or in the files that the other names. */
const weightFiles = ["model.safetensors", "model.safetensors.index.json"];

/** Reads and writes a run's files: `run.json`, metrics, rollouts, checkpoints, evaluations. */
export class RunFolder {
  readonly #shownName: string | undefined;

  /** @param shownName what its curriculum calls the run now, in place of what it was trained as */
  constructor(
    readonly folder: string,
    shownName?: string,
  ) {
    this.#shownName = shownName;
  }

  get id(): string {
    return basename(this.folder);
  }

  /** Whether the run has been started. */
  async exists(): Promise<boolean> {
    return isFile(this.#recordFile);
  }

  /**
   * The run's record. A run whose process is gone without a word reads as stopped, with what is known of it.
   * @throws UserError if `run.json` is missing or damaged.
   */
  async read(): Promise<RunRecord> {
    const remedy = "restore it, or delete the folder to train the run anew";
    const record = await readJson<Partial<RunRecord>>(this.#recordFile, remedy);
    if (record.formatVersion !== 1 || !isObject(record.progress) || !isObject(record.config)) {
      throw new UserError(`${this.#recordFile}: this is no record of a run; ${remedy}.`);
    }
    const run = { ...(record as RunRecord), ...(this.#shownName !== undefined && { name: this.#shownName }) };
    return isActive(run) && !isAlive(run) ? vanished(run, await readRequest(this.folder)) : run;
  }

  /**
   * The run's record; undefined where the run never began.
   * @throws UserError as `read`, also where there is all of a run but its `run.json`.
   */
  async readIfBegun(): Promise<RunRecord | undefined> {
    const entries = await readdir(this.folder).catch(noneIfMissing);
    // A process killed at its very start leaves a temporary file at most.
    return entries.every((name) => name.endsWith(".tmp")) ? undefined : this.read();
  }

  async write(record: RunRecord): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    await replaceFile(this.#recordFile, (temporary) => writeFile(temporary, `${JSON.stringify(record, null, 2)}\n`));
  }

  async appendMetrics(rows: readonly MetricRow[]): Promise<void> {
    await appendFile(this.#metricsFile, jsonLines(rows));
  }

  /** All whole rows, in the order of training. */
  async readMetrics(): Promise<MetricRow[]> {
    const rows: MetricRow[] = [];
    for await (const row of readJsonLines<MetricRow>(this.#metricsFile)) rows.push(row);
    return rows;
  }

  async appendRollouts(rollouts: readonly Rollout[]): Promise<void> {
    await appendFile(this.rolloutsFile, jsonLines(rollouts));
  }

  /** The rollouts of one step; without `step`, of all. */
  async readRollouts(step?: number): Promise<Rollout[]> {
    const rollouts: Rollout[] = [];
    for await (const rollout of readJsonLines<Rollout>(this.rolloutsFile)) {
      if (step === undefined || rollout.step === step) rollouts.push(rollout);
    }
    return rollouts;
  }

  /** Drops metrics and rollouts past `step`, and half-written lines, so that a resumed run continues the same curve. */
  async truncateAfter(step: number): Promise<void> {
    for (const file of [this.#metricsFile, this.rolloutsFile]) {
      if (!(await isFile(file))) continue;
      await replaceFile(file, (temporary) =>
        pipeline(Readable.from(linesUpTo(file, step)), createWriteStream(temporary)),
      );
    }
  }

  checkpointFolder(step: number): string {
    return join(this.folder, "checkpoints", `step-${step}`);
  }

  /** Steps with a whole checkpoint, ascending. Checkpoints under way have other names. */
  async listCheckpoints(): Promise<number[]> {
    const steps = await stepsIn(join(this.folder, "checkpoints"));
    const whole = await Promise.all(
      steps.map((step) => Promise.all(weightFiles.map((name) => isFile(join(this.checkpointFolder(step), name))))),
    );
    return steps.filter((_, i) => whole[i]!.includes(true));
  }

  evaluationFolder(step: number): string {
    return join(this.folder, "evaluations", `step-${step}`);
  }

  /** Ascending by step. @throws UserError if a summary is damaged. */
  async readEvaluations(): Promise<EvaluationSummary[]> {
    const steps = await stepsIn(join(this.folder, "evaluations"));
    const files = steps.map((step) => join(this.evaluationFolder(step), "summary.json"));
    const present = await Promise.all(files.map(isFile));
    return Promise.all(
      files
        .filter((_, i) => present[i])
        .map((file) => readJson<EvaluationSummary>(file, "delete its folder and evaluate again")),
    );
  }

  get #recordFile(): string {
    return join(this.folder, "run.json");
  }

  get #metricsFile(): string {
    return join(this.folder, "metrics.jsonl");
  }

  get rolloutsFile(): string {
    return join(this.folder, "rollouts.jsonl");
  }
}

/** Where the runs of the curricula in `root` live. */
export function runsFolder(root: string): string {
  return join(root, ".curriculum", "runs");
}

/** The run folders beside the curricula in `root`, by name, damaged ones included. */
export async function listRuns(root: string): Promise<RunFolder[]> {
  const entries = await readdir(runsFolder(root), { withFileTypes: true }).catch(noneIfMissing);
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => new RunFolder(join(runsFolder(root), entry.name)))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Whether a process has the run, by its record. */
export function isActive({ state }: Pick<RunRecord, "state">): boolean {
  return state === "queued" || state === "running" || state === "paused";
}

/** Whether the process that has this run is still there. */
export function isAlive(record: RunRecord): boolean {
  return isActive(record) && record.pid !== undefined && isRunning(record.pid, record.processStart);
}

/** What can be said of a run whose process has gone. */
function vanished(run: RunRecord, request: RunRequest | undefined): RunRecord {
  const { pid, processStart, waitingFor, ...stopped } = { ...run, state: "stopped" as const };
  // Ended by the user, the hard way; or it had not begun.
  if (request === "stop" || waitingFor !== undefined) return stopped;
  const error = `Its process${pid === undefined ? "" : ` ${pid}`} is gone without a word: it was killed (memory running out does that), or the machine went down, or the disk was full; what it last said is in its log.`;
  return { ...stopped, error };
}

async function readJson<T>(file: string, remedy: string): Promise<T> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new UserError(`${file}: this file is missing; ${remedy}.`);
  });
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value as T;
  } catch {
    // Said below.
  }
  throw new UserError(`${file}: this file is damaged; ${remedy}.`);
}

/** N of each folder `step-N`, ascending. */
async function stepsIn(folder: string): Promise<number[]> {
  const entries = await readdir(folder).catch(noneIfMissing);
  return entries
    .flatMap((name) => /^step-(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

async function* linesUpTo(file: string, step: number): AsyncGenerator<string> {
  for await (const row of readJsonLines<{ readonly step: number }>(file)) {
    if (row.step <= step) yield `${JSON.stringify(row)}\n`;
  }
}

function jsonLines(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

function noneIfMissing(error: unknown): [] {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
  throw error;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
}
