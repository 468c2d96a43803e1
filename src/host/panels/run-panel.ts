import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import { RunFolder } from "../../core/runs/folder.ts";
import type { EvaluationSummary } from "../../core/runs/types.ts";
import type { HostToRunPanel, RunPanelToHost } from "../../protocol/panels.ts";
import { commandId, prefix } from "../ids.ts";
import type { ReaderThread } from "../reader/reader-thread.ts";
import type { RunChange, RunStore } from "../runs/store.ts";
import { curriculumFileOf, type RunView } from "../runs/view.ts";
import { onThresholds, thresholds } from "../thresholds.ts";
import { PanelPage } from "./page.ts";
import { saveExport } from "./save.ts";

/**
 * One run in a panel. The store owns the data: a panel is hydrated when it is ready; from then on only what is new is
 * posted, and to visible panels alone.
 */
export class RunPanel implements vscode.Disposable {
  static readonly viewType = `${prefix}.run`;

  readonly #page: PanelPage<RunPanelToHost, HostToRunPanel>;
  readonly #runs: RunStore;
  readonly #reader: ReaderThread;
  readonly #runId: string;
  readonly #watching: vscode.Disposable;
  /** How many metric rows the page has. */
  #posted = 0;
  /** Evaluations the page has, by step. */
  #evaluated = new Set<number>();

  constructor(
    panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    runs: RunStore,
    reader: ReaderThread,
    runId: string,
  ) {
    this.#runs = runs;
    this.#reader = reader;
    this.#runId = runId;
    panel.title = this.#view?.record.name ?? runId;
    this.#page = new PanelPage(panel, extensionUri, "run", (message) => this.#answer(message));
    this.#watching = vscode.Disposable.from(
      runs.onDidChange((changes) => {
        const change = changes.find(({ folder }) => basename(folder) === runId);
        if (change?.gone) panel.dispose();
        else if (change && this.#page.isReady) void this.#page.guarded(() => this.#update(change));
      }),
      onThresholds(() => {
        const view = this.#view;
        if (view && this.#page.isReady) void this.#page.guarded(() => this.#postFindings(view));
      }),
    );
  }

  get #view(): RunView | undefined {
    return this.#runs.byId(this.#runId);
  }

  async #answer(message: RunPanelToHost): Promise<unknown> {
    const view = this.#view;
    if (!view) return undefined;
    const run = (command: Parameters<typeof commandId>[0], ...args: readonly unknown[]) =>
      vscode.commands.executeCommand(commandId(command), this.#runId, ...args);
    switch (message.type) {
      case "ready":
        this.#page.begin();
        return this.#hydrate(view);
      case "stop":
        return run("stopRun");
      case "pause":
        return run("pauseRun");
      case "resume":
        return run("resumeRun");
      case "openFolder":
        return run("revealRun");
      case "openLog":
        return run("openRunLog");
      case "openRollouts":
        return run("openRollouts", message.step);
      case "analyze":
        return run("openAnalysis");
      case "compare":
        return run("compareRuns");
      case "requestRollouts": {
        const page = await this.#reader.call("rolloutPage", view.folder, message.step, message.offset);
        this.#page.post({ type: "rollouts", ...(page && { page }) });
        return undefined;
      }
      case "requestFindings":
        return this.#postFindings(view);
      case "save":
        return saveExport(message, vscode.Uri.file(dirname(curriculumFileOf(view))));
    }
  }

  async #hydrate({ folder, record }: RunView): Promise<void> {
    this.#page.panel.title = record.name;
    const evaluations = await new RunFolder(folder).readEvaluations();
    this.#evaluated = new Set(evaluations.map(({ step }) => step));
    const metrics = this.#runs.metrics(folder);
    this.#posted = metrics.length;
    this.#page.post({ type: "hydrate", run: record, metrics, evaluations });
    this.#postRun();
  }

  async #update({ folder, restarted }: RunChange): Promise<void> {
    const view = this.#view;
    if (restarted && view) return this.#hydrate(view);
    const rows = this.#runs.metrics(folder).slice(this.#posted);
    this.#posted += rows.length;
    if (rows.length > 0) this.#page.post({ type: "append", rows });
    this.#postRun();
    for (const summary of await new RunFolder(folder).readEvaluations()) this.#postEvaluation(summary);
  }

  #postRun(): void {
    const view = this.#view;
    if (!view) return;
    const { record, step, secondsLeft } = view;
    const run = { ...record, progress: { ...record.progress, step } };
    this.#page.post({ type: "run", run, ...(secondsLeft === undefined ? {} : { secondsLeft }) });
  }

  #postEvaluation(summary: EvaluationSummary): void {
    if (this.#evaluated.has(summary.step)) return;
    this.#evaluated.add(summary.step);
    this.#page.post({ type: "evaluation", summary });
  }

  async #postFindings({ folder, evaluatedStep: step }: RunView): Promise<void> {
    if (step === undefined) return;
    const findings = await this.#reader.call("findings", { folder, step }, thresholds());
    this.#page.post({ type: "findings", step, findings });
  }

  reveal(): void {
    this.#page.panel.reveal();
  }

  dispose(): void {
    this.#watching.dispose();
    this.#page.dispose();
  }
}
