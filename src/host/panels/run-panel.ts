import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import { RunFolder } from "../../core/runs/folder.ts";
import type { EvaluationSummary } from "../../core/runs/types.ts";
import type { HostToRunPanel, RunPanelToHost } from "../../protocol/panels.ts";
import { commandId, prefix } from "../ids.ts";
import type { RunChange, RunStore } from "../runs/store.ts";
import { curriculumFileOf } from "../runs/view.ts";
import { panelHtml, panelIcon } from "./html.ts";
import { saveExport } from "./save.ts";

/**
 * One run in a panel. The store owns the data: a panel is hydrated when it is ready and each time it becomes visible;
 * in between only what is new is posted, and to visible panels alone.
 */
export class RunPanel implements vscode.Disposable {
  static readonly viewType = `${prefix}.run`;

  readonly #panel: vscode.WebviewPanel;
  readonly #runs: RunStore;
  readonly #runId: string;
  readonly #subscriptions: vscode.Disposable[];
  #ready = false;
  /** How many metric rows the page has. */
  #posted = 0;
  /** Evaluations the page has, by step. */
  #evaluated = new Set<number>();

  constructor(panel: vscode.WebviewPanel, extensionUri: vscode.Uri, runs: RunStore, runId: string) {
    this.#panel = panel;
    this.#runs = runs;
    this.#runId = runId;
    panel.iconPath = panelIcon(extensionUri, "run");
    panel.title = this.#view?.record.name ?? runId;
    this.#subscriptions = [
      panel.webview.onDidReceiveMessage((message: RunPanelToHost) => this.#receive(message)),
      panel.onDidChangeViewState(() => this.#hydrate()),
      runs.onDidChange((changes) => {
        const change = changes.find(({ folder }) => basename(folder) === this.#runId);
        if (change?.gone) this.#panel.dispose();
        else if (change) void this.#update(change);
      }),
    ];
    panel.webview.html = panelHtml(panel.webview, extensionUri, "run", panel.title);
  }

  get #view() {
    return this.#runs.byId(this.#runId);
  }

  async #receive(message: RunPanelToHost): Promise<void> {
    const view = this.#view;
    switch (message.type) {
      case "ready":
        this.#ready = true;
        return this.#hydrate();
      case "stop":
        return vscode.commands.executeCommand(commandId("stopRun"), this.#runId);
      case "resume":
        return vscode.commands.executeCommand(commandId("resumeRun"), this.#runId);
      case "openFolder":
        return vscode.commands.executeCommand(commandId("revealRun"), this.#runId);
      case "openLog":
        return vscode.commands.executeCommand(commandId("showLog"));
      case "openRollouts":
        return vscode.commands.executeCommand(commandId("openRollouts"), this.#runId);
      case "analyze":
        return vscode.commands.executeCommand(commandId("openAnalysis"), this.#runId);
      case "compare":
        return vscode.commands.executeCommand(commandId("compareRuns"), this.#runId);
      case "save":
        if (view) await saveExport(message, vscode.Uri.file(dirname(curriculumFileOf(view))));
    }
  }

  async #hydrate(): Promise<void> {
    const view = this.#view;
    if (!view || !this.#ready || !this.#panel.visible) return;
    this.#panel.title = view.record.name;
    const evaluations = await new RunFolder(view.folder).readEvaluations();
    this.#evaluated = new Set(evaluations.map(({ step }) => step));
    const metrics = this.#runs.metrics(view.folder);
    this.#posted = metrics.length;
    this.#post({ type: "hydrate", run: view.record, metrics, evaluations });
    this.#postRun();
  }

  async #update({ folder, restarted }: RunChange): Promise<void> {
    if (!this.#ready || !this.#panel.visible) return;
    if (restarted) return this.#hydrate();
    const rows = this.#runs.metrics(folder).slice(this.#posted);
    this.#posted += rows.length;
    if (rows.length > 0) this.#post({ type: "append", rows });
    this.#postRun();
    for (const summary of await new RunFolder(folder).readEvaluations()) this.#postEvaluation(summary);
  }

  #postRun(): void {
    const view = this.#view;
    if (!view) return;
    const { record, step, secondsLeft } = view;
    const run = { ...record, progress: { ...record.progress, step } };
    this.#post({ type: "run", run, ...(secondsLeft === undefined ? {} : { secondsLeft }) });
  }

  #postEvaluation(summary: EvaluationSummary): void {
    if (this.#evaluated.has(summary.step)) return;
    this.#evaluated.add(summary.step);
    this.#post({ type: "evaluation", summary });
  }

  #post(message: HostToRunPanel): void {
    void this.#panel.webview.postMessage(message);
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
    this.#panel.dispose();
  }
}
