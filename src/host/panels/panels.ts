import * as vscode from "vscode";
import type { ReaderThread } from "../reader/reader-thread.ts";
import type { RunStore } from "../runs/store.ts";
import { ComparePanel } from "./compare-panel.ts";
import { resourceRoot } from "./html.ts";
import { RunPanel } from "./run-panel.ts";

/** Opens panels, one a run and one to compare, and brings them back after a reload of the window. */
export class Panels implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #runs: RunStore;
  readonly #reader: ReaderThread;
  /** Resolves when the runs have been read for the first time. */
  readonly #ready: Promise<void>;
  readonly #runPanels = new Map<string, RunPanel>();
  readonly #serializers: vscode.Disposable;
  #comparePanel: ComparePanel | undefined;

  constructor(extensionUri: vscode.Uri, runs: RunStore, reader: ReaderThread, ready: Promise<void>) {
    this.#extensionUri = extensionUri;
    this.#runs = runs;
    this.#reader = reader;
    this.#ready = ready;
    this.#serializers = vscode.Disposable.from(
      vscode.window.registerWebviewPanelSerializer(RunPanel.viewType, {
        deserializeWebviewPanel: (panel, state: unknown) => this.#restoreRun(panel, state),
      }),
      vscode.window.registerWebviewPanelSerializer(ComparePanel.viewType, {
        deserializeWebviewPanel: (panel, state: unknown) => this.#restoreComparison(panel, state),
      }),
    );
  }

  get comparedRuns(): readonly string[] {
    return this.#comparePanel?.runIds ?? [];
  }

  openRun(runId: string): void {
    const open = this.#runPanels.get(runId);
    if (open) open.reveal();
    else this.#adoptRun(this.#create(RunPanel.viewType, runId), runId);
  }

  async compare(runIds: readonly string[]): Promise<void> {
    if (this.#comparePanel) await this.#comparePanel.show(runIds);
    else this.#adoptComparison(this.#create(ComparePanel.viewType, vscode.l10n.t("Compare Runs")), runIds);
  }

  #create(viewType: string, title: string): vscode.WebviewPanel {
    return vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active, this.#options);
  }

  get #options(): vscode.WebviewOptions {
    return { enableScripts: true, localResourceRoots: [resourceRoot(this.#extensionUri)] };
  }

  #adoptRun(panel: vscode.WebviewPanel, runId: string): void {
    const runPanel = new RunPanel(panel, this.#extensionUri, this.#runs, runId);
    this.#runPanels.set(runId, runPanel);
    panel.onDidDispose(() => {
      this.#runPanels.delete(runId);
      runPanel.dispose();
    });
  }

  #adoptComparison(panel: vscode.WebviewPanel, runIds: readonly string[]): void {
    const comparePanel = new ComparePanel(panel, this.#extensionUri, this.#runs, this.#reader, runIds);
    this.#comparePanel = comparePanel;
    panel.onDidDispose(() => {
      if (this.#comparePanel === comparePanel) this.#comparePanel = undefined;
      comparePanel.dispose();
    });
  }

  async #restoreRun(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    await this.#ready;
    const { runId } = (state ?? {}) as { readonly runId?: unknown };
    if (typeof runId !== "string" || !this.#runs.byId(runId)) return void panel.dispose();
    panel.webview.options = this.#options;
    this.#adoptRun(panel, runId);
  }

  async #restoreComparison(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    await this.#ready;
    const { runIds } = (state ?? {}) as { readonly runIds?: unknown };
    const known = Array.isArray(runIds)
      ? runIds.filter((id): id is string => typeof id === "string" && this.#runs.byId(id) !== undefined)
      : [];
    if (known.length === 0) return void panel.dispose();
    panel.webview.options = this.#options;
    this.#adoptComparison(panel, known);
  }

  dispose(): void {
    this.#serializers.dispose();
    for (const panel of this.#runPanels.values()) panel.dispose();
    this.#comparePanel?.dispose();
  }
}
