import * as vscode from "vscode";
import { sentence } from "../errors.ts";
import { panelHtml, panelIcon } from "./html.ts";

/** The page of a panel. It is loaded anew each time that it becomes visible; only then can it be told anything. */
export class PanelPage<Incoming, Outgoing extends { readonly type: string }> implements vscode.Disposable {
  readonly panel: vscode.WebviewPanel;
  readonly #subscriptions: vscode.Disposable[];
  #isReady = false;
  #isDisposed = false;

  /**
   * @param name of the page's script and icon
   * @param answer what the page asks for; what it throws, the page is told in a sentence
   */
  constructor(
    panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    name: string,
    answer: (message: Incoming) => Promise<unknown>,
  ) {
    this.panel = panel;
    panel.iconPath = panelIcon(extensionUri, name);
    this.#subscriptions = [
      panel.webview.onDidReceiveMessage((message: Incoming) => this.guarded(() => answer(message))),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#isReady = false;
      }),
    ];
    panel.webview.html = panelHtml(panel.webview, extensionUri, name, panel.title);
  }

  /** Whether the page has asked for its data and can still be seen. */
  get isReady(): boolean {
    return this.#isReady && this.isShown;
  }

  /** A panel that was closed throws when it is asked anything. */
  get isShown(): boolean {
    return !this.#isDisposed && this.panel.visible;
  }

  /** The page has asked for its data. */
  begin(): void {
    this.#isReady = true;
  }

  /** An answer may come after the panel was hidden or closed; it is dropped then. */
  post(message: Outgoing | { readonly type: "failure"; readonly message: string }): void {
    if (this.isShown) void this.panel.webview.postMessage(message);
  }

  /** What is thrown, the page is told. */
  async guarded(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.post({ type: "failure", message: sentence(error) });
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    vscode.Disposable.from(...this.#subscriptions).dispose();
    this.panel.dispose();
  }
}
