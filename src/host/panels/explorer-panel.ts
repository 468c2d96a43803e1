import * as vscode from "vscode";
import type {
  ExplorerDataset,
  ExplorerFocus,
  ExplorerPanelToHost,
  ExplorerRun,
  HostToExplorerPanel,
} from "../../protocol/panels.ts";
import { commandId, prefix } from "../ids.ts";
import type { EvaluationPlace } from "../reader/evaluation-cache.ts";
import type { ReaderThread } from "../reader/reader-thread.ts";
import type { RunStore } from "../runs/store.ts";
import { PanelPage } from "./page.ts";
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

  readonly #page: PanelPage<ExplorerPanelToHost, HostToExplorerPanel>;
  readonly #sources: ExplorerSources;
  readonly #folder: string;
  readonly #watching: vscode.Disposable;
  #dataset: ExplorerDataset | undefined;
  /** For the next time that the page is loaded. */
  #focus: ExplorerFocus;
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
    this.#sources = sources;
    this.#folder = folder;
    this.#focus = focus;
    this.#page = new PanelPage(panel, extensionUri, "explorer", (message) => this.#send(this.#reply(message)));
    this.#watching = sources.runs.onDidChange(() => {
      if (this.#page.isReady && this.#fingerprint() !== this.#shown) this.#postRuns();
    });
  }

  get isActive(): boolean {
    return this.#page.panel.active;
  }

  show(focus: ExplorerFocus): void {
    if (this.#page.isReady) this.#page.post({ type: "focus", focus });
    else this.#focus = focus;
    this.#page.panel.reveal();
  }

  /** Shows the dataset as it is now: it was written anew, or is gone. */
  refresh(): void {
    if (this.#page.isShown) void this.#page.guarded(() => this.#send(this.#hydration()));
  }

  async #send(reply: Promise<HostToExplorerPanel | undefined>): Promise<void> {
    const message = await reply;
    if (message) this.#page.post(message);
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
        return run && { type: "accuracy", runId, paths: await reader.call("pathAccuracy", run) };
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
    if (!this.#page.isShown) return undefined;
    this.#page.begin();
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
    this.#page.post({ type: "runs", runs: this.#runs });
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

  dispose(): void {
    this.#watching.dispose();
    this.#page.dispose();
  }
}
