import * as vscode from "vscode";
import { readManifest } from "../../core/dataset/manifest.ts";
import type { ExplorerFocus } from "../../protocol/panels.ts";
import type { GeneratedDataset } from "../data/datasets.ts";
import { isIn } from "../is-in.ts";
import { AnalysisPanel } from "./analysis-panel.ts";
import { ComparePanel } from "./compare-panel.ts";
import { ExplorerPanel, type ExplorerSources } from "./explorer-panel.ts";
import { resourceRoot } from "./html.ts";
import { RunPanel } from "./run-panel.ts";
import { SweepPanel, type SweepSources } from "./sweep-panel.ts";

/** Opens panels: two a run, one to compare, one a dataset, one a sweep. Brings them back after a reload. */
export class Panels implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #sources: ExplorerSources & SweepSources;
  /** Resolves when the runs have been read for the first time. */
  readonly #ready: Promise<void>;
  readonly #runPanels = new Map<string, RunPanel>();
  /** By the run's id. */
  readonly #analyses = new Map<string, AnalysisPanel>();
  /** By the dataset's folder. */
  readonly #explorers = new Map<string, ExplorerPanel>();
  /** By the curriculum's file. */
  readonly #sweeps = new Map<string, SweepPanel>();
  readonly #serializers: vscode.Disposable;
  #comparePanel: ComparePanel | undefined;

  constructor(extensionUri: vscode.Uri, sources: ExplorerSources & SweepSources, ready: Promise<void>) {
    this.#extensionUri = extensionUri;
    this.#sources = sources;
    this.#ready = ready;
    this.#serializers = vscode.Disposable.from(
      vscode.window.registerWebviewPanelSerializer(RunPanel.viewType, {
        deserializeWebviewPanel: (panel, state: unknown) => this.#restoreRun(panel, state),
      }),
      vscode.window.registerWebviewPanelSerializer(ComparePanel.viewType, {
        deserializeWebviewPanel: (panel, state: unknown) => this.#restoreComparison(panel, state),
      }),
      vscode.window.registerWebviewPanelSerializer(ExplorerPanel.viewType, {
        deserializeWebviewPanel: (panel, state: unknown) => this.#restoreExplorer(panel, state),
      }),
      vscode.window.registerWebviewPanelSerializer(AnalysisPanel.viewType, {
        deserializeWebviewPanel: (panel, state: unknown) => this.#restoreAnalysis(panel, state),
      }),
      vscode.window.registerWebviewPanelSerializer(SweepPanel.viewType, {
        deserializeWebviewPanel: (panel, state: unknown) => this.#restoreSweep(panel, state),
      }),
    );
  }

  get comparedRuns(): readonly string[] {
    return this.#comparePanel?.runIds ?? [];
  }

  /** Folder of the dataset that the active panel explores. */
  get exploredDataset(): string | undefined {
    return [...this.#explorers].find(([, explorer]) => explorer.isActive)?.[0];
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

  /** Shows a dataset's relation paths. */
  explore({ folder, manifest }: GeneratedDataset, focus: ExplorerFocus): void {
    const open = this.#explorers.get(folder);
    const title = vscode.l10n.t("Relation Paths: {0}", manifest.name);
    if (open) open.show(focus);
    else this.#adoptExplorer(this.#create(ExplorerPanel.viewType, title), folder, focus);
  }

  /** Shows anew what is about the datasets in a place that changed. */
  refresh(place: string): void {
    for (const [folder, explorer] of this.#explorers) if (isIn(place, folder)) explorer.refresh();
  }

  /** Shows why a run fails, beside a reference where one is named. */
  analyze(runId: string, referenceId?: string): void {
    const open = this.#analyses.get(runId);
    const name = this.#sources.runs.byId(runId)?.record.name ?? runId;
    const title = vscode.l10n.t("Analysis: {0}", name);
    if (open) open.show(referenceId);
    else this.#adoptAnalysis(this.#create(AnalysisPanel.viewType, title), runId, referenceId);
  }

  /** Shows what the runs of a curriculum answer over a setting that it sweeps. */
  sweep(file: string, name: string, setting?: string): void {
    const open = this.#sweeps.get(file);
    const title = vscode.l10n.t("Sweep: {0}", name);
    if (open) open.show(setting);
    else this.#adoptSweep(this.#create(SweepPanel.viewType, title), file, setting);
  }

  #create(viewType: string, title: string): vscode.WebviewPanel {
    return vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active, this.#options);
  }

  get #options(): vscode.WebviewOptions {
    return { enableScripts: true, localResourceRoots: [resourceRoot(this.#extensionUri)] };
  }

  #adoptRun(panel: vscode.WebviewPanel, runId: string): void {
    const { runs, reader } = this.#sources;
    const runPanel = new RunPanel(panel, this.#extensionUri, runs, reader, runId);
    this.#runPanels.set(runId, runPanel);
    panel.onDidDispose(() => {
      this.#runPanels.delete(runId);
      runPanel.dispose();
    });
  }

  #adoptComparison(panel: vscode.WebviewPanel, runIds: readonly string[]): void {
    const { runs, reader } = this.#sources;
    const comparePanel = new ComparePanel(panel, this.#extensionUri, runs, reader, runIds);
    this.#comparePanel = comparePanel;
    panel.onDidDispose(() => {
      if (this.#comparePanel === comparePanel) this.#comparePanel = undefined;
      comparePanel.dispose();
    });
  }

  #adoptExplorer(panel: vscode.WebviewPanel, folder: string, focus?: ExplorerFocus): void {
    const explorer = new ExplorerPanel(panel, this.#extensionUri, this.#sources, folder, focus);
    this.#explorers.set(folder, explorer);
    panel.onDidDispose(() => {
      this.#explorers.delete(folder);
      explorer.dispose();
    });
  }

  #adoptAnalysis(panel: vscode.WebviewPanel, runId: string, referenceId?: string): void {
    const { runs, reader } = this.#sources;
    const analysis = new AnalysisPanel(panel, this.#extensionUri, runs, reader, runId, referenceId);
    this.#analyses.set(runId, analysis);
    panel.onDidDispose(() => {
      this.#analyses.delete(runId);
      analysis.dispose();
    });
  }

  #adoptSweep(panel: vscode.WebviewPanel, file: string, setting?: string): void {
    const sweep = new SweepPanel(panel, this.#extensionUri, this.#sources, file, setting);
    this.#sweeps.set(file, sweep);
    panel.onDidDispose(() => {
      this.#sweeps.delete(file);
      sweep.dispose();
    });
  }

  async #restoreSweep(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    await this.#ready;
    const { file, setting } = (state ?? {}) as { readonly file?: unknown; readonly setting?: unknown };
    const isThere = typeof file === "string" && this.#sources.curricula.get(file) !== undefined;
    if (!isThere || this.#sweeps.has(file)) return void panel.dispose();
    panel.webview.options = this.#options;
    this.#adoptSweep(panel, file, typeof setting === "string" ? setting : undefined);
  }

  async #restoreRun(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    await this.#ready;
    const { runId } = (state ?? {}) as { readonly runId?: unknown };
    if (typeof runId !== "string" || !this.#sources.runs.byId(runId)) return void panel.dispose();
    panel.webview.options = this.#options;
    this.#adoptRun(panel, runId);
  }

  async #restoreAnalysis(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    await this.#ready;
    const { runId } = (state ?? {}) as { readonly runId?: unknown };
    if (typeof runId !== "string" || !this.#sources.runs.byId(runId)) return void panel.dispose();
    panel.webview.options = this.#options;
    this.#adoptAnalysis(panel, runId);
  }

  async #restoreComparison(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    await this.#ready;
    const { runIds } = (state ?? {}) as { readonly runIds?: unknown };
    const known = Array.isArray(runIds)
      ? runIds.filter((id): id is string => typeof id === "string" && this.#sources.runs.byId(id) !== undefined)
      : [];
    if (known.length === 0) return void panel.dispose();
    panel.webview.options = this.#options;
    this.#adoptComparison(panel, known);
  }

  async #restoreExplorer(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { dataset } = (state ?? {}) as { readonly dataset?: unknown };
    const isThere = typeof dataset === "string" && (await readManifest(dataset).catch(() => undefined)) !== undefined;
    if (!isThere) return void panel.dispose();
    await this.#ready;
    // VS Code brings a panel back when its tab is first shown, which may be after another was opened.
    if (this.#explorers.has(dataset)) return void panel.dispose();
    panel.webview.options = this.#options;
    this.#adoptExplorer(panel, dataset);
  }

  dispose(): void {
    this.#serializers.dispose();
    for (const panel of this.#runPanels.values()) panel.dispose();
    for (const panel of this.#explorers.values()) panel.dispose();
    for (const panel of this.#analyses.values()) panel.dispose();
    for (const panel of this.#sweeps.values()) panel.dispose();
    this.#comparePanel?.dispose();
  }
}
