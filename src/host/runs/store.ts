import { stat } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import { UserError } from "../../core/errors.ts";
import { isActive, listRuns, RunFolder } from "../../core/runs/folder.ts";
import type { MetricRow } from "../../core/runs/types.ts";
import type { CurriculumStore } from "../data/curricula.ts";
import { sentence } from "../errors.ts";
import { inCurriculumOrder } from "./order.ts";
import { Tail } from "./tail.ts";
import { viewRun, type BrokenRun, type RunView } from "./view.ts";
import { watchFiles } from "../watch.ts";

/** A run with something new; `restarted`: its metrics were cut back or replaced, as when it resumes; `gone`: deleted. */
export interface RunChange {
  readonly folder: string;
  readonly restarted: boolean;
  readonly gone?: true;
}

interface Entry {
  readonly folder: RunFolder;
  readonly tail: Tail;
  metrics: MetricRow[];
  shown?: RunView | BrokenRun;
}

const watched = "**/.curriculum/runs/*/{run.json,metrics.jsonl,evaluations/*/summary.json}";

/** How often the disk is looked at whatever the file events say, ms. */
const pollInterval = 2000;

/**
 * All runs of the workspace, kept up to date from their folders alone: runs started in another window or in a terminal
 * show up like one's own, and a reload of the window loses nothing. Beside watching, it looks now and then, because a
 * killed process writes nothing and some remote disks report no changes.
 */
export class RunStore implements vscode.Disposable {
  readonly #log: vscode.LogOutputChannel;
  readonly #curricula: CurriculumStore;
  readonly #entries = new Map<string, Entry>();
  readonly #changed = new vscode.EventEmitter<readonly RunChange[]>();
  readonly #watcher = watchFiles(watched, () => void this.refresh());
  readonly #poll = setInterval(() => void this.#look(), pollInterval);
  /** The run folders and when their records were written, at the last look. */
  #seen = "";
  #reading: Promise<void> = Promise.resolve();

  /** Fires after each look that found something new. */
  readonly onDidChange = this.#changed.event;

  constructor(log: vscode.LogOutputChannel, curricula: CurriculumStore) {
    this.#log = log;
    this.#curricula = curricula;
  }

  /** Runs as their curricula list them, then folders that cannot be read. */
  get all(): readonly (RunView | BrokenRun)[] {
    return [...this.views, ...this.#shown.filter((run) => "problem" in run)];
  }

  /** As their curricula list them. */
  get views(): readonly RunView[] {
    const views = this.#shown.filter((run) => "record" in run);
    return inCurriculumOrder(views, this.#curricula.all);
  }

  /** Those with a process: running first, then paused and queued ones. */
  get active(): readonly RunView[] {
    const rank = { running: 0, paused: 1, queued: 2 } as Readonly<Record<string, number>>;
    return this.views
      .filter(({ record }) => isActive(record))
      .sort((a, b) => rank[a.record.state]! - rank[b.record.state]!);
  }

  get(folder: string): RunView | undefined {
    const shown = this.#entries.get(folder)?.shown;
    return shown && "record" in shown ? shown : undefined;
  }

  byId(id: string): RunView | undefined {
    return this.views.find(({ record }) => record.id === id);
  }

  get #shown(): readonly (RunView | BrokenRun)[] {
    return [...this.#entries.values()].flatMap(({ shown }) => shown ?? []);
  }

  /** Every metric row read so far. */
  metrics(folder: string): readonly MetricRow[] {
    return this.#entries.get(folder)?.metrics ?? [];
  }

  /** Reads what is new in all run folders; looks follow one another. */
  refresh(): Promise<void> {
    this.#reading = this.#reading
      .then(() => this.#read())
      .catch((error: unknown) => {
        this.#log.error("Reading the runs failed.", error instanceof Error ? error : String(error));
      });
    return this.#reading;
  }

  /** Reads when a run is active, or a record was written without a file event. */
  async #look(): Promise<void> {
    const folders = (await Promise.all(this.#curricula.roots.map(listRuns))).flat();
    const records = await Promise.all(
      folders.map(async ({ folder }) => {
        const written = await stat(join(folder, "run.json")).catch(() => undefined);
        return `${folder} ${written?.mtimeMs ?? 0}`;
      }),
    );
    const seen = records.join("\n");
    if (seen !== this.#seen || this.active.length > 0) void this.refresh();
    this.#seen = seen;
  }

  async #read(): Promise<void> {
    const folders = (await Promise.all(this.#curricula.roots.map(listRuns))).flat();
    const present = new Set(folders.map(({ folder }) => folder));
    const changes: RunChange[] = [];
    for (const folder of [...this.#entries.keys()].filter((known) => !present.has(known))) {
      this.#entries.delete(folder);
      changes.push({ folder, restarted: true, gone: true });
    }
    for (const folder of folders) {
      const change = await this.#readRun(folder);
      if (change) changes.push(change);
    }
    if (changes.length > 0) this.#changed.fire(changes);
  }

  async #readRun(folder: RunFolder): Promise<RunChange | undefined> {
    const entry = this.#entries.get(folder.folder) ?? {
      folder,
      tail: new Tail(join(folder.folder, "metrics.jsonl")),
      metrics: [],
    };
    this.#entries.set(folder.folder, entry);
    const before = JSON.stringify(entry.shown);
    let rows: readonly MetricRow[] = [];
    let restarted = false;
    try {
      const record = await folder.read();
      const news = await entry.tail.read();
      restarted = news.restarted;
      rows = news.lines.map((line) => parseRow(line, folder));
      if (restarted) entry.metrics = [...rows];
      else if (rows.length > 0) entry.metrics = [...entry.metrics, ...rows];
      entry.shown = viewRun(folder.folder, record, entry.metrics, await folder.readEvaluations());
    } catch (error) {
      entry.shown = { folder: folder.folder, problem: sentence(error) };
    }
    const same = rows.length === 0 && !restarted && JSON.stringify(entry.shown) === before;
    return same ? undefined : { folder: folder.folder, restarted };
  }

  dispose(): void {
    clearInterval(this.#poll);
    this.#watcher.dispose();
    this.#changed.dispose();
  }
}

function parseRow(line: string, { folder }: RunFolder): MetricRow {
  try {
    return JSON.parse(line) as MetricRow;
  } catch {
    throw new UserError(`${join(folder, "metrics.jsonl")}: a line is damaged; restore it or delete it.`);
  }
}
