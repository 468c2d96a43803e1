import { dirname } from "node:path";
import * as vscode from "vscode";
import type { ComparePanelToHost, HostToComparePanel } from "../../protocol/panels.ts";
import { commandId, prefix } from "../ids.ts";
import type { ReaderThread } from "../reader/reader-thread.ts";
import type { RunStore } from "../runs/store.ts";
import { curriculumFileOf } from "../runs/view.ts";
import { panelHtml, panelIcon } from "./html.ts";
import { saveExport } from "./save.ts";

/** Runs side by side in a panel; hydrated again when one of them changes state or gets an evaluation. */
export class ComparePanel implements vscode.Disposable {
  static readonly viewType = `${prefix}.compare`;

  readonly #panel: vscode.WebviewPanel;
  readonly #runs: RunStore;
  readonly #reader: ReaderThread;
  readonly #subscriptions: vscode.Disposable[];
  #runIds: readonly string[];
  #ready = false;
  #disposed = false;
  /** What decides whether a change in a run is worth a new comparison. */
  #shown = "";

  constructor(
    panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    runs: RunStore,
    reader: ReaderThread,
    runIds: readonly string[],
  ) {
    this.#panel = panel;
    this.#runs = runs;
    this.#reader = reader;
    this.#runIds = runIds;
    panel.iconPath = panelIcon(extensionUri, "compare");
    this.#subscriptions = [
      panel.webview.onDidReceiveMessage((message: ComparePanelToHost) => this.#receive(message)),
      panel.onDidChangeViewState(() => this.#hydrate()),
      runs.onDidChange(() => {
        if (this.#fingerprint() !== this.#shown) void this.#hydrate();
      }),
    ];
    panel.webview.html = panelHtml(panel.webview, extensionUri, "compare", panel.title);
  }

  get runIds(): readonly string[] {
    return this.#runIds;
  }

  /** Shows these runs instead. */
  async show(runIds: readonly string[]): Promise<void> {
    this.#runIds = runIds;
    this.#panel.reveal();
    await this.#hydrate();
  }

  async #receive(message: ComparePanelToHost): Promise<void> {
    switch (message.type) {
      case "ready":
        this.#ready = true;
        return this.#hydrate();
      case "addRuns":
        return vscode.commands.executeCommand(commandId("compareRuns"));
      case "removeRun":
        return this.show(this.#runIds.filter((id) => id !== message.runId));
      case "openRun":
        return vscode.commands.executeCommand(commandId("openRunPanel"), message.runId);
      case "analyze":
        return vscode.commands.executeCommand(commandId("openAnalysis"), message.runId, message.reference);
      case "save": {
        const [first] = this.#views;
        if (first) await saveExport(message, vscode.Uri.file(dirname(curriculumFileOf(first))));
      }
    }
  }

  get #views() {
    return this.#runIds.flatMap((id) => this.#runs.byId(id) ?? []);
  }

  #post(message: HostToComparePanel): void {
    if (this.#isShown) void this.#panel.webview.postMessage(message);
  }

  /** A panel that was closed throws when it is asked anything. */
  get #isShown(): boolean {
    return !this.#disposed && this.#panel.visible;
  }

  #fingerprint(): string {
    return JSON.stringify(this.#views.map(({ record, accuracy }) => [record.id, record.state, accuracy]));
  }

  async #hydrate(): Promise<void> {
    if (!this.#ready || !this.#isShown) return;
    this.#shown = this.#fingerprint();
    const comparison = await this.#reader.call(
      "compare",
      this.#views.map(({ folder }) => folder),
    );
    this.#post({ type: "hydrate", comparison });
  }

  dispose(): void {
    this.#disposed = true;
    vscode.Disposable.from(...this.#subscriptions).dispose();
    this.#panel.dispose();
  }
}
