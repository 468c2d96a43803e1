import * as vscode from "vscode";
import type {
  ExplorerDataset,
  ExplorerFocus,
  ExplorerPanelToHost,
  ExplorerRun,
  HostToExplorerPanel,
} from "../../protocol/panels.ts";
import { sentence } from "../errors.ts";
import { commandId, prefix } from "../ids.ts";
import type { EvaluationPlace } from "../reader/evaluation-cache.ts";
import type { ReaderThread } from "../reader/reader-thread.ts";
import type { RunStore } from "../runs/store.ts";
import { panelHtml, panelIcon } from "./html.ts";
import { saveExport } from "./save.ts";

/** What the panel shows and asks of the rest of the host. */
export interface ExplorerSources {
  readonly runs: RunStore;
  readonly reader: ReaderThread;
  /** Selects a relation of a dataset in the Curriculum tree. */
  revealRelation(folder: string, relation: string): Promise<void>;
}

/** The relation paths of one dataset in a panel. The page is loaded anew, and hydrated, each time it becomes visible. */
export class ExplorerPanel implements vscode.Disposable {
  static readonly viewType = `${prefix}.explorer`;

  readonly #panel: vscode.WebviewPanel;
  readonly #sources: ExplorerSources;
  readonly #folder: string;
  readonly #subscriptions: vscode.Disposable[];
  #dataset: ExplorerDataset | undefined;
  /** For the next time that the page is loaded. */
  #focus: ExplorerFocus;
  /** Whether the page has been given its dataset. */
  #ready = false;
  #disposed = false;
  /** What decides whether a change in a run matters here. */
  #shown = "";

  /** @param folder of the dataset @param focus what to show first */
  constructor(
    panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    sources: ExplorerSources,
    folder: string,
    focus: ExplorerFocus = {},
  ) {
    this.#panel = panel;
    this.#sources = sources;
    this.#folder = folder;
    this.#focus = focus;
    panel.iconPath = panelIcon(extensionUri, "explorer");
    this.#subscriptions = [
      panel.webview.onDidReceiveMessage((message: ExplorerPanelToHost) => this.#send(this.#reply(message))),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#ready = false;
      }),
      sources.runs.onDidChange(() => {
        if (this.#ready && this.#fingerprint() !== this.#shown) this.#postRuns();
      }),
    ];
    panel.webview.html = panelHtml(panel.webview, extensionUri, "explorer", panel.title);
  }

  get isActive(): boolean {
    return this.#panel.active;
  }

  show(focus: ExplorerFocus): void {
    if (this.#ready) this.#post({ type: "focus", focus });
    else this.#focus = focus;
    this.#panel.reveal();
  }

  /** Shows the dataset as it is now: it was written anew, or is gone. */
  refresh(): void {
    if (this.#isVisible) void this.#send(this.#hydration());
  }

  /** The page is told what went wrong. */
  async #send(reply: Promise<HostToExplorerPanel | undefined>): Promise<void> {
    try {
      const message = await reply;
      if (message) this.#post(message);
    } catch (error) {
      this.#post({ type: "failure", message: sentence(error) });
    }
  }

  async #reply(message: ExplorerPanelToHost): Promise<HostToExplorerPanel | undefined> {
    const { reader } = this.#sources;
    switch (message.type) {
      case "ready":
        return this.#hydration();
      case "requestPath": {
        const { path, offset, runIds } = message;
        const runs = runIds.flatMap((id) => this.#evaluations.get(id) ?? []);
        const places = Object.fromEntries(runs.map((run) => [run.id, run]));
        return { type: "path", detail: await reader.call("pathDetail", this.#folder, path, offset, places) };
      }
      case "requestQuestion": {
        const { path, question } = message;
        return { type: "question", path, example: await reader.call("explorerExample", this.#folder, question) };
      }
      case "requestAccuracy": {
        const { runId } = message;
        const run = this.#evaluations.get(runId);
        return run && { type: "accuracy", runId, paths: await reader.call("pathAccuracy", this.#folder, run) };
      }
      case "openQuestion":
        await vscode.commands.executeCommand(commandId("findQuestion"), this.#folder, message.question);
        return undefined;
      case "revealRelation":
        await this.#sources.revealRelation(this.#folder, message.relation);
        return undefined;
      case "save":
        await saveExport(message, vscode.Uri.joinPath(vscode.Uri.file(this.#folder), "..", "..", ".."));
        return undefined;
    }
  }

  /** Undefined where the page was hidden meanwhile: it asks again, and takes the focus then. */
  async #hydration(): Promise<HostToExplorerPanel | undefined> {
    this.#dataset = await this.#sources.reader.call("explorer", this.#folder);
    if (!this.#isVisible) return undefined;
    this.#ready = true;
    this.#shown = this.#fingerprint();
    const focus = this.#focus;
    this.#focus = {};
    return {
      type: "hydrate",
      dataset: this.#dataset,
      runs: this.#runs,
      ...(Object.keys(focus).length > 0 && { focus }),
    };
  }

  #postRuns(): void {
    this.#shown = this.#fingerprint();
    this.#post({ type: "runs", runs: this.#runs });
  }

  /** Those trained on these data and evaluated, by id. */
  get #evaluations(): ReadonlyMap<string, ExplorerRun & EvaluationPlace> {
    const views = this.#sources.runs.views.filter(({ record }) => record.dataset.hash === this.#dataset?.hash);
    return new Map(
      views.flatMap(({ folder, record: { id, name }, evaluatedStep: step }) =>
        step === undefined ? [] : [[id, { id, name, step, folder }]],
      ),
    );
  }

  get #runs(): readonly ExplorerRun[] {
    return [...this.#evaluations.values()].map(({ id, name, step }) => ({ id, name, step }));
  }

  #fingerprint(): string {
    const { runs } = this.#sources;
    return JSON.stringify(this.#runs.map((run) => [run, runs.byId(run.id)?.accuracy]));
  }

  /** An answer may come after the panel was closed. */
  get #isVisible(): boolean {
    return !this.#disposed && this.#panel.visible;
  }

  #post(message: HostToExplorerPanel): void {
    if (this.#isVisible) void this.#panel.webview.postMessage(message);
  }

  dispose(): void {
    this.#disposed = true;
    vscode.Disposable.from(...this.#subscriptions).dispose();
    this.#panel.dispose();
  }
}
